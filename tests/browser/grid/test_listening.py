"""The matrix for those who listen to it, who come by keys alone, or whose colours are their own."""

from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_second_link_of_the_page_skips_to_the_cell_in_hand(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.press("Tab", "Tab")
    expect(sheet.page.get_by_role("link", name="Skip to the matrix")).to_be_focused()
    sheet.press("Enter")
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.press("ArrowRight", "Shift+Tab", "ArrowDown")
    expect(sheet.page.locator("#grid :focus")).to_have_count(0)


def test_headings_are_called_by_their_words_alone(open_page: OpenPage, team: Team) -> None:
    title = "Coordonnatrice de l’approvisionnement"
    position = team.project.positions.all()[0]
    team.project.positions.filter(pk=position.pk).update(title_fr=title, title_en=title)
    sheet = Sheet(open_page, team)
    duty = sheet.duties[0]
    heading = sheet.page.locator(f"#grid thead th[data-position='{position.pk}']")
    assert "\u00ad" in (heading.locator(".pos").text_content() or "")
    expect(heading).to_have_accessible_name(f"{title}, Vacant")
    expect(sheet.page.locator(f"#d-{duty.pk} > th")).to_have_accessible_name(f"{duty.code} {duty.text_en}")
    sheet.start()
    sheet.press("ArrowLeft", "ArrowRight")
    expect(sheet.page.locator(f"#d-{duty.pk} > th")).to_have_accessible_name(f"{duty.code} {duty.text_en}")


def test_letter_that_changes_the_checks_says_how_many_are_left(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    live = sheet.page.locator("#live")
    sheet.press("r")
    expect(live).to_contain_text("5 to assign")
    sheet.press("Shift+A")
    expect(live).not_to_contain_text("1 error")
    sheet.press("ArrowDown", "c")
    expect(live).to_contain_text(sheet.duties[1].code)


@pytest.mark.parametrize("dark", [False, True])
def test_what_is_chosen_shows_in_forced_colours(open_page: OpenPage, team: Team, dark: bool) -> None:
    sheet = Sheet(open_page, team, query="?letter=A&letter=R", dark=dark)
    page = sheet.page
    page.emulate_media(forced_colors="active", color_scheme="dark" if dark else "light")

    def outline(selector: str) -> Any:
        return page.locator(selector).evaluate_all("all => all.map((one) => getComputedStyle(one).outlineStyle)")

    assert outline("#mode a") == ["none", "solid"]
    assert outline(".letters label") == ["solid", "solid", "none", "none", "none"]
    assert page.locator("[name=gaps]").evaluate("box => getComputedStyle(box).appearance") == "auto"
    lines = "all => all.map((one) => getComputedStyle(one).borderBottomColor)"
    current, *others = page.locator(".top nav a[aria-current], .top nav a:not([aria-current])").evaluate_all(lines)
    assert len({current, *others}) == 2
    ground = """() => [".l-a", ".l-c"].map((one) =>
        getComputedStyle(document.querySelector(`#picker ${one}`)).backgroundColor)"""
    solid, plain = page.evaluate(ground)
    assert solid != plain


def test_page_with_errors_puts_the_focus_on_what_is_to_be_corrected(open_page: OpenPage, team: Team) -> None:
    page = open_page(
        f"projects/{team.project.pk}/settings/", user=team.users["owner"], language="en", expected=("422",)
    )
    page.locator("#id_name").evaluate("field => { field.required = false; field.value = ''; }")
    page.locator("form:has(#id_name) button.primary").click()
    summary = page.locator(".summary[role=alert]")
    assert_soon(page, lambda: summary.evaluate("part => part === document.activeElement"), True)
    page.keyboard.press("Tab")
    expect(summary.get_by_role("link").first).to_be_focused()
