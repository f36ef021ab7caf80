"""From the link that the lead makes to the objection that the lead reads: two people, two screens."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Position
from tests.browser.conftest import assert_accessible, assert_fits
from tests.conftest import Team
from tests.factories import PersonFactory

OpenPage = Callable[..., Page]
pytestmark = pytest.mark.django_db(transaction=True)
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
        page.get_by_role("button", name="Accepter ce qui est coché").first.click()
        expect(page.get_by_text("Vous avez accepté tout ce qui est à vous")).to_be_visible()
    shown(ada, "accepted-phone")
    lead.reload()
    expect(lead.get_by_text("2 acceptations sur 2")).to_be_visible()

    set_letter(holders, 0, 0, "C")
    for page in (ada, bo):
        page.reload()
    expect(bo.get_by_text("Vous avez accepté tout ce qui est à vous")).to_be_visible()
    expect(ada.get_by_role("heading", level=2, name="1 tâche a changé depuis votre réponse")).to_be_visible()
    changed = ada.locator("form.mine-open")
    expect(changed.locator("li")).to_have_count(1)
    expect(changed.locator(".was")).to_contain_text("Réalisation")
    expect(changed.locator(".was")).to_contain_text("Consultation")
    shown(ada, "changed-phone")

    object_to = changed.get_by_role("button", name="S’opposer à ce qui est coché")
    object_to.click()
    expect(changed.get_by_role("alert")).to_contain_text("Dites pourquoi")
    shown(ada, "refused-phone")
    changed.get_by_label("Motif d’une objection").fill("Je réalise déjà cette tâche")
    object_to.click()
    expect(ada.get_by_text("Vous vous opposez")).to_be_visible()
    lead.reload()
    expect(lead.get_by_text("1 acceptation sur 2")).to_be_visible()
    expect(lead.locator("#content .line", has_text="Ada Essai")).to_contain_text("Je réalise déjà cette tâche")
    shown(lead, "objection")

    lead.locator("#content .line", has_text="Ada Essai").get_by_role("button", name="Révoquer").click()
    expect(lead.get_by_text("Le lien est révoqué")).to_be_visible()


def test_an_answer_can_be_changed(open_page: OpenPage, holders: Team) -> None:
    lead = open_page(f"projects/{holders.project.pk}/acceptance/", holders.users["owner"])
    ada = open_page(link_of(lead, "Ada Essai"), phone=True)
    ada.get_by_role("button", name="Accepter ce qui est coché").first.click()
    answered = ada.locator("form.mine-answered")
    expect(answered.get_by_role("checkbox")).to_have_count(0)
    answered.get_by_text("Changer une réponse").click()
    expect(answered.get_by_role("checkbox")).to_have_count(2)
    answered.get_by_role("checkbox").first.check()
    answered.get_by_label("Motif d’une objection").fill("Finalement non")
    shown(ada, "again-phone")
    answered.get_by_role("button", name="S’opposer à ce qui est coché").click()
    expect(answered.get_by_text("Finalement non")).to_be_visible()
    expect(answered.get_by_text("Acceptée le")).to_have_count(1)
