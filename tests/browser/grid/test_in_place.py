"""The forms over the headings of the grid in a browser: words in place, rows and columns more."""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import Route, expect

from roles.projects.domain.positions import hold_position, rename_position
from tests.browser.conftest import SOONER, OpenPage, assert_accessible, assert_fits, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_title_is_changed_in_place_and_undone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("ArrowUp", "ArrowUp", "F2")
    field = sheet.in_place.get_by_label("Title of the position")
    expect(field).to_be_focused()
    assert_accessible(sheet.page)
    sheet.page.keyboard.type("Architect")
    sheet.press("Enter")
    expect(sheet.column(0)).to_contain_text("Architect")
    expect(sheet.in_place).to_be_hidden()
    expect(sheet.column(0)).to_be_focused()
    expect(sheet.page.locator(".bar select[name=position]")).to_contain_text("Architect")
    sheet.press("F2")
    expect(field).to_have_value("Architect")
    sheet.page.keyboard.type("Not this")
    sheet.press("Escape")
    expect(sheet.in_place).to_be_hidden()
    expect(sheet.column(0)).to_be_focused()
    sheet.press("Control+z")
    expect(sheet.column(0)).not_to_contain_text("Architect")


def test_text_in_place_is_refused_where_it_stands_and_saved_by_a_click_elsewhere(
    open_page: OpenPage, team: Team
) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.row(0).click()
    sheet.page.locator("#row-menu").get_by_role("menuitem", name="Edit the text").click()
    field = sheet.in_place.get_by_label("Text of the duty")
    field.fill("")
    sheet.press("Enter")
    expect(sheet.in_place.locator(".errorlist")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("Checks the access")
    sheet.page.locator("h1").click()
    expect(sheet.row(0)).to_contain_text("Checks the access")
    expect(sheet.in_place).to_be_hidden()


def test_title_that_another_has_changed_is_shown_in_place(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.start()
    sheet.press("ArrowUp", "ArrowUp", "F2")
    field = sheet.in_place.get_by_label("Title of the position")
    expect(field).to_be_focused()
    rename_position(team.project.pk, team.users["owner"], sheet.positions[0].pk, "La leur")
    field.fill("Mine")
    sheet.press("Enter")
    expect(sheet.in_place.get_by_role("alert")).to_contain_text("Somebody changed this meanwhile")
    expect(field).to_have_value("Mine")
    sheet.press("Enter")
    expect(sheet.column(0)).to_contain_text("Mine")


def test_duty_is_added_below_and_at_the_foot_of_a_phase(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    rows = sheet.page.locator("#grid tbody tr[id]")
    sheet.start(0, 1)
    sheet.press("Control+Enter")
    expect(sheet.in_place.get_by_label("Text of the duty")).to_be_focused()
    sheet.page.keyboard.type("Checks the access")
    sheet.press("Enter")
    expect(rows).to_have_count(7)
    expect(rows.nth(1)).to_contain_text("Checks the access")
    expect(rows.nth(1).locator("th")).to_be_focused()
    sheet.press("ArrowRight", "c")
    expect(rows.nth(1).locator("td").nth(1)).to_have_text("C")
    sheet.page.get_by_role("link", name="Add a duty").last.click()
    sheet.page.keyboard.type("Files the report")
    sheet.press("Enter")
    expect(rows.last).to_contain_text("Files the report")
    expect(rows.last.locator("th")).to_be_focused()
    sheet.press("Control+z")
    expect(rows).to_have_count(7)


def test_position_is_added_at_the_end_of_the_headings(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start(0, 1)
    sheet.press("ArrowUp", "ArrowUp", "ArrowRight", "Enter", "Escape")
    expect(sheet.page.get_by_role("link", name="Add a position")).to_be_focused()
    sheet.press("Enter")
    expect(sheet.in_place.get_by_label("Title of the position")).to_be_focused()
    sheet.page.keyboard.type("Architect")
    sheet.press("Enter")
    expect(sheet.column(2)).to_be_focused()
    expect(sheet.column(2)).to_contain_text("Architect")
    sheet.page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(sheet.column(2)).to_have_count(0)


def test_duty_is_added_and_changed_on_a_phone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    page, cards = sheet.page, sheet.page.locator("#grid tbody:not(.away) tr[id]")
    page.get_by_role("link", name="Add a duty").first.click()
    page.keyboard.type("Checks the access")
    assert_accessible(page)
    assert_fits(page)
    sheet.press("Enter")
    expect(cards).to_have_count(4)
    cards.last.locator(".duty").click()
    expect(page.locator("#row-menu")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("menuitem", name="Edit the text").click()
    expect(sheet.in_place.get_by_label("Text of the duty")).to_have_value("Checks the access")
    page.keyboard.type("Grants the access")
    sheet.press("Enter")
    expect(cards.last).to_contain_text("Grants the access")
    expect(page.locator("#grid [tabindex='0']")).to_have_count(1)


def test_duty_is_set_aside_in_place(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    menu = sheet.page.locator("#row-menu")
    sheet.row(0).click()
    menu.get_by_role("menuitem", name="Does not apply…").click()
    sheet.in_place.get_by_label("Why does it not apply?").fill("Elsewhere")
    sheet.press("Enter")
    expect(sheet.row(0)).to_contain_text("Elsewhere")
    sheet.row(0).click()
    expect(menu.get_by_role("menuitem", name="Select the row")).to_be_hidden()
    menu.get_by_role("menuitem", name="Applies again…").click()
    sheet.in_place.get_by_role("button", name="It applies again").click()
    expect(sheet.row(0)).not_to_contain_text("Elsewhere")


def test_form_in_place_stays_while_others_change_the_grid(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, script=SOONER)
    sheet.start()
    sheet.press("ArrowLeft", "F2")
    field = sheet.in_place.get_by_label("Text of the duty")
    field.fill("Checks the access")
    with override("en"):
        rename_position(team.project.pk, team.users["owner"], sheet.positions[1].pk, "Theirs")
    expect(sheet.column(1)).to_contain_text("Theirs")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    expect(field).to_be_focused()
    sheet.press("Enter")
    expect(sheet.row(0)).to_contain_text("Checks the access")
    expect(sheet.row(0)).to_be_focused()


def test_keys_after_a_new_row_was_asked_for_set_no_letters(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("Control+Enter", "r", "Escape", "ArrowLeft", "F2", "a", "c", "Escape", "ArrowRight", "c")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(0) == ("C", "")


def test_form_in_place_given_up_before_it_came_stays_away(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    held: list[Route] = []
    sheet.page.route("**/text/", lambda route: held.append(route))  # noqa: PLW0108 (it marks a function)
    sheet.start()
    sheet.press("ArrowLeft", "F2")
    assert_soon(sheet.page, lambda: len(held), 1)
    sheet.press("Escape")
    with sheet.page.expect_response("**/text/"):
        held[0].continue_()
    sheet.press("ArrowRight", "c")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    expect(sheet.in_place).to_be_hidden()
    assert sheet.held(0) == ("C", "")


def test_form_in_place_is_kept_while_the_connection_is_lost(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    sheet.start()
    sheet.press("Insert")
    sheet.page.keyboard.type("Checks the access")
    sheet.page.context.set_offline(True)
    sheet.press("Enter")
    expect(sheet.in_place.get_by_role("alert")).to_contain_text("cannot be reached")
    expect(sheet.in_place.get_by_label("Text of the duty")).to_have_value("Checks the access")
    sheet.page.context.set_offline(False)
    sheet.in_place.get_by_role("button", name="Add").click()
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(7)


def test_letter_goes_to_the_cell_of_the_picker_while_a_column_comes(open_page: OpenPage, team: Team) -> None:
    """The answer to what adds a column comes while its reader has gone on to a cell."""
    sheet = Sheet(open_page, team)
    page = sheet.page
    held: list[Route] = []
    page.route("**/positions/add/", lambda route: held.append(route))  # noqa: PLW0108 (it marks a function)
    page.locator("#grid thead a.add").click()
    sheet.in_place.get_by_role("textbox").fill("Third")
    sheet.press("Enter")
    assert_soon(page, lambda: len(held), 1)
    sheet.cell(1, 0).click()
    held[0].continue_()
    expect(sheet.column(2)).to_contain_text("Third")
    expect(page.locator("#picker [role^=menuitem]:focus")).to_have_count(1)
    sheet.press("i")
    expect(sheet.cell(1, 0)).to_have_text("I")
    expect(sheet.cell(1, 0)).to_be_focused()
    expect(page.locator("#version")).to_have_text("Version 2")
    assert sheet.held(1)[0] == "I"


def test_names_of_several_holders_are_proposed_one_by_one_and_shown_at_the_heading(
    open_page: OpenPage, team: Team
) -> None:
    first, second = team.project.positions.all()
    for position, names in ((first, "Zoé Roy"), (second, "Luc Côté; Ana Roy")):
        hold_position(team.project.pk, team.users["owner"], position.pk, names)
    sheet = Sheet(open_page, team, "editor")
    sheet.column(0).click()
    sheet.page.get_by_role("menuitem", name="Holder").click()
    field = sheet.in_place.get_by_label("Held by")
    field.fill("Zoé Roy; L")
    proposals = sheet.page.locator("#people option")
    assert "Zoé Roy; Luc Côté" in [option.get_attribute("value") for option in proposals.all()]
    field.fill("Zo")
    assert "Zoé Roy" in [option.get_attribute("value") for option in proposals.all()]
    field.fill("Zoé Roy; Luc Côté; Ana Roy")
    field.press("Enter")
    expect(sheet.column(0)).to_have_accessible_name(re.compile("Zoé Roy, Ana Roy, Luc Côté"))
    shown = sheet.column(0).locator(".all")
    expect(shown).to_be_visible()  # the focus is back at the heading
    sheet.column(1).hover()
    expect(sheet.column(1).locator(".all")).to_have_text("Luc Côté, Ana Roy")
    assert_accessible(sheet.page)
