"""RASCI in a browser: the key, the picker, the paste, and what a colleague's setting does to an open page."""

import pytest
from playwright.sync_api import expect

from phases.models import Project
from phases.projects.domain import ProjectDetails
from roles.projects.domain.settings import save_settings
from tests.browser.conftest import SOONER, OpenPage, assert_accessible, assert_fits
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)
RULES = {"support": True, "name_a_en": "Authority", "name_a_fr": "Autorité"}


@pytest.fixture
def rasci(team: Team) -> Team:
    Project.objects.filter(pk=team.project.pk).update(rules=RULES)
    return team


def test_key_s_sets_support_where_rasci_is_on(open_page: OpenPage, rasci: Team) -> None:
    sheet = Sheet(open_page, rasci)
    sheet.start()
    sheet.press("s", "ArrowRight", "a")
    expect(sheet.cell(0, 0).locator(".l-s")).to_have_text("S")
    expect(sheet.page.locator("#version")).to_have_text("Version 2")
    assert sheet.held(0) == ("S", "A")
    sheet.press("Enter")
    expect(sheet.page.get_by_role("menuitemradio", name="Authority", exact=False).first).to_be_visible()
    expect(sheet.page.get_by_role("menuitemradio", name="Support")).to_be_visible()


def test_key_s_does_nothing_where_rasci_is_off(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("s", "ArrowRight", "a")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(0) == ("", "A")


def test_rasci_turned_on_by_somebody_else_reaches_an_open_page(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, script=SOONER)
    sheet.start()
    save_settings(team.project.pk, team.users["owner"], ProjectDetails(team.project.name, "", {"support": True}))
    expect(sheet.page.locator("#picker [data-letter=S]")).to_have_count(1, timeout=15_000)
    sheet.press("s")
    expect(sheet.cell(0, 0)).to_have_text("S")
    expect(sheet.page.locator("#version")).to_have_text("Version 2")


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"])
def test_rasci_pages_are_accessible(open_page: OpenPage, rasci: Team, look: dict[str, bool]) -> None:
    sheet = Sheet(open_page, rasci, "editor", "", language="fr", **look)
    for column, letter in ((0, "S"), (1, "AR")):
        sheet.put("owner", 0, column, letter)
    sheet.page.reload()
    expect(sheet.page.locator(".l-s").first).to_be_attached()
    assert_accessible(sheet.page)
    page = open_page(
        f"projects/{rasci.project.pk}/settings/", user=rasci.users["editor"], language="fr", expected=("422",), **look
    )
    page.get_by_role("checkbox", name="RASCI").uncheck()
    page.get_by_role("button", name="Enregistrer les réglages").click()
    expect(page.get_by_role("alert")).to_contain_text("S caché")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_label("1 cellule contient S").select_option("C")
    page.get_by_role("button", name="Enregistrer les réglages").click()
    expect(page.get_by_role("checkbox", name="RASCI")).not_to_be_checked()
    assert sheet.held(0) == ("C", "AR")


# What a translator of pages does: other words inside new elements, but where the page says that nothing is translated.
TRANSLATE = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
        if (!text.textContent.trim() || text.parentElement.closest("script" + FORBIDDEN)) continue;
        const font = document.createElement("font");
        font.textContent = `${text.textContent} autrement`;
        text.replaceWith(font);
    }
}"""


@pytest.mark.parametrize("forbidden", [", [translate=no]", ""], ids=["as told", "careless"])
def test_letters_of_a_translated_page_are_those_of_the_project(open_page: OpenPage, team: Team, forbidden: str) -> None:
    """Typed over, taken back and copied: what a cell holds is never told from the words that it shows."""
    sheet = Sheet(open_page, team)
    sheet.put("owner", 0, 0, "A")
    sheet.put("owner", 0, 1, "C")
    sheet.page.reload()
    sheet.page.evaluate(TRANSLATE.replace("FORBIDDEN", f"'{forbidden}'"))
    sheet.start()
    sheet.press("Shift+ArrowRight")
    text = sheet.page.evaluate(
        """() => {
            const clipboardData = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent("copy", {clipboardData, bubbles: true}));
            return clipboardData.getData("text/plain");
        }"""
    )
    assert text == "A\tC"
    sheet.press("ArrowLeft", "i")
    expect(sheet.page.locator("#version")).to_contain_text("Version 3")
    expect(sheet.page.locator("#refused")).to_be_hidden()
    assert sheet.held(0) == ("I", "C")
    sheet.press("r", "c")
    expect(sheet.page.locator("#version")).to_contain_text("Version 5")
    assert sheet.held(0) == ("C", "C")


def test_codes_names_and_titles_are_not_translated(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    for part in ("#grid tbody code", "#grid thead .pos", "#grid tbody td .l", "h1"):
        expect(sheet.page.locator(part).first).to_have_attribute("translate", "no")
