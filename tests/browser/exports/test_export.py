"""The export menu in a browser: a download that says it is under way and keeps the filters of the page."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.conftest import Team
from tests.factories import AssignmentFactory, PersonFactory

pytestmark = pytest.mark.django_db(transaction=True)


def test_export_of_excel_downloads_and_says_so(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel workbook (.xlsx)").click()
    download = waiting.value
    assert download.suggested_filename.startswith("prevision-de-la-demande-v0-")
    assert load_workbook(BytesIO(download.path().read_bytes())).sheetnames == [
        "Matrix",
        "By position",
        "Findings",
        "Legend",
    ]
    expect(page.locator("#export-words")).to_have_text("The download has begun.")
    expect(page.locator("#export-words")).to_be_in_viewport()
    expect(page.locator("#export-links")).to_be_hidden()
    expect(page.locator("summary", has_text="Export")).to_be_focused()


def test_export_of_the_workload_downloads_and_says_so(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/workload/", user=team.users["viewer"], language="en")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel workbook (.xlsx)").click()
    assert waiting.value.suggested_filename.startswith("workload-prevision-de-la-demande-v0-")
    assert load_workbook(BytesIO(waiting.value.path().read_bytes())).sheetnames == ["Workload", "Details"]
    expect(page.locator("#export-words")).to_have_text("The download has begun.")


def test_export_menu_is_grouped_and_goes_by_keys(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en")
    menu = page.locator("summary", has_text="Export")
    menu.focus()
    page.keyboard.press("Enter")
    for name in ("For the team", "Without names or checks"):
        expect(page.get_by_role("list", name=name, exact=True).get_by_role("link")).to_have_count(7)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Excel workbook (.xlsx)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(page.locator("#export-links")).to_be_hidden()
    page.goto(f"/en/projects/{team.project.pk}/?gaps=1")
    menu.click()
    expect(page.get_by_role("list", name="What the filter shows, for the team")).to_be_visible()


@pytest.mark.parametrize("path", ["", "workload/", "positions/{}/sheet/", "mine/"])
def test_export_menu_stays_in_the_window_of_a_phone(look_at: OpenPage, team: Team, path: str) -> None:
    position = team.project.positions.all()[0]
    position.holder = PersonFactory.create(user=team.users["viewer"])
    position.save()
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=position)
    address = f"projects/{team.project.pk}/{path.format(position.pk)}"
    page = look_at(address, user=team.users["viewer"], language="fr", phone=True)
    page.locator("summary:has(+ #export-links)").click()
    box = page.locator("#export-links").bounding_box()
    assert box
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390
    assert_fits(page)
    assert_accessible(page)


def test_export_of_the_sheet_of_a_position_downloads_and_says_so(open_page: OpenPage, team: Team) -> None:
    position = team.project.positions.all()[0]
    address = f"projects/{team.project.pk}/positions/{position.pk}/sheet/"
    page = open_page(address, user=team.users["viewer"], language="en")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF, Letter", exact=True).click()
    assert waiting.value.suggested_filename.endswith(".pdf")
    assert waiting.value.path().read_bytes().startswith(b"%PDF")
    expect(page.locator("#export-words")).to_have_text("The download has begun.")


def test_export_of_a_filtered_page_carries_the_filter(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en")
    page.get_by_label("Search for a duty").fill("nothing like it")
    link = page.locator("#export-links a").nth(2)
    expect(link).to_have_attribute("href", f"/en/projects/{team.project.pk}/export/pdf/?paper=iso&q=nothing+like+it")


def test_export_that_does_not_arrive_says_so(open_page: OpenPage, team: Team) -> None:
    page = open_page(
        f"projects/{team.project.pk}/", user=team.users["viewer"], language="en", expected=("ERR_INTERNET",)
    )
    page.locator("summary", has_text="Export").click()
    page.context.set_offline(True)
    page.get_by_role("link", name="PDF, A4 or A3", exact=True).click()
    expect(page.locator("#export-words")).to_contain_text("did not arrive")
