"""Signed out is signed out: no page of a project is kept in the browser, and Back asks the server."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import OpenPage
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


def test_back_after_signing_out_shows_no_page_of_a_project(open_page: OpenPage, team: Team) -> None:
    page = Sheet(open_page, team).page
    address = page.url
    page.get_by_role("searchbox").fill("x")
    expect(page).to_have_url(re.compile("q=x"))
    page.goto(f"{address}findings/")
    page.locator("select[name=severity]").first.select_option(index=1)
    expect(page).to_have_url(re.compile("severity="))
    page.goto(address.split("/projects/")[0] + "/accounts/logout/")
    page.locator("main button").first.click()
    page.wait_for_load_state()
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert team.project.name not in kept
    assert "htmx-history-cache" not in kept
    page.go_back()
    page.go_back()
    expect(page).to_have_url(re.compile("/accounts/login/"))
    expect(page.get_by_text(team.project.name)).to_have_count(0)


def test_back_over_a_filter_loads_the_page_as_it_is_now(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team)
    page = sheet.page
    page.get_by_role("searchbox").fill(sheet.duties[1].code)
    expect(page.locator("#grid tbody tr[id]")).to_have_count(1)
    sheet.put("owner", 0, 0, "C")
    page.go_back()
    expect(page.locator("#grid tbody tr[id]")).to_have_count(6)
    expect(sheet.cell(0, 0)).to_have_text("C")
    expect(page.get_by_role("searchbox")).to_have_value("")
