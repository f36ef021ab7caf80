"""The matrix as a spreadsheet in a browser: selecting, and many cells at once."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_grid_selects_by_keys_and_says_how_much(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    expect(sheet.page.locator("#grid table")).to_have_attribute("aria-multiselectable", "true")
    sheet.press("Shift+ArrowDown", "Shift+ArrowRight")
    expect(sheet.selected).to_have_count(4)
    expect(sheet.page.locator("#live")).to_have_text("2 × 2 cells")
    expect(sheet.cell(1, 1)).to_be_focused()
    sheet.press("Shift+ArrowLeft", "Shift+ArrowUp")
    expect(sheet.selected).to_have_count(0)
    sheet.press("Control+Shift+End")
    expect(sheet.selected).to_have_count(12)
    assert_accessible(sheet.page)
    sheet.press("Escape")
    expect(sheet.selected).to_have_count(0)
    sheet.press("Control+a")
    expect(sheet.selected).to_have_count(12)
    sheet.press("ArrowUp")
    expect(sheet.selected).to_have_count(0)
    sheet.start(2, 0)
    sheet.press("Shift+End", "Control+Shift+ArrowUp")
    expect(sheet.selected).to_have_count(6)


def test_grid_selects_by_dragging_and_by_shift_click(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.cell(0, 0).hover()
    sheet.page.mouse.down()
    sheet.cell(1, 1).hover()
    sheet.cell(2, 1).hover()
    sheet.page.mouse.up()
    expect(sheet.selected).to_have_count(6)
    expect(sheet.page.locator("#picker")).to_be_hidden()
    sheet.start(1, 0)
    sheet.cell(2, 1).click(modifiers=["Shift"])
    expect(sheet.selected).to_have_count(4)
    expect(sheet.page.locator("#picker")).to_be_hidden()


def test_grid_selection_leaves_out_what_is_folded_or_does_not_apply(open_page: OpenPage, team: Team) -> None:
    duties = list(team.project.duties.all())
    team.project.duties.filter(pk=duties[1].pk).update(applicable=False, reason="Hors mandat")
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("Control+a")
    expect(sheet.selected).to_have_count(10)
    sheet.page.locator(".band button").last.click()
    sheet.start()
    sheet.press("Control+Shift+End")
    expect(sheet.selected).to_have_count(4)
    sheet.press("c")
    expect(sheet.page.locator("#toast")).to_contain_text("cells changed")
    assert sheet.held(1) == ("", "")
    assert sheet.held(0) == ("C", "C")


def test_grid_letter_into_a_selection_is_one_step(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("Shift+ArrowDown", "Shift+ArrowRight", "r")
    expect(sheet.cell(1, 1)).to_have_text("R")
    sheet.version(1)
    assert [sheet.held(0), sheet.held(1)] == [("R", "R"), ("R", "R")]
    expect(sheet.page.locator("#toast")).to_contain_text("4 cells changed")
    sheet.press("Delete")
    sheet.version(2)
    assert sheet.held(0) == ("", "")
    sheet.press("Control+z")
    sheet.version(3)
    assert [sheet.held(0), sheet.held(1)] == [("R", "R"), ("R", "R")]


def test_grid_overwriting_is_previewed(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("editor", 0, 0, "C")
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowDown", "r")
    expect(sheet.bulk).to_contain_text("1 letter overwritten")
    expect(sheet.bulk).to_contain_text("1 empty cell filled")
    assert_accessible(sheet.page)
    expect(sheet.bulk.get_by_role("button", name="Apply")).to_be_focused()
    sheet.press("Escape")
    expect(sheet.bulk).to_have_count(0)
    expect(sheet.cell(0, 0)).to_have_text("C")
    expect(sheet.cell(1, 0)).to_be_focused()
    sheet.press("r")
    sheet.bulk.get_by_role("button", name="Apply").click()
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(1, 0)).to_have_text("R")
    expect(sheet.bulk).to_have_count(0)
    assert [sheet.held(0)[0], sheet.held(1)[0]] == ["R", "R"]


def test_grid_fills_down(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press(
        "r", "ArrowRight", "c", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d"
    )
    sheet.version(3)
    assert [sheet.held(row) for row in range(4)] == [("R", "C")] * 3 + [("", "")]
    sheet.press("ArrowDown", "ArrowDown", "Control+d")  # over the band of the next phase
    sheet.version(4)
    assert sheet.held(3) == ("", "C")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_grid_keys_are_listed(open_page: OpenPage, team: Team, language: str) -> None:
    sheet = Sheet(open_page, team, language=language)
    keys = sheet.page.locator("dialog#keys")
    sheet.start()
    sheet.press("?")
    expect(keys).to_be_visible()
    assert_accessible(sheet.page)
    sheet.press("Escape")
    expect(keys).to_be_hidden()
    expect(sheet.cell(0, 0)).to_be_focused()
    sheet.page.locator("#keys-open").click()
    expect(keys).to_be_visible()
    keys.locator("[data-close]").click()
    expect(keys).to_be_hidden()
    sheet.page.locator("#keys-open").click()
    expect(keys).to_be_visible()


def test_grid_viewer_sees_the_keys_that_work(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.page.get_by_role("button", name="Keys").click()
    expect(sheet.page.locator("dialog#keys")).to_contain_text("copy for a spreadsheet")
    expect(sheet.page.locator("dialog#keys")).not_to_contain_text("paste")


def test_grid_fill_menu_previews_and_applies(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    page.locator("summary", has_text="Fill").click()
    page.get_by_role("link", name="A letter down").click()
    form = page.get_by_role("form", name="A letter down the duties")
    form.get_by_label("Position").select_option(index=1)
    form.get_by_label("Phase").select_option(index=1)
    form.get_by_label("Letter", exact=True).select_option("C")
    form.get_by_role("button", name="Preview").click()
    expect(page.locator("#preview")).to_contain_text("3 empty cells filled")
    assert_accessible(page)
    page.get_by_role("button", name="Apply").click()
    expect(sheet.cell(2, 0)).to_have_text("C")
    assert [sheet.held(row)[0] for row in range(4)] == ["C", "C", "C", ""]
    page.get_by_role("button", name="Undo (Ctrl+Z)").click()
    expect(sheet.cell(2, 0)).to_have_text("")


def test_grid_moves_a_row_and_a_column(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    first, second = sheet.duties[0], sheet.duties[1]
    sheet.press("c", "Alt+Shift+ArrowDown")
    rows = sheet.page.locator("#grid tbody tr[id]")
    expect(rows.nth(1)).to_have_attribute("id", f"d-{first.pk}")
    expect(rows.nth(0)).to_have_attribute("id", f"d-{second.pk}")
    expect(sheet.cell(0, 0)).to_be_focused()
    expect(sheet.page.locator("#live")).to_have_text(f"{first.code}, place 2")
    sheet.press("Alt+Shift+ArrowRight")
    heads = sheet.page.locator("#grid thead th[data-position]")
    expect(heads.nth(1)).to_have_attribute("data-position", str(sheet.positions[0].pk))
    expect(sheet.cell(0, 1)).to_be_focused()
    expect(sheet.cell(0, 1)).to_have_text("C")


def test_grid_column_leads_to_its_fill(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    heading = sheet.page.locator(f"#grid th[data-position='{sheet.positions[1].pk}']")
    heading.click()
    sheet.page.locator("#column-menu").get_by_role("menuitem", name="Fill").click()
    form = sheet.page.get_by_role("form", name="A letter down the duties")
    expect(form.get_by_label("Position")).to_have_value(str(sheet.positions[1].pk))
