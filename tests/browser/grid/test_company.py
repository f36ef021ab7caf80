"""Two people on one matrix, each in a browser of their own."""

import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from phases.models import Membership
from roles.projects.domain.duties import move_duty, remove_duty
from roles.projects.domain.positions import remove_position
from tests.browser.conftest import SOONER, OpenPage, assert_accessible, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)
SOON = 30_000  # milliseconds: the page asks every four seconds; the rest is for a busy machine
# Keeps how long the page waits each time before it asks what others have changed.
WAITS = """(() => {
    const set = setTimeout;
    window.waits = [];
    window.setTimeout = (act, wait, ...more) => {
        if (act.name === "ask") waits.push(wait);
        return set(act, wait, ...more);
    };
})()"""


def attentive(open_page: OpenPage, team: Team, reader: str = "editor", query: str = "", **how: object) -> Sheet:
    """A sheet that asks more often."""
    return Sheet(open_page, team, reader, query, script=SOONER, **how)


def name(team: Team, reader: str) -> str:
    return team.users[reader].get_full_name()


def test_company_sees_letters_and_each_other(open_page: OpenPage, team: Team) -> None:
    mine, theirs = attentive(open_page, team, "editor"), attentive(open_page, team, "owner")
    mine.start(4, 1)
    theirs.start()
    theirs.press("r", "ArrowRight", "a")
    expect(mine.cell(0, 0)).to_have_text("R", timeout=SOON)
    expect(mine.cell(0, 1)).to_have_text("A", timeout=SOON)
    expect(mine.cell(4, 1)).to_be_focused()
    expect(mine.page.locator("#version")).to_have_text("Version 2")
    expect(mine.page.locator("#live")).to_have_text(re.compile(rf"{name(team, 'owner')} has changed \d cells?\."))
    expect(mine.page.locator("#saved")).to_contain_text(name(team, "owner"))
    expect(mine.page.get_by_role("img", name=f"{name(team, 'owner')}, here now")).to_be_visible()
    expect(theirs.page.get_by_role("img", name=f"{name(team, 'editor')}, here now")).to_be_visible(timeout=SOON)
    assert_accessible(mine.page)
    mine.press("c")
    expect(theirs.cell(4, 1)).to_have_text("C", timeout=SOON)


def test_company_asks_within_five_seconds_and_has_the_change(open_page: OpenPage, team: Team) -> None:
    """By the clock of the page, to which no busy machine adds anything."""
    sheet = Sheet(open_page, team)
    sheet.page.clock.install()
    sheet.page.add_init_script(WAITS)
    sheet.page.reload()
    assert_soon(sheet.page, lambda: sheet.page.evaluate("waits.length") >= 2, True)  # the first is asked at once
    sheet.put("owner", 0, 0, "R")
    sheet.page.clock.fast_forward(5_000)
    expect(sheet.cell(0, 0)).to_have_text("R")
    assert_soon(sheet.page, lambda: sheet.page.evaluate("waits.length") >= 3, True)
    assert all(wait < 5_000 for wait in sheet.page.evaluate("waits"))


def test_company_redraws_where_the_filter_leaves_nothing(open_page: OpenPage, team: Team) -> None:
    page = attentive(open_page, team, "editor", "?q=nothing-like-it").page
    with page.expect_response(lambda answer: "q=nothing-like-it" in answer.url):
        move_duty(team.project.pk, team.users["owner"], team.project.duties.all()[0].pk, 1)
    expect(page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator("#grid tbody tr[id]")).to_have_count(6)


def test_company_in_view_mode_and_under_a_filter(open_page: OpenPage, team: Team) -> None:
    code = team.project.duties.all()[1].code
    sheet = attentive(open_page, team, "viewer", f"?q={code}")
    sheet.put("owner", 0, 0, "R")  # filtered away
    sheet.put("owner", 1, 0, "A")
    expect(sheet.cell(1, 0)).to_have_text("A", timeout=SOON)
    move_duty(team.project.pk, team.users["owner"], sheet.duties[1].pk, -1)
    expect(sheet.page.locator("#version")).to_have_text("Version 3", timeout=SOON)
    expect(sheet.page.locator("#live")).to_contain_text("Duty moved")
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(1)


def test_company_keeps_unsaved_letters_and_says_whose_cell_it_is_now(open_page: OpenPage, team: Team) -> None:
    sheet = attentive(open_page, team, expected=("503", "409"))
    sheet.page.route("**/cells/", lambda route: route.fulfill(status=503))
    sheet.start()
    sheet.press("r")
    expect(sheet.cell(0, 0)).to_have_class(re.compile("unsaved"))
    sheet.put("owner", 0, 0, "C")
    sheet.put("owner", 1, 0, "C")
    expect(sheet.cell(1, 0)).to_have_text("C", timeout=SOON)
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(0, 0)).to_have_class(re.compile("unsaved"))
    sheet.page.unroute("**/cells/")
    sheet.page.locator("#unsaved button").click()
    expect(sheet.page.locator("#refused")).to_contain_text(f"{name(team, 'owner')} has changed this cell")
    expect(sheet.cell(0, 0)).to_have_text("C")
    assert sheet.held(0) == ("C", "")


def test_company_says_who_took_the_approval_away_under_the_focus(open_page: OpenPage, team: Team) -> None:
    mine, theirs = attentive(open_page, team, "editor"), attentive(open_page, team, "owner", expected=("422",))
    mine.start()
    mine.press("a")
    expect(theirs.cell(0, 0)).to_have_text("A", timeout=SOON)
    theirs.start(0, 1)
    theirs.press("a")
    theirs.page.locator("#refused").get_by_role("button", name="Transfer").click()
    expect(mine.cell(0, 0)).to_have_text("", timeout=SOON)
    expect(mine.cell(0, 1)).to_have_text("A")
    expect(mine.page.locator("#notice")).to_contain_text(f"{name(team, 'owner')} has changed this cell")
    expect(mine.cell(0, 0)).to_be_focused()
    expect(mine.cell(0, 0)).to_have_attribute("aria-label", re.compile("empty"))


@pytest.mark.parametrize("what", ["duty", "position"])
def test_company_moves_the_focus_when_its_cell_is_removed(open_page: OpenPage, team: Team, what: str) -> None:
    sheet = attentive(open_page, team)
    sheet.start(1, 0)
    owner = team.users["owner"]
    if what == "duty":
        remove_duty(team.project.pk, owner, sheet.duties[1].pk)
    else:
        remove_position(team.project.pk, owner, sheet.positions[0].pk)
    notice = sheet.page.locator("#notice")
    expect(notice).to_contain_text(f"{name(team, 'owner')}: {what.capitalize()} removed", timeout=SOON)
    left = sheet.page.locator("#grid tbody tr[id]" if what == "duty" else "#grid thead th[data-position]")
    expect(left).to_have_count(len(sheet.duties if what == "duty" else sheet.positions) - 1)  # the grid is the new one
    nearest = sheet.cell(2, 0) if what == "duty" else sheet.cell(1, 0)  # the column that came in its place
    expect(nearest).to_be_focused()
    sheet.press("i")
    expect(sheet.page.locator("#version")).to_have_text("Version 2")


def test_company_redraws_under_the_same_fold_and_scroll(open_page: OpenPage, team: Team) -> None:
    sheet = attentive(open_page, team)
    sheet.page.set_viewport_size({"width": 900, "height": 420})
    sheet.page.locator("#grid .band button").first.click()
    sheet.start(5, 1)
    scrolled = sheet.page.locator("#grid").evaluate("grid => { grid.scrollTop = 40; return grid.scrollTop; }")
    remove_duty(team.project.pk, team.users["owner"], sheet.duties[4].pk)
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(5, timeout=SOON)
    expect(sheet.cell(0, 0)).to_be_hidden()
    expect(sheet.cell(5, 1)).to_be_focused()
    grid = sheet.page.locator("#grid")
    assert_soon(sheet.page, lambda: abs(grid.evaluate("grid => grid.scrollTop") - scrolled) < 60, True)


def test_company_takes_no_focus_and_no_scroll_from_who_only_reads_on(open_page: OpenPage, team: Team) -> None:
    sheet = attentive(open_page, team)
    sheet.page.set_viewport_size({"width": 900, "height": 420})
    grid = sheet.page.locator("#grid")
    scrolled = grid.evaluate("grid => { grid.scrollTop = 60; return grid.scrollTop; }")
    assert scrolled > 0
    sheet.put("owner", 5, 0, "C")
    expect(sheet.cell(5, 0)).to_have_text("C", timeout=SOON)
    assert grid.evaluate("grid => [grid.scrollTop, document.activeElement.tagName]") == [scrolled, "BODY"]
    move_duty(team.project.pk, team.users["owner"], sheet.duties[5].pk, -1)
    expect(sheet.page.locator("#live")).to_contain_text("Duty moved", timeout=SOON)
    expect(grid.locator("tbody:last-of-type tr:nth-child(3) td.st + td")).to_have_text("C")
    expect(sheet.page.locator(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")).to_have_count(0)
    where = "grid => [grid.scrollTop, document.activeElement.tagName]"
    assert_soon(sheet.page, lambda: grid.evaluate(where), [scrolled, "BODY"])


def test_company_stops_where_the_access_is_withdrawn(open_page: OpenPage, team: Team) -> None:
    sheet = attentive(open_page, team, expected=("404",))
    expect(sheet.page.locator("#company")).to_be_hidden()
    Membership.objects.filter(user=team.users["editor"]).delete()
    expect(sheet.page.locator("#company")).to_contain_text("no longer have access", timeout=SOON)
    asked: list[str] = []
    sheet.page.on("request", lambda request: asked.append(request.url))
    sheet.page.wait_for_timeout(1_500)  # in which it would have asked three times
    assert not asked


def test_company_stops_where_the_session_ends(open_page: OpenPage, team: Team) -> None:
    sheet = attentive(open_page, team)
    sheet.page.context.clear_cookies()
    expect(sheet.page.locator("#company")).to_contain_text("signed out", timeout=SOON)


def test_company_waits_longer_for_a_server_that_is_down(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("ERR_FAILED",))
    asked: list[float] = []
    sheet.page.clock.install()
    sheet.page.reload()

    def fail(route: object) -> None:
        asked.append(timezone.now().timestamp())
        route.abort()  # type: ignore[attr-defined]

    sheet.page.route("**/changes/*", fail)
    for _ in range(60):
        sheet.page.clock.fast_forward(2_000)
    expect(sheet.page.locator("#company")).to_contain_text("does not answer")
    assert 3 <= len(asked) <= 9  # two minutes: after 4, 8, 16, 30, 30 seconds and so on
    sheet.page.unroute("**/changes/*")

    def told() -> bool:
        sheet.page.clock.fast_forward(2_000)
        return sheet.page.locator("#company").is_visible()

    assert_soon(sheet.page, told, False)


def test_company_rests_while_the_page_is_hidden(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    page.evaluate(
        "Object.defineProperty(document, 'hidden', {get: () => window.away, configurable: true}); window.away = true;"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_timeout(4_500)
    assert not asked
    sheet.put("owner", 0, 0, "R")
    with page.expect_request("**/changes/*", timeout=3_500):  # at once, not four seconds later
        page.evaluate("window.away = false; document.dispatchEvent(new Event('visibilitychange'))")
    expect(sheet.cell(0, 0)).to_have_text("R")
