"""Checks, repairs and workload in a browser."""

import re

import pytest
from playwright.sync_api import Page, expect

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty
from tests.browser.conftest import OpenPage, assert_accessible
from tests.conftest import Team
from tests.factories import PersonFactory


@pytest.fixture
def duty(team: Team) -> Duty:
    """A duty that one position carries out and nobody approves."""
    duty = team.project.duties.all()[0]
    one = team.project.positions.all()[0]
    one.holder = PersonFactory.create(name="Maïka Tremblay")
    one.save()
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, one.pk, "R")])
    return duty


def preview(page: Page) -> None:
    page.locator("#checks").get_by_role("button", name="Maïka Tremblay as A/R").first.click()
    expect(page.get_by_role("dialog", name="Maïka Tremblay as A/R")).to_be_visible()


def test_repair_is_previewed_applied_and_its_finding_gone(open_page: OpenPage, team: Team, duty: Duty) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en")
    expect(page.locator("#checks")).to_contain_text("No approver")
    preview(page)
    assert_accessible(page)
    expect(page.get_by_role("button", name="Apply")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#checks .list")).to_be_focused()
    expect(page.locator("#checks")).not_to_contain_text("No approver")
    expect(page.locator(f"#d-{duty.pk} td").nth(1)).to_have_text("A/R")
    expect(page.locator("#toast")).to_contain_text("Repaired: Maïka Tremblay as A/R")
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("AR", "")
    page.locator("#toast").get_by_role("button", name="Undo").click()
    expect(page.locator("#checks")).to_contain_text("No approver")
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "")


def test_repair_is_cancelled_by_button_and_by_escape(open_page: OpenPage, team: Team, duty: Duty) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en")
    preview(page)
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    preview(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "")


def test_repair_of_a_changed_matrix_is_shown_again(open_page: OpenPage, team: Team, duty: Duty) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["editor"], language="en", expected=("409",))
    preview(page)
    two = team.project.positions.all()[1]
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, two.pk, "A")])
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_role("dialog")).to_contain_text("This repair is no longer needed")
    expect(page.get_by_role("dialog")).to_have_count(1)


def test_repair_works_without_javascript(open_page: OpenPage, team: Team, duty: Duty) -> None:
    page = open_page(
        f"projects/{team.project.pk}/findings/", user=team.users["editor"], language="en", javascript=False
    )
    page.get_by_role("button", name="Maïka Tremblay as A/R").first.click()
    expect(page.get_by_role("heading", name="Maïka Tremblay as A/R")).to_be_visible()
    page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile(r"/findings/$"))
    expect(page.get_by_text("Repaired: Maïka Tremblay as A/R")).to_be_visible()
    expect(page.get_by_text("No position approves this duty.")).to_have_count(0)


def test_findings_filter_stays_in_the_address(open_page: OpenPage, team: Team, duty: Duty) -> None:
    page = open_page(f"projects/{team.project.pk}/findings/", user=team.users["viewer"], language="en")
    page.get_by_label("Severity").select_option("warn")
    expect(page.get_by_text("No position approves this duty.")).to_have_count(0)
    expect(page).to_have_url(re.compile("severity=warn"))
