"""The headings of the grid in a browser: reached by keys, their menus, rows and columns selected whole and dragged."""

import re

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage, assert_accessible
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_headings_are_reached_by_arrows(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.start()
    sheet.press("ArrowLeft")
    expect(sheet.row(0)).to_be_focused()
    sheet.press("ArrowDown", "ArrowRight", "ArrowRight")
    expect(sheet.cell(1, 1)).to_be_focused()
    sheet.press("ArrowUp", "ArrowUp")
    expect(sheet.page.locator(".band button").first).to_be_focused()
    sheet.press("ArrowUp")
    expect(sheet.column(1)).to_be_focused()
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
    expect(sheet.column(0)).to_be_focused()
    sheet.column(1).click()
    menu.get_by_role("menuitem", name="Move left").click()
    expect(sheet.column(0)).to_have_attribute("data-position", str(sheet.positions[1].pk))
    expect(sheet.column(0)).to_be_focused()
    expect(sheet.page.locator("#live")).to_have_text(f"{sheet.positions[1].title_en}, place 1")


def test_move_that_is_not_possible_says_so(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start()
    sheet.press("ArrowLeft", "Alt+Shift+ArrowUp")
    expect(sheet.page.locator("#toast")).to_have_text(f"{sheet.duties[0].code} stays: there is no place beyond.")
    expect(sheet.row(0)).to_be_focused()


def test_rows_and_columns_are_selected_whole(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start(1, 1)
    sheet.press("Shift+ ")
    expect(sheet.selected).to_have_count(2)
    expect(sheet.page.locator("#picker")).to_be_hidden()
    sheet.press("Control+ ")
    expect(sheet.selected).to_have_count(12)
    sheet.press("Escape", "Control+ ")
    expect(sheet.selected).to_have_count(6)
    sheet.column(0).click(modifiers=["Control"])
    expect(sheet.selected).to_have_count(6)
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.column(1).click(modifiers=["Shift"])
    expect(sheet.selected).to_have_count(12)
    sheet.row(2).click(modifiers=["Control"])
    expect(sheet.selected).to_have_count(2)
    sheet.row(4).click()
    sheet.page.locator("#row-menu").get_by_role("menuitem", name="Select the row").click()
    expect(sheet.cell(4, 0)).to_be_focused()
    sheet.press("c")
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(4) == ("C", "C")
    sheet.press("ArrowLeft", "Control+a")
    expect(sheet.selected).to_have_count(12)


def test_viewer_has_no_menus(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.column(0).click()
    sheet.press("Enter", "F2", "Control+Enter")
    expect(sheet.column(0)).to_be_focused()
    sheet.column(0).click(modifiers=["Control"])
    expect(sheet.selected).to_have_count(6)


@pytest.mark.parametrize("name", ["row", "column"])
def test_removal_from_a_menu_leads_back_to_the_matrix(open_page: OpenPage, team: Team, name: str) -> None:
    sheet = Sheet(open_page, team)
    (sheet.row if name == "row" else sheet.column)(0).click()
    sheet.page.locator(f"#{name}-menu").get_by_role("menuitem", name="Remove…").click()
    sheet.page.locator("button.danger").click()
    expect(sheet.page).to_have_url(re.compile(rf"/en/projects/{team.project.pk}/$"))
    left = sheet.page.locator("#grid tbody tr[id]" if name == "row" else "#grid thead th[data-position]")
    expect(left).to_have_count(5 if name == "row" else 1)


def drag(sheet: Sheet, what: Locator, to: Locator) -> None:
    """Press, go there in two steps, and leave the button down."""
    what.hover()
    sheet.page.mouse.down()
    to.hover()
    box = to.bounding_box()
    assert box is not None
    sheet.page.mouse.move(box["x"] + box["width"] / 2 + 1, box["y"] + box["height"] / 2 + 1)


def test_column_is_dragged_to_the_place_of_another(open_page: OpenPage, team: Team) -> None:
    PositionFactory.create(project=team.project, order=30_000)
    sheet = Sheet(open_page, team)
    line = sheet.page.locator("#drop-line")
    drag(sheet, sheet.column(0), sheet.column(2))
    expect(line).to_be_visible()
    place, target = line.bounding_box(), sheet.column(2).bounding_box()
    assert place is not None
    assert target is not None
    assert abs(place["x"] - target["x"] - target["width"]) < 3
    sheet.page.mouse.up()
    expect(sheet.column(2)).to_have_attribute("data-position", str(sheet.positions[0].pk))
    expect(sheet.page.locator("#live")).to_have_text(f"{sheet.positions[0].title_en}, place 3")
    expect(line).to_be_hidden()
    expect(sheet.page.locator("#column-menu")).to_be_hidden()


def test_row_is_dragged_within_its_phase_alone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    rows = sheet.page.locator("#grid tbody tr[id]")
    drag(sheet, sheet.row(2), sheet.row(0))
    expect(sheet.page.locator("#drop-line")).to_be_visible()
    sheet.page.mouse.up()
    expect(rows.first).to_have_attribute("id", f"d-{sheet.duties[2].pk}")
    drag(sheet, sheet.row(0), sheet.row(4))
    expect(sheet.page.locator("#drop-line")).to_be_hidden()
    sheet.page.mouse.up()
    expect(sheet.page.locator("#toast")).to_have_text(f"{sheet.duties[0].code} stays in its phase.")
    sheet.start()
    sheet.press("Control+z")
    expect(rows.first).to_have_attribute("id", f"d-{sheet.duties[0].pk}")


def test_row_is_dragged_past_rows_that_a_filter_hides(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    for number in (0, 2):
        sheet.put("owner", number, 0, "R")
    sheet.page.goto(f"{sheet.page.url}?letter=R")
    drag(sheet, sheet.row(0), sheet.row(2))
    sheet.page.mouse.up()
    expect(sheet.page.locator("#live")).to_have_text(f"{sheet.duties[0].code}, place 3")


def test_drag_is_given_up_by_escape(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    drag(sheet, sheet.column(0), sheet.column(1))
    sheet.press("Escape")
    expect(sheet.page.locator("#drop-line")).to_be_hidden()
    sheet.page.mouse.up()
    expect(sheet.column(0)).to_have_attribute("data-position", str(sheet.positions[0].pk))
    expect(sheet.page.locator("#column-menu")).to_be_hidden()
