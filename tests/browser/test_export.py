"""The export menu in a browser: a download that says it is under way and keeps the filters of the page."""

from io import BytesIO

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.conftest import Team

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


def test_export_of_the_workload_downloads_and_says_so(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/workload/", user=team.users["viewer"], language="en")
    page.locator("summary", has_text="Export").click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Excel workbook (.xlsx)").click()
    assert waiting.value.suggested_filename.startswith("workload-prevision-de-la-demande-v0-")
    assert load_workbook(BytesIO(waiting.value.path().read_bytes())).sheetnames == ["Workload", "Details"]
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
    page.get_by_role("link", name="PDF, A4 or A3").click()
    expect(page.locator("#export-words")).to_contain_text("did not arrive")
