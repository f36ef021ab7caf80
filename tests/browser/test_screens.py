"""The matrix on a phone, on a tablet and on paper."""

import re
from io import BytesIO
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from pypdf import PageObject, PdfReader
from pypdf.generic import DecodedStreamObject, NameObject

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import AssignmentFactory, DutyFactory, PositionFactory

pytestmark = pytest.mark.django_db(transaction=True)
THUMB = 40  # pixels
SHIFTS = """window.shifted = 0;
new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { shifted += value; }))
    .observe({ type: "layout-shift", buffered: true })"""
# Of what a printed sheet holds, the lines and curves: a hundred for each word, and no word depends on them.
DRAWN = re.compile(rb"^[-.\d ]+ (?:m|l|c|v|y|re)\n", re.MULTILINE)


def tab(sheet: Sheet, place: int) -> Locator:
    return sheet.page.locator(".frise a").nth(place)


def one_phase(sheet: Sheet, place: int) -> None:
    """One phase alone is shown, and its tab says so."""
    parts = sheet.page.locator("#grid tbody")
    expect(parts.nth(place)).to_be_visible()
    expect(parts.nth(1 - place)).to_be_hidden()
    expect(tab(sheet, place)).to_have_attribute("aria-current", "true")
    expect(sheet.page.locator(".frise [aria-current]")).to_have_count(1)


def swipe(page: Page, start: tuple[int, int], end: tuple[int, int]) -> None:
    """A finger over the glass, as the browser hears it."""
    wire = page.context.new_cdp_session(page)
    steps = 6

    def touch(kind: str, *points: dict[str, Any]) -> None:
        wire.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": list(points)})

    touch("touchStart", {"x": start[0], "y": start[1]})
    for step in range(1, steps + 1):
        x, y = (begin + (stop - begin) * step / steps for begin, stop in zip(start, end, strict=True))
        touch("touchMove", {"x": x, "y": y})
    touch("touchEnd")
    wire.detach()


def on_grid(sheet: Sheet) -> None:
    """The cards under the finger."""
    sheet.page.locator("#grid tbody:not(.away) tr[id]").first.evaluate("row => row.scrollIntoView({ block: 'center' })")


def test_phases_are_tabs_on_a_phone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    one_phase(sheet, 0)
    tab(sheet, 1).tap()
    one_phase(sheet, 1)
    expect(sheet.page.locator("#grid tbody").nth(1).locator(".band button")).to_be_focused()
    assert_accessible(sheet.page)
    assert_fits(sheet.page)
    sheet.page.reload()
    one_phase(sheet, 1)


def test_phone_shows_from_the_first_frame_what_it_shows_with_its_script(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True, script=SHIFTS)
    one_phase(sheet, 0)
    sheet.page.wait_for_timeout(500)
    assert sheet.page.evaluate("shifted") <= 0.01


def test_tabs_work_by_key_and_keep_their_mark_after_a_change(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    tab(sheet, 1).focus()
    sheet.press("Enter")
    one_phase(sheet, 1)
    sheet.press("ArrowDown")
    sheet.page.locator(f"#d-{sheet.duties[3].pk} .assign").tap()
    sheet.cell(3, 0).tap()
    sheet.page.locator("#picker [data-letter=R]").tap()
    expect(sheet.page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(3) == ("R", "")
    one_phase(sheet, 1)


def test_tabs_stay_in_sight(open_page: OpenPage, team: Team) -> None:
    DutyFactory.create_batch(12, project=team.project, phase=team.project.phases.order_by("order")[0])
    sheet = Sheet(open_page, team, phone=True)
    sheet.page.locator("#grid tbody:not(.away) tr[id]").last.scroll_into_view_if_needed()
    expect(tab(sheet, 1)).to_be_in_viewport(ratio=1)
    below = "() => document.querySelector('#grid tbody:not(.away) .band').getBoundingClientRect().top"
    assert sheet.page.evaluate(below) >= sheet.page.evaluate(
        "() => document.querySelector('.frise').getBoundingClientRect().bottom"
    )
    tab(sheet, 1).tap()
    one_phase(sheet, 1)
    expect(sheet.page.locator("#grid tbody").nth(1).locator(".band")).to_be_in_viewport(ratio=1)


def test_filter_lists_every_phase_on_a_phone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    sheet.page.locator("#q").fill("needs")
    expect(sheet.page.locator("#grid tbody").nth(1)).to_be_visible()
    expect(sheet.page.locator("#grid tbody").nth(0)).to_be_visible()
    expect(sheet.page.locator(".frise [aria-current]")).to_have_count(0)
    sheet.page.locator("#q").fill("")
    one_phase(sheet, 0)


def test_link_to_a_duty_opens_its_phase_on_a_phone(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True, query="")
    sheet.page.goto(f"{sheet.page.url}#d-{sheet.duties[4].pk}")
    sheet.page.reload()
    one_phase(sheet, 1)
    expect(sheet.page.locator(f"#d-{sheet.duties[4].pk}")).to_be_in_viewport()


def test_swipe_turns_to_the_next_phase_and_back(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    on_grid(sheet)
    swipe(sheet.page, (300, 430), (90, 440))
    one_phase(sheet, 1)
    expect(sheet.page.locator("#live")).to_contain_text("Step")
    swipe(sheet.page, (300, 430), (90, 440))  # there is none after it
    on_grid(sheet)
    swipe(sheet.page, (90, 430), (300, 430))
    one_phase(sheet, 0)
    expect(sheet.page.locator("#picker")).to_be_hidden()
    assert sheet.page.url.endswith(tab(sheet, 0).get_attribute("href") or "?")


def test_finger_that_scrolls_or_wavers_turns_no_phase(open_page: OpenPage, team: Team) -> None:
    DutyFactory.create_batch(12, project=team.project, phase=team.project.phases.order_by("order")[0])
    sheet = Sheet(open_page, team, phone=True)
    on_grid(sheet)
    before = sheet.page.evaluate("scrollY")
    swipe(sheet.page, (260, 600), (180, 250))
    assert_soon(sheet.page, lambda: sheet.page.evaluate("before => scrollY > before + 50", before), True)
    one_phase(sheet, 0)
    on_grid(sheet)
    swipe(sheet.page, (200, 430), (165, 430))
    swipe(sheet.page, (380, 430), (90, 430))  # from the edge, which belongs to the browser
    one_phase(sheet, 0)


def test_desk_shows_every_phase(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    expect(sheet.page.locator("#grid tbody").nth(1)).to_be_visible()
    tab(sheet, 1).click()
    expect(sheet.page.locator("#grid tbody").nth(0)).to_be_visible()
    expect(sheet.page.locator(".frise [aria-current]")).to_have_count(0)


def test_targets_on_a_phone_are_made_for_thumbs(open_page: OpenPage, team: Team) -> None:
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=team.project.positions.all()[0], letter="R")
    sheet = Sheet(open_page, team, phone=True)
    expect(sheet.cell(0, 0)).to_be_visible()
    sheet.cell(0, 0).tap()
    picker = sheet.page.locator("#picker")
    expect(picker).to_be_visible()
    box = picker.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)
    assert box["y"] > 844 * 0.3  # the choices lie where a thumb reaches
    small = """selector => [...document.querySelectorAll(selector)].filter((target) => target.getClientRects().length)
        .filter((target) => Math.round(target.getBoundingClientRect().height) < %d).map((target) => target.outerHTML)"""
    targets = "#picker button, .frise a, #grid button, #grid tbody td:not(.st), #grid a"
    assert sheet.page.evaluate(small % THUMB, targets) == []


def test_calm_reader_sees_no_phase_slide(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    sheet.page.emulate_media(reduced_motion="reduce")
    on_grid(sheet)
    swipe(sheet.page, (300, 430), (90, 430))
    one_phase(sheet, 1)
    part = sheet.page.locator("#grid tbody").nth(1)
    assert part.evaluate("part => getComputedStyle(part).animationName") == "none"


def test_tablet_keeps_the_grid_with_its_first_columns(open_page: OpenPage, team: Team) -> None:
    PositionFactory.create_batch(12, project=team.project)
    sheet = Sheet(open_page, team)
    page = sheet.page
    page.set_viewport_size({"width": 820, "height": 1180})
    expect(page.locator("#grid thead")).to_be_visible()
    duty = page.locator(f"#d-{sheet.duties[0].pk} > th")
    before = duty.bounding_box()
    page.locator("#grid").evaluate("grid => grid.scrollTo(400, 0)")
    assert_soon(page, lambda: page.evaluate("document.getElementById('grid').scrollLeft >= 400"), True)
    after, mark = duty.bounding_box(), page.locator(f"#d-{sheet.duties[0].pk} > .st").bounding_box()
    assert before is not None
    assert after is not None
    assert mark is not None
    assert after["x"] == before["x"]
    assert mark["x"] == pytest.approx(after["x"] + after["width"], abs=1)
    assert_fits(page)


def filled(team: Team, positions: int) -> None:
    """So many positions, each with its own title and a part in every duty."""
    seats = [
        PositionFactory.create(project=team.project, title_en=f"Seat{number}", title_fr=f"Place{number}")
        for number in range(positions - 2)
    ]
    cells = [CellChange(duty.pk, seat.pk, "CI"[seat.pk % 2]) for duty in team.project.duties.all() for seat in seats]
    set_cells(team.project.pk, team.users["owner"], cells)


def printed(page: Page) -> list[PageObject]:
    """The sheets that come out of the printer, without what is drawn on them."""
    sheets = list(PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages)
    for sheet in sheets:
        contents, written = sheet.get_contents(), DecodedStreamObject()
        assert contents is not None
        written.set_data(DRAWN.sub(b"", contents.get_data()))
        sheet[NameObject("/Contents")] = written
    return sheets


@pytest.mark.parametrize("look", [{}, {"dark": True}, {"phone": True}], ids=["light", "dark", "phone"])
def test_print_shows_the_matrix_and_nothing_else(open_page: OpenPage, team: Team, look: dict[str, bool]) -> None:
    DutyFactory.create_batch(30, project=team.project, phase=team.project.phases.order_by("order")[1])
    filled(team, 20)
    sheet = Sheet(open_page, team, "editor", "", **look)
    sheet.page.emulate_media(media="print")
    for hidden in ("header.top", ".bar", ".frise", ".checks", ".jump", "#history", "#mode", ".assign"):
        expect(sheet.page.locator(hidden).first).to_be_hidden()
    assert sheet.page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    pages = printed(sheet.page)
    assert len(pages) > 1
    assert pages[0].mediabox.width > pages[0].mediabox.height
    texts = ["".join(page.extract_text().split()) for page in pages]
    for text in texts[:-1]:  # the last may hold the load alone
        assert {f"Seat{number}" for number in range(18) if f"Seat{number}" not in text} == set()
    whole = "".join(texts)
    assert "Responsible" in whole
    assert all(duty.code in whole for duty in sheet.duties)
    assert "Undo" not in whole
    assert "Seethechecks" not in whole


@pytest.mark.parametrize("positions", [8, 20, 40])
def test_print_cuts_no_column(open_page: OpenPage, team: Team, positions: int) -> None:
    filled(team, positions)
    sheet = Sheet(open_page, team)
    (page, *_rest) = printed(sheet.page)
    places: list[tuple[float, float]] = []

    def note(text: str, at: list[float], matrix: list[float], *_font: Any) -> None:
        if text.strip():
            x = at[0] * matrix[4] + at[2] * matrix[5] + at[4]
            places.append((x, float(page.mediabox.width)))

    page.extract_text(visitor_text=note)
    assert f"Seat{positions - 3}" in "".join(page.extract_text().split())
    assert places
    assert max(x for x, _width in places) < max(width for _x, width in places) - 20
