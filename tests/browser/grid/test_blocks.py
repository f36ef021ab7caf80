"""Blocks of the matrix, copied to a spreadsheet and pasted from one."""

import re

import pytest
from playwright.sync_api import expect

from phases.models import Project
from tests.browser.conftest import OpenPage, assert_accessible, assert_soon
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_grid_paste_with_another_approval_is_a_transfer(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("editor", 0, 0, "AR")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.paste("a\r\nc\r\n")
    expect(sheet.bulk).to_contain_text("Transfer the approval of 1 duty")
    sheet.bulk.get_by_role("button", name="Apply").click()
    expect(sheet.cell(0, 1)).to_have_text("A")
    expect(sheet.cell(0, 0)).to_have_text("R")
    expect(sheet.cell(1, 1)).to_have_text("C")


def test_grid_change_of_somebody_else_shows_in_the_preview(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.start()
    sheet.put("owner", 1, 0, "C")
    sheet.press("Shift+ArrowDown", "r")
    expect(sheet.bulk).to_contain_text("has changed since")
    expect(sheet.cell(1, 0)).to_have_text("C")
    expect(sheet.cell(0, 0)).to_have_text("")
    sheet.put("owner", 1, 0, "I")
    sheet.bulk.get_by_role("button", name="Apply").click()
    expect(sheet.cell(1, 0)).to_have_text("I")
    sheet.bulk.get_by_role("button", name="Apply").click()
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
    sheet.paste(SPREADSHEETS[name])
    sheet.version(1)
    assert [sheet.held(row) for row in range(3)] == [("R", "AR"), ("C", ""), ("A", "I")]
    expect(sheet.cell(0, 1)).to_have_text("A/R")
    sheet.press("Control+z")
    sheet.version(2)
    assert [sheet.held(row) for row in range(3)] == [("", "")] * 3


def test_grid_paste_names_what_it_cannot_read(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start(4, 1)
    sheet.paste("R\tC\noui\tC\nI\tC\n")
    expect(sheet.bulk).to_contain_text("1 value is not a letter")
    expect(sheet.bulk).to_contain_text(re.compile(f"{sheet.duties[5].code}, Position .+: “oui”"))
    assert sheet.held(4) == ("", "")
    assert_accessible(sheet.page)
    sheet.bulk.get_by_label("1 duty and 1 position").uncheck()
    sheet.bulk.get_by_role("button", name="Apply").click()
    expect(sheet.cell(4, 1)).to_have_text("R")
    assert sheet.held(5) == ("", "")


def test_grid_paste_beyond_the_matrix_adds_what_it_lacks(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    rows, heads = sheet.page.locator("#grid tbody tr[id]"), sheet.page.locator("#grid thead th[data-position]")
    sheet.start(5, 1)
    sheet.paste("\tArchitect\tAnalyst\nValidates\tR\tA\nPublishes\tA\tR\n")
    expect(sheet.bulk).to_contain_text("read as headings")
    expect(sheet.bulk.get_by_label("1 duty and 1 position")).to_be_checked()
    expect(sheet.bulk).to_contain_text("Publishes · Analyst")
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
    sheet.paste("i\n")
    sheet.version(1)
    assert [sheet.held(row) for row in range(4)] == [("I", "")] * 3 + [("", "")]


def test_grid_copies_and_cuts_for_a_spreadsheet(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    for column, letter in enumerate(("AR", "C")):
        sheet.put("editor", 0, column, letter)
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowRight", "Shift+ArrowDown")
    text, html = sheet.taken()
    assert text == "A/R\tC\r\n\t"
    assert html.startswith("<table><tr><td>A/R</td><td>C</td></tr>")
    expect(sheet.page.locator("#live")).to_have_text("2 × 2 cells copied")
    assert sheet.taken("cut")[0] == text
    sheet.version(3)
    assert sheet.held(0) == ("", "")
    sheet.press("ArrowDown", "ArrowLeft")
    sheet.paste(text)
    sheet.version(4)
    assert sheet.held(2) == ("AR", "C")


def test_grid_copies_through_the_real_clipboard(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    sheet.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    sheet.start()
    sheet.press("r", "ArrowRight", "c", "ArrowLeft", "Shift+ArrowRight", "Control+c")
    assert_soon(sheet.page, lambda: sheet.page.evaluate("navigator.clipboard.readText()"), "R\tC")
    sheet.press("ArrowDown", "ArrowLeft", "Control+v")
    sheet.version(3)
    assert sheet.held(1) == ("R", "C")


def test_grid_block_is_kept_while_the_connection_is_lost(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED"))
    sheet.start()
    sheet.page.context.set_offline(True)
    sheet.press("Shift+ArrowDown", "r")
    expect(sheet.page.locator("#unsaved")).to_contain_text(f"{sheet.duties[0].code}, {sheet.duties[1].code}: not saved")
    expect(sheet.cell(1, 0)).to_have_text("R")
    sheet.page.context.set_offline(False)
    expect(sheet.page.locator("#unsaved")).to_be_hidden()
    sheet.version(1)
    assert [sheet.held(0), sheet.held(1)] == [("R", ""), ("R", "")]


def test_grid_viewer_selects_and_copies_but_changes_nothing(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, "viewer")
    sheet.put("editor", 0, 0, "C")
    sheet.page.reload()
    sheet.start()
    sheet.press("Shift+ArrowRight", "r", "Delete")
    assert sheet.taken()[0] == "C\t"
    sheet.paste("R")
    assert sheet.held(0) == ("C", "")


def test_grid_paste_is_read_as_imports_read_it(open_page: OpenPage, team: Team) -> None:
    """Words, marks of both parts, dashes, lines that end in CR alone: read by the server, and what is not is named."""
    Project.objects.filter(pk=team.project.pk).update(rules={"name_i_en": "Kept posted"})
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.start()
    sheet.paste("R, A\tConsultation\rkept posted\tA + R\r\u200bC\t-")
    sheet.version(1)
    expect(sheet.cell(1, 0)).to_have_text("I")
    assert [sheet.held(row) for row in range(3)] == [("AR", "C"), ("I", "AR"), ("C", "")]
    sheet.start(3)
    sheet.paste("perhaps")
    expect(sheet.bulk).to_contain_text("“perhaps”")


def test_grid_paste_reads_the_longest_names(open_page: OpenPage, team: Team) -> None:
    name = "n" * 40
    Project.objects.filter(pk=team.project.pk).update(rules={"name_a_en": name, "name_r_en": name.replace("n", "m")})
    sheet = Sheet(open_page, team)
    sheet.start()
    sheet.paste(f"{name} and {name.replace('n', 'm')}")
    sheet.version(1)
    assert sheet.held(0) == ("AR", "")
