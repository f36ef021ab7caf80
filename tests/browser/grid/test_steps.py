"""Undo and redo in a browser: whatever was changed comes back, in view, said on screen, and no press is dropped."""

import pytest
from playwright.sync_api import expect

from roles.projects.domain.positions import remove_position
from tests.browser.conftest import OpenPage
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_moved_column_and_removed_position_come_back(open_page: OpenPage, team: Team) -> None:
    grid = Sheet(open_page, team, reader="owner", language="fr")
    page, titles = grid.page, grid.page.locator("#grid thead .pos")
    before = titles.all_inner_texts()
    grid.start()
    page.keyboard.press("Alt+Shift+ArrowRight")
    expect(titles.first).to_have_text(before[1])
    page.keyboard.press("Control+z")
    expect(titles.first).to_have_text(before[0])
    expect(page.locator("#toast")).to_contain_text("Poste déplacé")
    remove_position(team.project.pk, team.users["owner"], team.project.positions.order_by("order")[0].pk)
    page.reload()
    expect(titles).to_have_count(len(before) - 1)
    page.locator('#history [form="undo-form"]').click()
    expect(titles).to_have_count(len(before))
    page.locator("#toast button").click()
    expect(titles).to_have_count(len(before) - 1)


def test_quick_undos_are_queued_and_shown(open_page: OpenPage, team: Team) -> None:
    grid = Sheet(open_page, team, language="fr")
    cell = grid.cell(0, 0)
    grid.start()
    for number, letter in enumerate("rci", start=team.project.version + 1):
        grid.page.keyboard.press(letter)
        expect(cell).to_have_text(letter.upper())
        expect(grid.page.locator("#version")).to_have_text(f"Version {number}")  # or two letters were one step
    grid.page.locator("#grid .band button").first.click()
    expect(cell).to_be_hidden()
    press = "document.querySelector('#history [form=\"undo-form\"]').click()"
    grid.page.evaluate(f"{press}; {press}; {press}")
    expect(cell).to_have_text("")
    expect(cell).to_be_visible()
    expect(grid.page.locator("#toast button")).to_have_text("Rétablir")


def test_removal_is_offered_back_where_it_was_made(open_page: OpenPage, team: Team) -> None:
    duty = team.project.duties.order_by("order")[0]
    page = open_page(f"projects/{team.project.pk}/duties/{duty.pk}/remove/", user=team.users["owner"])
    page.locator("main form button.danger, main form button[type=submit], main form button").last.click()
    page.get_by_role("button", name="Annuler").click()
    expect(page.get_by_role("status").filter(has_text="Annulé")).to_be_visible()
    assert team.project.duties.filter(pk=duty.pk).exists()
    assert page.url.endswith("/duties/")
