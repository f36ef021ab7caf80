"""The headings of the grid in a browser: reached by keys, their menus, words in place, rows and columns more."""

import re

import pytest
from django.utils.translation import override
from playwright.sync_api import Locator, Route, expect

from roles.projects.domain.positions import hold_position, rename_position
from tests.browser.conftest import SOONER, OpenPage, assert_accessible, assert_fits, assert_soon
from tests.browser.grid.test_matrix import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def column(sheet: Sheet, number: int) -> Locator:
    return sheet.page.locator("#grid thead th[data-position]").nth(number)


def row(sheet: Sheet, number: int) -> Locator:
    return sheet.cell(number, -2)


def in_place(sheet: Sheet) -> Locator:
    return sheet.page.locator("#in-place")


def selected(sheet: Sheet) -> Locator:
    return sheet.page.locator("#grid [aria-selected=true]")


def test_headings_are_reached_by_arrows(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.start()
    sheet.press("ArrowLeft")
    expect(row(sheet, 0)).to_be_focused()
    sheet.press("ArrowDown", "ArrowRight", "ArrowRight")
    expect(sheet.cell(1, 1)).to_be_focused()
    sheet.press("ArrowUp", "ArrowUp")
    expect(sheet.page.locator(".band button").first).to_be_focused()
    sheet.press("ArrowUp")
    expect(column(sheet, 1)).to_be_focused()
    sheet.press("ArrowLeft", "ArrowDown", "ArrowDown")
    expect(sheet.cell(0, 0)).to_be_focused()
    expect(sheet.page.locator("#grid [tabindex='0']")).to_have_count(1)
    assert_accessible(sheet.page)


def test_menu_of_a_column_opens_by_key_and_gives_the_focus_back(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    menu = sheet.page.locator("#column-menu")
    sheet.start()
    sheet.press("ArrowUp", "ArrowUp", "Enter")
    expect(menu).to_be_visible()
    expect(menu.get_by_role("menuitem", name="Rename")).to_be_focused()
    assert_accessible(sheet.page)
    sheet.press("ArrowUp")
    expect(menu.get_by_role("menuitem", name="Remove")).to_be_focused()
    expect(menu.get_by_role("menuitem", name="Remove")).to_have_attribute(
        "href", re.compile(rf"positions/{sheet.positions[0].pk}/remove/\?from=matrix$")
    )
    sheet.press("Escape")
    expect(menu).to_be_hidden()
    expect(column(sheet, 0)).to_be_focused()
    column(sheet, 1).click()
    menu.get_by_role("menuitem", name="Move left").click()
    expect(column(sheet, 0)).to_have_attribute("data-position", str(sheet.positions[1].pk))
    expect(column(sheet, 0)).to_be_focused()
    expect(sheet.page.locator("#live")).to_have_text(f"{sheet.positions[1].title_en}, place 1")


def test_move_that_is_not_possible_says_so(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start()
    sheet.press("ArrowLeft", "Alt+Shift+ArrowUp")
    expect(sheet.page.locator("#toast")).to_have_text(f"{sheet.duties[0].code} stays: there is no place beyond.")
    expect(row(sheet, 0)).to_be_focused()


def test_title_is_changed_in_place_and_undone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("ArrowUp", "ArrowUp", "F2")
    field = in_place(sheet).get_by_label("Title of the position")
    expect(field).to_be_focused()
    assert_accessible(sheet.page)
    sheet.page.keyboard.type("Architect")
    sheet.press("Enter")
    expect(column(sheet, 0)).to_contain_text("Architect")
    expect(in_place(sheet)).to_be_hidden()
    expect(column(sheet, 0)).to_be_focused()
    expect(sheet.page.locator(".bar select[name=position]")).to_contain_text("Architect")
    sheet.press("F2")
    expect(field).to_have_value("Architect")
    sheet.page.keyboard.type("Not this")
    sheet.press("Escape")
    expect(in_place(sheet)).to_be_hidden()
    expect(column(sheet, 0)).to_be_focused()
    sheet.press("Control+z")
    expect(column(sheet, 0)).not_to_contain_text("Architect")


def test_text_in_place_is_refused_where_it_stands_and_saved_by_a_click_elsewhere(
    open_page: OpenPage, team: Team
) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    row(sheet, 0).click()
    sheet.page.locator("#row-menu").get_by_role("menuitem", name="Edit the text").click()
    field = in_place(sheet).get_by_label("Text of the duty")
    field.fill("")
    sheet.press("Enter")
    expect(in_place(sheet).locator(".errorlist")).to_be_visible()
    expect(field).to_be_focused()
    field.fill("Checks the access")
    sheet.page.locator("h1").click()
    expect(row(sheet, 0)).to_contain_text("Checks the access")
    expect(in_place(sheet)).to_be_hidden()


def test_title_that_another_has_changed_is_shown_in_place(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.start()
    sheet.press("ArrowUp", "ArrowUp", "F2")
    field = in_place(sheet).get_by_label("Title of the position")
    expect(field).to_be_focused()
    rename_position(team.project.pk, team.users["owner"], sheet.positions[0].pk, "La leur")
    field.fill("Mine")
    sheet.press("Enter")
    expect(in_place(sheet).get_by_role("alert")).to_contain_text("Somebody changed this meanwhile")
    expect(field).to_have_value("Mine")
    sheet.press("Enter")
    expect(column(sheet, 0)).to_contain_text("Mine")


def test_duty_is_added_below_and_at_the_foot_of_a_phase(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    rows = sheet.page.locator("#grid tbody tr[id]")
    sheet.start(0, 1)
    sheet.press("Control+Enter")
    expect(in_place(sheet).get_by_label("Text of the duty")).to_be_focused()
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
    expect(in_place(sheet).get_by_label("Title of the position")).to_be_focused()
    sheet.page.keyboard.type("Architect")
    sheet.press("Enter")
    expect(column(sheet, 2)).to_be_focused()
    expect(column(sheet, 2)).to_contain_text("Architect")
    sheet.page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(column(sheet, 2)).to_have_count(0)


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
    expect(in_place(sheet).get_by_label("Text of the duty")).to_have_value("Checks the access")
    page.keyboard.type("Grants the access")
    sheet.press("Enter")
    expect(cards.last).to_contain_text("Grants the access")
    expect(page.locator("#grid [tabindex='0']")).to_have_count(1)


def test_duty_is_set_aside_in_place(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    menu = sheet.page.locator("#row-menu")
    row(sheet, 0).click()
    menu.get_by_role("menuitem", name="Does not apply…").click()
    in_place(sheet).get_by_label("Why does it not apply?").fill("Elsewhere")
    sheet.press("Enter")
    expect(row(sheet, 0)).to_contain_text("Elsewhere")
    row(sheet, 0).click()
    expect(menu.get_by_role("menuitem", name="Select the row")).to_be_hidden()
    menu.get_by_role("menuitem", name="Applies again…").click()
    in_place(sheet).get_by_role("button", name="It applies again").click()
    expect(row(sheet, 0)).not_to_contain_text("Elsewhere")


def test_rows_and_columns_are_selected_whole(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start(1, 1)
    sheet.press("Shift+ ")
    expect(selected(sheet)).to_have_count(2)
    expect(sheet.page.locator("#picker")).to_be_hidden()
    sheet.press("Control+ ")
    expect(selected(sheet)).to_have_count(12)
    sheet.press("Escape", "Control+ ")
    expect(selected(sheet)).to_have_count(6)
    column(sheet, 0).click(modifiers=["Control"])
    expect(selected(sheet)).to_have_count(6)
    expect(sheet.cell(0, 0)).to_be_focused()
    column(sheet, 1).click(modifiers=["Shift"])
    expect(selected(sheet)).to_have_count(12)
    row(sheet, 2).click(modifiers=["Control"])
    expect(selected(sheet)).to_have_count(2)
    row(sheet, 4).click()
    sheet.page.locator("#row-menu").get_by_role("menuitem", name="Select the row").click()
    expect(sheet.cell(4, 0)).to_be_focused()
    sheet.press("c")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(4) == ("C", "C")
    sheet.press("ArrowLeft", "Control+a")
    expect(selected(sheet)).to_have_count(12)


def test_viewer_has_no_menus(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    column(sheet, 0).click()
    sheet.press("Enter", "F2", "Control+Enter")
    expect(column(sheet, 0)).to_be_focused()
    column(sheet, 0).click(modifiers=["Control"])
    expect(selected(sheet)).to_have_count(6)


def test_form_in_place_stays_while_others_change_the_grid(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, script=SOONER)
    sheet.start()
    sheet.press("ArrowLeft", "F2")
    field = in_place(sheet).get_by_label("Text of the duty")
    field.fill("Checks the access")
    with override("en"):
        rename_position(team.project.pk, team.users["owner"], sheet.positions[1].pk, "Theirs")
    expect(column(sheet, 1)).to_contain_text("Theirs")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    expect(field).to_be_focused()
    sheet.press("Enter")
    expect(row(sheet, 0)).to_contain_text("Checks the access")
    expect(row(sheet, 0)).to_be_focused()


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
    expect(in_place(sheet)).to_be_hidden()
    assert sheet.held(0) == ("C", "")


def test_form_in_place_is_kept_while_the_connection_is_lost(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    sheet.start()
    sheet.press("Insert")
    sheet.page.keyboard.type("Checks the access")
    sheet.page.context.set_offline(True)
    sheet.press("Enter")
    expect(in_place(sheet).get_by_role("alert")).to_contain_text("cannot be reached")
    expect(in_place(sheet).get_by_label("Text of the duty")).to_have_value("Checks the access")
    sheet.page.context.set_offline(False)
    in_place(sheet).get_by_role("button", name="Add").click()
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(7)


@pytest.mark.parametrize("name", ["row", "column"])
def test_removal_from_a_menu_leads_back_to_the_matrix(open_page: OpenPage, team: Team, name: str) -> None:
    sheet = Sheet(open_page, team)
    (row if name == "row" else column)(sheet, 0).click()
    sheet.page.locator(f"#{name}-menu").get_by_role("menuitem", name="Remove…").click()
    sheet.page.locator("button.danger").click()
    expect(sheet.page).to_have_url(re.compile(rf"/en/projects/{team.project.pk}/$"))
    left = sheet.page.locator("#grid tbody tr[id]" if name == "row" else "#grid thead th[data-position]")
    expect(left).to_have_count(5 if name == "row" else 1)


def test_letter_goes_to_the_cell_of_the_picker_while_a_column_comes(open_page: OpenPage, team: Team) -> None:
    """The answer to what adds a column comes while its reader has gone on to a cell."""
    sheet = Sheet(open_page, team)
    page = sheet.page
    held: list[Route] = []
    page.route("**/positions/add/", lambda route: held.append(route))  # noqa: PLW0108 (it marks a function)
    page.locator("#grid thead a.add").click()
    in_place(sheet).get_by_role("textbox").fill("Third")
    sheet.press("Enter")
    assert_soon(page, lambda: len(held), 1)
    sheet.cell(1, 0).click()
    held[0].continue_()
    expect(column(sheet, 2)).to_contain_text("Third")
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
    column(sheet, 0).click()
    sheet.page.get_by_role("menuitem", name="Holder").click()
    field = in_place(sheet).get_by_label("Held by")
    field.fill("Zoé Roy; L")
    proposals = sheet.page.locator("#people option")
    assert "Zoé Roy; Luc Côté" in [option.get_attribute("value") for option in proposals.all()]
    field.fill("Zo")
    assert "Zoé Roy" in [option.get_attribute("value") for option in proposals.all()]
    field.fill("Zoé Roy; Luc Côté; Ana Roy")
    field.press("Enter")
    expect(column(sheet, 0)).to_have_accessible_name(re.compile("Zoé Roy, Ana Roy, Luc Côté"))
    shown = column(sheet, 0).locator(".all")
    expect(shown).to_be_visible()  # the focus is back at the heading
    column(sheet, 1).hover()
    expect(column(sheet, 1).locator(".all")).to_have_text("Luc Côté, Ana Roy")
    assert_accessible(sheet.page)
