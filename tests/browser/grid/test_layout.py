"""The matrix as its reader likes it: columns hidden and pinned, closer rows, without the checks, over the window."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)


def choose(page: Page, *names: str) -> None:
    """Tick these in the menu, or untick them, and wait until the server has kept it."""
    page.locator("#layout summary").click()
    for name in names:
        with page.expect_response("**/layout/"):
            page.get_by_role("checkbox", name=name, exact=True).click()
    page.keyboard.press("Escape")


def test_hidden_column_is_passed_over_by_keys_and_told(open_page: OpenPage, team: Team) -> None:
    third = PositionFactory.create(project=team.project, title_en="Third", title_fr="Troisième")
    sheet = Sheet(open_page, team)
    page = sheet.page
    second = sheet.positions[1].title_en
    choose(page, f"Hide {second}")
    for _ in range(2):
        expect(sheet.cell(0, 1)).to_be_hidden()
        expect(page.locator("#layout-hidden")).to_have_text("Hidden: 1")
        sheet.start()
        sheet.press("ArrowRight")
        expect(page.locator(":focus")).to_have_attribute("aria-label", re.compile("Third"))
        page.reload()
    sheet.start()
    sheet.press("Shift+ArrowRight", "i")
    expect(page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(0) == ("I", "", "I")
    page.locator("#layout summary").click()
    page.get_by_role("button", name="Show all the columns").click()
    expect(sheet.cell(0, 1)).to_be_visible()
    expect(page.locator("#layout-hidden")).to_be_hidden()
    assert third.pk


def test_hidden_column_gives_the_focus_to_the_next_and_is_no_longer_selected(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    second = sheet.positions[1].title_en
    sheet.start(0, 1)
    sheet.press("Shift+ArrowLeft")
    choose(page, f"Hide {second}")
    page.locator("#grid [tabindex='0']").focus()
    sheet.press("i")
    expect(page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(0) == ("I", "")
    choose(page, f"Hide {second}")
    page.locator("#grid thead th[data-position]").first.click()
    page.get_by_role("menuitem", name="Hide").click()
    expect(page.locator("#grid thead th[data-position]").nth(1)).to_be_focused()
    sheet.press("Enter")
    page.get_by_role("menuitem", name="Hide").click()
    expect(page.locator("#grid :focus")).to_have_count(1)
    page.locator("#grid tbody tr[id] th").first.click()
    sheet.press("Escape", "Control+a", "Shift+Space")
    expect(page.locator("#grid [aria-selected=true]")).to_have_count(0)


def test_pinned_column_stays_in_view(open_page: OpenPage, team: Team) -> None:
    PositionFactory.create_batch(25, project=team.project)
    sheet = Sheet(open_page, team)
    page = sheet.page
    choose(page, f"Pin {sheet.positions[1].title_en}")
    page.locator("#grid").evaluate("grid => grid.scrollTo(900, 0)")
    assert_soon(page, lambda: page.evaluate("document.getElementById('grid').scrollLeft >= 600"), True)
    expect(sheet.cell(0, 0)).not_to_be_in_viewport()
    expect(sheet.cell(0, 1)).to_be_in_viewport(ratio=1)
    expect(page.locator("#grid thead th").nth(3)).to_be_in_viewport(ratio=1)


def test_pinned_columns_cover_no_other(open_page: OpenPage, team: Team) -> None:
    PositionFactory.create_batch(9, project=team.project)
    sheet = Sheet(open_page, team)
    page = sheet.page
    page.set_viewport_size({"width": 900, "height": 700})
    sheet.start()
    page.locator("#layout summary").click()
    for box in page.locator("#layout [name=pinned]").all()[:9]:
        box.check()
    page.keyboard.press("Escape")
    page.locator("#grid [tabindex='0']").focus()
    sheet.press("End", "ArrowLeft")
    reached = "document.elementFromPoint(x + width / 2, y + height / 2) === document.activeElement"
    inside = (
        f"() => {{ const {{x, y, width, height}} = document.activeElement.getBoundingClientRect(); return {reached} }}"
    )
    assert_soon(page, lambda: page.evaluate(inside), True)


def test_checks_that_are_folded_are_one_press_away(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    choose(page, "Without the checks", "Compact rows", "The matrix over the whole window")
    page.reload()
    expect(page.locator("#checks")).to_be_hidden()
    expect(page.locator("header.top")).to_be_hidden()
    assert_accessible(page)
    page.locator(".jump a").click()
    expect(page.locator("#checks")).to_be_visible()
    choose(page, "The matrix over the whole window")
    expect(page.locator("header.top")).to_be_visible()


def test_filter_says_how_many_match_and_is_cleared_at_once(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    expect(page.locator("#matches")).to_have_text("")
    page.locator("#q").fill("needs")
    expect(page.locator("#matches")).to_contain_text(re.compile(r"\d of 6 duties"))
    page.locator("#matches").get_by_role("button", name="Clear the filters").click()
    expect(page.locator("#matches")).to_have_text("")
    expect(page.locator("#q")).to_have_value("")


def test_layout_that_could_not_be_kept_says_so_until_the_next_one(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("ERR_FAILED",))
    page = sheet.page
    unkept = page.locator("#layout-unkept")
    page.route("**/layout/", lambda route: route.abort())
    page.locator("#layout summary").click()
    page.get_by_role("checkbox", name="Compact rows").click()
    expect(unkept).to_be_visible()
    page.unroute("**/layout/")
    page.get_by_role("checkbox", name="Without the checks").click()
    expect(unkept).to_be_hidden()
    page.reload()
    expect(page.locator("body")).to_have_class(re.compile("compact"))
