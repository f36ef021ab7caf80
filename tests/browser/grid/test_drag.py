"""Rows and columns dragged by their headings."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import OpenPage
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


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
