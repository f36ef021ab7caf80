"""Excel and back in a browser: export, change, bring back, tick, take, undo."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team
from tests.roles.imports.own_workbook.returns import Edit, edited, put

pytestmark = pytest.mark.django_db(transaction=True)


def exported(page: Page) -> bytes:
    """The workbook that the menu of the matrix gives."""
    page.locator("summary", has=page.locator(".i [href$='#down']")).click()
    with page.expect_download() as waiting:
        page.locator("#export-links a").first.click()
    return Path(waiting.value.path()).read_bytes()


def bring(page: Page, body: bytes, folder: Path) -> None:
    """Choose the file on the page and ask for its differences."""
    path = folder / "matrice.xlsx"
    path.write_bytes(body)
    page.set_input_files("[name=file]", path)
    page.locator("form[enctype] button.primary").click()


CHANGES: tuple[Edit, ...] = (put("E8", None), put("F8", "A"), put("E9", "R"), put("F9", "zut"), put("E12", "C"))


def test_matrix_goes_to_excel_and_comes_back_and_undo_takes_it_back(
    open_page: OpenPage, team: Team, tmp_path: Path
) -> None:
    duties, positions = Duty.objects.order_by("phase__order", "order"), Position.objects.order_by("order")
    first = duties[0].pk
    set_cells(team.project.pk, team.users["owner"], [CellChange(first, positions[0].pk, "A")])
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en")
    body = edited(exported(page), *CHANGES)
    page.locator(".menu summary", has_text="Project").click()
    page.get_by_role("link", name="Import a file").click()
    bring(page, body, tmp_path)
    boxes = page.locator("[name=take]")
    expect(boxes).to_have_count(3)
    expect(page.locator("#left-out + ul li")).to_have_count(1)
    every = page.get_by_label("All without a conflict", exact=True)
    expect(every).to_be_checked()
    every.uncheck()
    expect(page.locator("[name=take]:checked")).to_have_count(0)
    page.locator("fieldset").first.get_by_label("All of these without a conflict").check()
    expect(page.locator("[name=take]:checked")).to_have_count(2)
    page.get_by_role("button", name="Take what is ticked").click()
    expect(page.get_by_text("2 changes taken from the file")).to_be_visible()
    assert load_matrix(team.project.pk).duty(first).letters == ("", "A")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(f"#d-{first} td:not(.st)").first).to_contain_text("A")
    assert load_matrix(team.project.pk).duty(first).letters == ("A", "")


@pytest.mark.parametrize(("language", "dark", "phone"), [("fr", False, False), ("en", True, True), ("fr", True, True)])
def test_preview_is_accessible_and_fits(
    open_page: OpenPage, team: Team, tmp_path: Path, language: str, dark: bool, phone: bool
) -> None:
    duties, positions = Duty.objects.order_by("phase__order", "order"), Position.objects.order_by("order")
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language=language)
    body = edited(exported(page), *CHANGES, put("G6", "Conseil"), put("F5", "Noé"), put("D9", "Autre texte, long"))
    changes = [CellChange(duties[3].pk, positions[0].pk, "I"), CellChange(duties[4].pk, positions[1].pk, "R")]
    set_cells(team.project.pk, team.users["owner"], changes)
    page.context.close()
    path = f"projects/{team.project.pk}/import/"
    page = open_page(path, user=team.users["editor"], language=language, dark=dark, phone=phone)
    bring(page, body, tmp_path)
    expect(page.locator("[data-conflict]")).to_have_count(1)
    expect(page.locator("td.clash, td.here")).to_have_count(2)
    assert_accessible(page)
    if phone:
        assert_fits(page)


def test_preview_works_without_javascript(open_page: OpenPage, team: Team, tmp_path: Path) -> None:
    first = Duty.objects.order_by("phase__order", "order")[0].pk
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"])
    body = edited(exported(page), put("E8", "A"))
    page.context.close()
    page = open_page(f"projects/{team.project.pk}/import/", user=team.users["editor"], javascript=False)
    bring(page, body, tmp_path)
    expect(page.locator("[data-all]").first).to_be_hidden()
    page.locator("#returned button.primary").click()
    expect(page.locator("h1")).to_have_text(team.project.name)
    assert load_matrix(team.project.pk).duty(first).letters[0] == "A"
