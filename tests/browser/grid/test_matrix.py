"""The matrix instrument in a browser: keys, picker, refusals in place, filter, phone, lost connection."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

SAVED = re.compile("Saved, .+ just now")
pytestmark = pytest.mark.django_db(transaction=True)


def test_matrix_letters_by_key(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("r", "ArrowRight", "Shift+A", "ArrowDown", "c", "ArrowLeft", "i")
    expect(sheet.cell(0, 1)).to_have_text("A/R")
    expect(sheet.page.locator("#version")).to_have_text("Version 4")
    assert sheet.held(0) == ("R", "AR")
    assert sheet.held(1) == ("I", "C")
    sheet.press("Delete", "Home", "ArrowUp", "Backspace")
    expect(sheet.page.locator("#version")).to_have_text("Version 6")
    assert sheet.held(0) == ("", "AR")
    assert sheet.held(1) == ("", "C")
    expect(sheet.page.locator("#saved")).to_contain_text(SAVED)
    expect(sheet.page.locator("#live")).to_contain_text(sheet.duties[0].code)


def test_matrix_caps_lock_is_not_shift(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.page.evaluate(
        "document.activeElement.dispatchEvent(new KeyboardEvent('keydown', {key: 'A', shiftKey: false, bubbles: true}))"
    )
    expect(sheet.cell(0, 0)).to_have_text("A")


def test_matrix_moves_as_a_grid_with_one_tab_stop(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    expect(page.locator("#grid [tabindex='0']")).to_have_count(1)
    sheet.start(1, 0)
    focused = page.locator(":focus")
    duty = f"{sheet.duties[1].code} {sheet.duties[1].text_en}"
    expect(focused).to_have_attribute("aria-label", re.compile(rf"^{re.escape(duty)}, Position .+, empty$"))
    sheet.press("End")
    expect(sheet.cell(1, 1)).to_be_focused()
    sheet.press("Control+End")
    expect(sheet.cell(5, 1)).to_be_focused()
    sheet.press("Control+Home")
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.press("PageDown")
    expect(sheet.cell(5, 0)).to_be_focused()
    sheet.press("PageUp")
    band = page.locator("#ph-1 .band button, tbody .band button").first
    expect(band).to_be_focused()
    sheet.press("ArrowLeft")
    expect(band).to_have_attribute("aria-expanded", "false")
    expect(sheet.cell(0, 0)).to_be_hidden()
    sheet.press("ArrowRight", "ArrowDown")
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.press("Tab")
    expect(page.locator("#grid :focus")).to_have_count(0)


def test_matrix_picker_by_mouse_and_by_key(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    picker = sheet.page.locator("#picker")
    sheet.cell(0, 0).click()
    expect(picker).to_be_visible()
    assert_accessible(sheet.page)
    picker.get_by_role("menuitemradio", name="Consulted").click()
    expect(picker).to_be_hidden()
    expect(sheet.cell(0, 0)).to_be_focused()
    expect(sheet.cell(0, 0)).to_have_text("C")
    sheet.press("Enter")
    expect(picker.locator(":focus")).to_have_attribute("aria-checked", "true")
    sheet.press("Escape")
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.press("F2", "ArrowUp", "Enter")
    expect(sheet.cell(0, 0)).to_have_text("A/R")
    expect(sheet.page.locator("#version")).to_have_text("Version 2")  # or the next letter would take its place
    sheet.press(" ", "i")
    expect(sheet.cell(0, 0)).to_have_text("I")
    expect(sheet.page.locator("#version")).to_have_text("Version 3")


def test_matrix_second_approval_is_transferred_in_place(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start()
    sheet.press("Shift+R", "ArrowRight", "a")
    notice = sheet.page.locator("#refused")
    expect(notice).to_contain_text("already approved")
    expect(sheet.cell(0, 1)).to_have_text("")
    assert_accessible(sheet.page)
    notice.get_by_role("button", name="Transfer").click()
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(0, 1)).to_have_text("A")
    expect(notice).to_be_hidden()
    expect(sheet.cell(0, 1)).to_be_focused()
    sheet.page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(sheet.cell(0, 0)).to_have_text("A/R")
    expect(sheet.cell(0, 1)).to_have_text("")


@pytest.mark.parametrize(("place", "letters"), [("#refused form", ("R", "A")), ("#toast", ("A/R", ""))])
def test_matrix_offers_work_the_moment_they_are_there(
    open_page: OpenPage, team: Team, place: str, letters: tuple[str, str]
) -> None:
    """Clicked before the page is drawn: its forms are never sent as if there were no script."""
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.page.evaluate(
        """(place) => {
            window.same = true;
            new MutationObserver((_, observer) => {
                const button = document.querySelector(`${place} button`);
                if (!button) return;
                observer.disconnect(); // once: the answer may offer the way back, again and again
                button.click();
            }).observe(document.body, {childList: true, subtree: true});
        }""",
        place,
    )
    sheet.start()
    sheet.press("Shift+R", "ArrowRight", "a")
    if place == "#toast":
        sheet.page.locator("#refused").get_by_role("button", name="Transfer").click()
    for column, letter in enumerate(letters):
        expect(sheet.cell(0, column)).to_have_text(letter)
    expect(sheet.page.locator("#version")).to_have_text(f"Version {3 if place == '#toast' else 2}")
    expect(sheet.page).to_have_url(re.compile(rf"/en/projects/{team.project.pk}/$"))
    assert sheet.page.evaluate("window.same"), "the page was loaded anew"


def test_matrix_stale_cell_says_who_and_what(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.put("owner", 0, 0, "C")
    sheet.start()
    sheet.press("r")
    notice = sheet.page.locator("#refused")
    expect(notice).to_contain_text(team.users["owner"].get_full_name())
    expect(sheet.cell(0, 0)).to_have_text("C")
    notice.get_by_role("button", name="Set R all the same").click()
    expect(sheet.cell(0, 0)).to_have_text("R")


def test_matrix_undo_and_redo(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    undo, redo = (sheet.page.get_by_role("button", name=name) for name in ("Undo (Ctrl+Z)", "Redo (Ctrl+Y)"))
    expect(undo).to_be_disabled()
    sheet.start()
    sheet.press("r", "c", "Control+z")
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(redo).to_be_enabled()
    sheet.press("Control+y")
    expect(sheet.cell(0, 0)).to_have_text("C")
    expect(redo).to_be_disabled()
    sheet.put("owner", 0, 0, "I")
    undo.click()
    expect(sheet.page.locator("#refused")).to_contain_text("has changed this cell")
    expect(sheet.cell(0, 0)).to_have_text("I")


def test_matrix_lost_connection_keeps_the_letter(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    sheet.start()
    sheet.page.context.set_offline(True)
    sheet.press("r", "ArrowRight", "c")
    unsaved = sheet.page.locator("#unsaved")
    expect(unsaved).to_contain_text(f"{sheet.duties[0].code}: not saved")
    expect(sheet.cell(0, 0)).to_have_text("R")
    assert sheet.held(0) == ("", "")
    unsaved.get_by_role("button", name="Retry").click()
    expect(unsaved).to_be_visible()
    sheet.page.context.set_offline(False)
    expect(unsaved).to_be_hidden()
    expect(sheet.page.locator("#version")).to_have_text("Version 2")
    assert sheet.held(0) == ("R", "C")


def test_matrix_editor_who_became_a_viewer_is_told(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("403", "htmx:"))
    team.project.memberships.filter(user=team.users["editor"]).update(role=1)
    sheet.start()
    sheet.press("r")
    expect(sheet.page.locator("#refused")).to_contain_text("no longer edit")
    expect(sheet.cell(0, 0)).to_have_text("")


def test_matrix_filter_follows_typing_and_the_address(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page, code = sheet.page, sheet.duties[4].code
    page.get_by_role("searchbox").fill(code)
    expect(page.locator("#grid tbody tr[id]")).to_have_count(1)
    expect(page).to_have_url(re.compile(rf"\?q={code}$"))
    expect(page.locator("#export-links a").first).to_have_attribute("href", re.compile(f"q={code}"))
    sheet.start(4)
    sheet.press("r")
    expect(page.locator("#version")).to_have_text("Version 1")
    page.locator(".letters label", has_text="I").last.click()
    expect(page.get_by_role("heading", name="No duties match")).to_be_visible()
    page.go_back()
    expect(page.locator("#grid tbody tr[id]")).to_have_count(1)
    expect(sheet.cell(4, 0)).to_have_text("R")
    expect(page).to_have_url(re.compile(rf"\?q={code}$"))
    page.goto(page.url + "zzz")
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator("#grid tbody tr[id]")).to_have_count(6)


def test_matrix_view_mode_edits_nothing(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.cell(0, 0).click()
    sheet.press("r", "ArrowRight", "Enter")
    expect(sheet.cell(0, 1)).to_be_focused()
    expect(sheet.page.locator("table[role=grid]")).to_have_attribute("aria-readonly", "true")
    assert sheet.held(0) == ("", "")
    assert_accessible(sheet.page)


def test_matrix_on_a_phone_is_cards_with_a_sheet(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, phone=True)
    page = sheet.page
    assert_fits(page)
    expect(sheet.cell(0, 0)).to_be_hidden()
    page.locator(f"#d-{sheet.duties[0].pk} .assign").click()
    sheet.cell(0, 0).click()
    picker = page.locator("#picker")
    expect(picker).to_be_visible()
    box = picker.bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, 390)
    assert_accessible(page)
    picker.get_by_role("menuitemradio", name="Informed").click()
    expect(sheet.cell(0, 0)).to_contain_text("I")
    expect(page.locator("#version")).to_have_text("Version 1")
    assert sheet.held(0) == ("I", "")


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_matrix_is_accessible_and_fits(look_at: OpenPage, team: Team, dark: bool, language: str) -> None:
    sheet = Sheet(look_at, team, language=language, dark=dark)
    sheet.start()
    assert_accessible(sheet.page)
    assert_fits(sheet.page)


def test_matrix_without_script_is_edited_by_rows(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, javascript=False)
    page = sheet.page
    page.locator(f"#d-{sheet.duties[0].pk} .assign").click()
    page.get_by_role("combobox").first.select_option("R")
    page.get_by_role("button", name="Save").click()
    expect(sheet.cell(0, 0)).to_have_text("R")
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    expect(sheet.cell(0, 0)).to_have_text("")
    page.get_by_role("combobox", name="Phase").select_option(index=2)
    page.get_by_role("button", name="Filter").click()
    expect(page.locator("#grid tbody tr[id]")).to_have_count(3)


def test_matrix_row_form_is_accessible(look_at: OpenPage, team: Team) -> None:
    duty = team.project.duties.all()[0]
    page = look_at(f"projects/{team.project.pk}/duties/{duty.pk}/row/", user=team.users["editor"], phone=True)
    assert_accessible(page)
    assert_fits(page)
