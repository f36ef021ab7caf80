"""The matrix as a spreadsheet in a browser: selecting, many cells at once, copying and pasting."""

import re

import pytest
from playwright.sync_api import Locator, expect

from phases.models import Project
from tests.browser.conftest import OpenPage, assert_accessible, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def dialog(sheet: Sheet) -> Locator:
    return sheet.page.locator("dialog#bulk")


def paste(sheet: Sheet, text: str) -> None:
    """Paste into the grid as the browser would tell it."""
    sheet.page.evaluate(
        """(text) => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", text);
            document.activeElement.dispatchEvent(new ClipboardEvent("paste", {clipboardData, bubbles: true}));
        }""",
        text,
    )


def taken(sheet: Sheet, name: str = "copy") -> tuple[str, str]:
    """What copying or cutting puts on the clipboard, as text and as HTML."""
    text, html = sheet.page.evaluate(
        """(name) => {
            const clipboardData = new DataTransfer();
            document.activeElement.dispatchEvent(new ClipboardEvent(name, {clipboardData, bubbles: true}));
            return [clipboardData.getData("text/plain"), clipboardData.getData("text/html")];
        }""",
        name,
    )
    return text, html


def version(sheet: Sheet, number: int) -> None:
    expect(sheet.page.locator("#version")).to_have_text(f"Version {number}")


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
    version(sheet, 1)
    assert [sheet.held(0), sheet.held(1)] == [("R", "R"), ("R", "R")]
    expect(sheet.page.locator("#toast")).to_contain_text("4 cells changed")
    sheet.press("Delete")
    version(sheet, 2)
    assert sheet.held(0) == ("", "")
    sheet.press("Control+z")
    version(sheet, 3)
    assert [sheet.held(0), sheet.held(1)] == [("R", "R"), ("R", "R")]


def test_grid_overwriting_is_previewed(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("editor", 0, 0, "C")
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowDown", "r")
    expect(dialog(sheet)).to_contain_text("1 letter overwritten")
    expect(dialog(sheet)).to_contain_text("1 empty cell filled")
    assert_accessible(sheet.page)
    expect(dialog(sheet).get_by_role("button", name="Apply")).to_be_focused()
    sheet.press("Escape")
    expect(dialog(sheet)).to_have_count(0)
    expect(sheet.cell(0, 0)).to_have_text("C")
    expect(sheet.cell(1, 0)).to_be_focused()
    sheet.press("r")
    dialog(sheet).get_by_role("button", name="Apply").click()
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(1, 0)).to_have_text("R")
    expect(dialog(sheet)).to_have_count(0)
    assert [sheet.held(0)[0], sheet.held(1)[0]] == ["R", "R"]


def test_grid_paste_with_another_approval_is_a_transfer(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("editor", 0, 0, "AR")
    sheet.page.reload()
    sheet.start(0, 1)
    paste(sheet, "a\r\nc\r\n")
    expect(dialog(sheet)).to_contain_text("Transfer the approval of 1 duty")
    dialog(sheet).get_by_role("button", name="Apply").click()
    expect(sheet.cell(0, 1)).to_have_text("A")
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(1, 1)).to_have_text("C")


def test_grid_change_of_somebody_else_shows_in_the_preview(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.start()
    sheet.put("owner", 1, 0, "C")
    sheet.press("Shift+ArrowDown", "r")
    expect(dialog(sheet)).to_contain_text("has changed since")
    expect(sheet.cell(1, 0)).to_have_text("C")
    expect(sheet.cell(0, 0)).to_have_text("")
    sheet.put("owner", 1, 0, "I")
    dialog(sheet).get_by_role("button", name="Apply").click()
    expect(sheet.cell(1, 0)).to_have_text("I")
    dialog(sheet).get_by_role("button", name="Apply").click()
    expect(sheet.cell(1, 0)).to_have_text("R")
    expect(sheet.cell(0, 0)).to_have_text("R")


SPREADSHEETS = {
    "excel": "R\tr/a\r\n c \t\r\nA\tI\r\n",
    "libreoffice": "R\tR/A\nC\t\nA\tI",
    "quoted": '"R"\t"A\n/R"\n"c"\t""\n"A"\tI\n',
    "full width": "\uff32\t\uff21\uff0f\uff32\n\uff23\t\n\uff21\t\uff29\n",
}


@pytest.mark.parametrize("name", SPREADSHEETS)
def test_grid_takes_a_block_from_a_spreadsheet(open_page: OpenPage, team: Team, name: str) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    paste(sheet, SPREADSHEETS[name])
    version(sheet, 1)
    assert [sheet.held(row) for row in range(3)] == [("R", "AR"), ("C", ""), ("A", "I")]
    expect(sheet.cell(0, 1)).to_have_text("A/R")
    sheet.press("Control+z")
    version(sheet, 2)
    assert [sheet.held(row) for row in range(3)] == [("", "")] * 3


def test_grid_paste_names_what_it_cannot_read(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start(4, 1)
    paste(sheet, "R\tC\noui\tC\nI\tC\n")
    expect(dialog(sheet)).to_contain_text("1 value is not a letter")
    expect(dialog(sheet)).to_contain_text(re.compile(f"{sheet.duties[5].code}, Position .+: “oui”"))
    assert sheet.held(4) == ("", "")
    assert_accessible(sheet.page)
    dialog(sheet).get_by_label("1 duty and 1 position").uncheck()
    dialog(sheet).get_by_role("button", name="Apply").click()
    expect(sheet.cell(4, 1)).to_have_text("R")
    assert sheet.held(5) == ("", "")


def test_grid_paste_beyond_the_matrix_adds_what_it_lacks(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    rows, heads = sheet.page.locator("#grid tbody tr[id]"), sheet.page.locator("#grid thead th[data-position]")
    sheet.start(5, 1)
    paste(sheet, "\tArchitect\tAnalyst\nValidates\tR\tA\nPublishes\tA\tR\n")
    expect(dialog(sheet)).to_contain_text("read as headings")
    expect(dialog(sheet).get_by_label("1 duty and 1 position")).to_be_checked()
    expect(dialog(sheet)).to_contain_text("Publishes · Analyst")
    assert_accessible(sheet.page)
    sheet.press("Enter")
    expect(rows).to_have_count(7)
    expect(rows.last).to_contain_text("Publishes")
    expect(heads.last).to_contain_text("Analyst")
    expect(rows.last.locator("td").nth(2)).to_have_text("A")
    expect(rows.last.locator("td").nth(3)).to_have_text("R")
    sheet.page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(rows).to_have_count(6)
    expect(heads).to_have_count(2)
    assert sheet.held(5) == ("", "")


def test_grid_one_value_fills_the_selection(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press("Shift+ArrowDown", "Shift+ArrowDown")
    paste(sheet, "i\n")
    version(sheet, 1)
    assert [sheet.held(row) for row in range(4)] == [("I", "")] * 3 + [("", "")]


def test_grid_copies_and_cuts_for_a_spreadsheet(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    for column, letter in enumerate(("AR", "C")):
        sheet.put("editor", 0, column, letter)
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowRight", "Shift+ArrowDown")
    text, html = taken(sheet)
    assert text == "A/R\tC\r\n\t"
    assert html.startswith("<table><tr><td>A/R</td><td>C</td></tr>")
    expect(sheet.page.locator("#live")).to_have_text("2 × 2 cells copied")
    assert taken(sheet, "cut")[0] == text
    version(sheet, 3)
    assert sheet.held(0) == ("", "")
    sheet.press("ArrowDown", "ArrowLeft")
    paste(sheet, text)
    version(sheet, 4)
    assert sheet.held(2) == ("AR", "C")


def test_grid_copies_through_the_real_clipboard(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.start()
    sheet.press("r", "ArrowRight", "c", "ArrowLeft", "Shift+ArrowRight", "Control+c")
    assert_soon(sheet.page, lambda: sheet.page.evaluate("navigator.clipboard.readText()"), "R\tC")
    sheet.press("ArrowDown", "ArrowLeft", "Control+v")
    version(sheet, 3)
    assert sheet.held(1) == ("R", "C")


def test_grid_fills_down(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.press(
        "r", "ArrowRight", "c", "ArrowLeft", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown", "Control+d"
    )
    version(sheet, 3)
    assert [sheet.held(row) for row in range(4)] == [("R", "C")] * 3 + [("", "")]
    sheet.press("ArrowDown", "ArrowDown", "Control+d")  # over the band of the next phase
    version(sheet, 4)
    assert sheet.held(3) == ("", "C")


def test_grid_block_is_kept_while_the_connection_is_lost(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    sheet.start()
    sheet.page.context.set_offline(True)
    sheet.press("Shift+ArrowDown", "r")
    expect(sheet.page.locator("#unsaved")).to_contain_text(f"{sheet.duties[0].code}, {sheet.duties[1].code}: not saved")
    expect(sheet.cell(1, 0)).to_have_text("R")
    sheet.page.context.set_offline(False)
    expect(sheet.page.locator("#unsaved")).to_be_hidden()
    version(sheet, 1)
    assert [sheet.held(0), sheet.held(1)] == [("R", ""), ("R", "")]


def test_grid_viewer_selects_and_copies_but_changes_nothing(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.put("editor", 0, 0, "C")
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowRight", "r", "Delete")
    assert taken(sheet)[0] == "C\t"
    paste(sheet, "R")
    assert sheet.held(0) == ("C", "")


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


def test_grid_paste_is_read_as_imports_read_it(open_page: OpenPage, team: Team) -> None:
    """Words, marks of both parts, dashes, lines that end in CR alone: read by the server, and what is not is named."""
    Project.objects.filter(pk=team.project.pk).update(rules={"name_i_en": "Kept posted"})
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start()
    paste(sheet, "R, A\tConsultation\rkept posted\tA + R\r\u200bC\t-")
    version(sheet, 1)
    expect(sheet.cell(1, 0)).to_have_text("I")
    assert [sheet.held(row) for row in range(3)] == [("AR", "C"), ("I", "AR"), ("C", "")]
    sheet.start(3)
    paste(sheet, "perhaps")
    expect(dialog(sheet)).to_contain_text("“perhaps”")


def test_grid_paste_reads_the_longest_names(open_page: OpenPage, team: Team) -> None:
    name = "n" * 40
    Project.objects.filter(pk=team.project.pk).update(rules={"name_a_en": name, "name_r_en": name.replace("n", "m")})
    sheet = Sheet(open_page, team)
    sheet.start()
    paste(sheet, f"{name} and {name.replace('n', 'm')}")
    version(sheet, 1)
    assert sheet.held(0) == ("AR", "")
