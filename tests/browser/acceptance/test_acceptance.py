"""From the link that the lead makes to the objection that the lead reads: two people, two screens."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Person, PersonalLink, Position
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)
ACCEPT_TICKED = "Accepter ce qui est coché"
FOLDER = os.environ.get("SCREENSHOTS", "")


@pytest.fixture
def holders(team: Team) -> Team:
    """Ada and Bo hold the two positions; both have a part in the first two duties."""
    for position, name in zip(team.project.positions.all(), ("Ada Essai", "Bo Essai"), strict=True):
        Position.objects.filter(pk=position.pk).update(holder=PersonFactory.create(name=name))
    for row, letters in enumerate(("RA", "AR")):
        for column, letter in enumerate(letters):
            set_letter(team, row, column, letter)
    return team


def set_letter(team: Team, row: int, column: int, letter: str) -> None:
    matrix = load_matrix(team.project.pk)
    change = CellChange(matrix.duties[row].id, matrix.positions[column].id, letter)
    set_cells(team.project.pk, team.users["owner"], [change])


def shown(page: Page, name: str) -> None:
    """What the page must be at each step of the story; with SCREENSHOTS a picture is kept."""
    assert_accessible(page)
    assert_fits(page)
    if FOLDER:
        page.screenshot(path=Path(FOLDER) / f"story-{name}.png", full_page=True)


def link_of(lead: Page, name: str) -> str:
    """The lead makes a link and copies it."""
    line = lead.locator("#content .line", has_text=name)
    line.get_by_role("button", name="Créer un lien").click()
    field = line.get_by_label("Lien personnel")
    expect(field).to_be_visible()
    lead.context.grant_permissions(["clipboard-read", "clipboard-write"])
    line.get_by_role("button", name="Copier").click()
    expect(lead.locator("#copied")).to_have_text("Le lien est copié.")
    copied = str(lead.evaluate("navigator.clipboard.readText()"))
    assert copied == field.input_value()
    return copied


def test_from_the_link_to_the_objection(open_page: OpenPage, holders: Team) -> None:
    acceptance = f"projects/{holders.project.pk}/acceptance/"
    lead = open_page(acceptance, holders.users["owner"])
    expect(lead.get_by_text("0 acceptation sur 2")).to_be_visible()
    ada = open_page(link_of(lead, "Ada Essai"), phone=True, expected=("422",))
    bo = open_page(link_of(lead, "Bo Essai"), phone=True, javascript=False)
    shown(lead, "links")

    expect(ada.get_by_role("heading", level=2, name="2 tâches attendent votre réponse")).to_be_visible()
    expect(ada.get_by_text("Vous réalisez la tâche suivante")).to_be_visible()
    expect(ada.get_by_text("Bo Essai")).to_have_count(0)
    shown(ada, "open-phone")
    for page in (ada, bo):
        page.get_by_role("button", name=ACCEPT_TICKED).click()
        expect(page.get_by_text("Vous avez accepté tout ce qui est à vous")).to_be_visible()
    shown(ada, "accepted-phone")
    lead.reload()
    expect(lead.get_by_text("2 acceptations sur 2")).to_be_visible()

    set_letter(holders, 0, 0, "C")
    for page in (ada, bo):
        page.reload()
    expect(bo.get_by_text("Vous avez accepté tout ce qui est à vous")).to_be_visible()
    expect(ada.get_by_role("heading", level=2, name="1 tâche attend votre réponse")).to_be_visible()
    expect(ada.get_by_text("1 a changé depuis votre réponse")).to_be_visible()
    changed = ada.locator("#mine-open")
    expect(changed.locator("li")).to_have_count(1)
    expect(changed.locator(".was")).to_contain_text("Réalisation")
    expect(changed.locator(".was")).to_contain_text("Consultation")
    shown(ada, "changed-phone")

    changed.locator(".mine summary").click()
    reason = changed.locator(".mine").get_by_label("Pourquoi vous opposez-vous à")
    expect(reason).to_be_focused()
    object_to = changed.locator(".mine").get_by_role("button", name="S’opposer à")
    object_to.click()
    expect(changed.locator("fieldset").get_by_role("alert")).to_contain_text("Dites pourquoi")
    expect(reason).to_be_focused()
    shown(ada, "refused-phone")
    reason.fill("Je réalise déjà cette tâche")
    object_to.click()
    expect(ada.get_by_text("Vous vous opposez")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text("1 acceptation sur 2")).to_be_visible()
    expect(lead.locator("#content .line", has_text="Ada Essai")).to_contain_text("Je réalise déjà cette tâche")
    shown(lead, "objection")

    lead.locator("#content .line", has_text="Ada Essai").get_by_role("button", name="Révoquer").click()
    expect(lead.get_by_text("Le lien est révoqué")).to_be_visible()


@pytest.fixture
def many(holders: Team) -> Team:
    """Ada has six duties."""
    for row in range(2, 6):
        set_letter(holders, row, 0, "RRCI"[row - 2])
    return holders


def mine(open_page: OpenPage, team: Team, **look: bool) -> Page:
    """The page of Ada, who is the viewer of the project."""
    Person.objects.filter(name="Ada Essai").update(user=team.users["viewer"])
    return open_page(f"projects/{team.project.pk}/mine/", team.users["viewer"], **look)


@pytest.mark.parametrize(("width", "height"), [(360, 640), (667, 375)])
def test_bar_stays_in_sight_and_covers_nothing_that_has_the_focus(
    open_page: OpenPage, many: Team, width: int, height: int
) -> None:
    page = mine(open_page, many, phone=True)
    page.set_viewport_size({"width": width, "height": height})
    bar = page.locator(".answer-bar")
    expect(bar).to_be_in_viewport(ratio=1)
    for key in ["Tab"] * 40 + ["Shift+Tab"] * 40:
        page.keyboard.press(key)
        bottom, top = page.evaluate(
            """[document.activeElement.closest(".mine") ? document.activeElement.getBoundingClientRect().bottom : 0,
                document.querySelector(".answer-bar").getBoundingClientRect().top]"""
        )
        assert bottom <= top + 1
    assert_accessible(page)
    assert_fits(page)


def test_duties_are_answered_line_by_line_and_several_at_once(open_page: OpenPage, many: Team) -> None:
    page = mine(open_page, many)
    ticked = page.locator("#answer-n")
    expect(ticked).to_have_text("6 / 6")
    lines = page.locator("#mine-open li")
    lines.nth(1).locator("summary").click()
    expect(lines.nth(1).get_by_role("textbox")).to_be_focused()
    page.keyboard.type("À revoir")
    lines.nth(0).get_by_role("button", name="Accepter").click()
    expect(page.get_by_role("status").filter(has_text="Vous avez accepté 1 tâche.")).to_be_visible()
    expect(ticked).to_have_text("5 / 5")
    expect(lines.nth(0).get_by_role("textbox")).to_have_value("À revoir")
    expect(lines.nth(0).locator("fieldset")).to_be_focused()
    informed = page.locator("#mine-open .mine-phase > details")
    expect(informed).not_to_have_attribute("open", "")
    informed.locator("summary").first.click()
    page.get_by_role("button", name="Aucune des tâches").click()
    expect(ticked).to_have_text("0 / 5")
    lines.nth(2).get_by_role("checkbox").check()
    lines.last.get_by_role("checkbox").check()
    page.get_by_role("button", name=ACCEPT_TICKED).click()
    expect(ticked).to_have_text("0 / 3")
    expect(page.locator("#mine-answered li")).to_have_count(3)
    page.locator("#mine-answered li").first.get_by_role("button", name="Retirer la réponse").click()
    expect(ticked).to_have_text("0 / 4")
    expect(lines.nth(0).locator("fieldset")).to_be_focused()
    assert_accessible(page)
    page.reload()
    expect(ticked).to_have_text("4 / 4")


def test_comment_is_written_over_the_page_and_counted_there(open_page: OpenPage, many: Team) -> None:
    page = mine(open_page, many, phone=True)
    link = page.locator("#mine-open a.talk").first
    link.click()
    panel = page.get_by_role("dialog", name="Commentaires")
    panel.get_by_label("Nouveau commentaire").fill("Avec qui ?")
    assert_accessible(page)
    panel.get_by_role("button", name="Commenter").click()
    expect(panel.locator(".said", has_text="Avec qui ?")).to_be_visible()
    panel.get_by_role("button", name="Fermer").click()
    expect(link.locator("b")).to_have_text("1")


def test_link_that_ends_while_its_page_is_open_says_so(open_page: OpenPage, many: Team) -> None:
    lead = open_page(f"projects/{many.project.pk}/acceptance/", many.users["owner"])
    ada = open_page(link_of(lead, "Ada Essai"), phone=True, expected=("404",))
    PersonalLink.objects.all().delete()
    ada.get_by_role("button", name=ACCEPT_TICKED).click()
    expect(ada.get_by_text("Ce lien n’ouvre rien")).to_be_visible()
