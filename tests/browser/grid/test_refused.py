"""Letters that were not saved, in a browser: listed and marked until they are read or their cell is saved."""

import re

import pytest
from playwright.sync_api import expect

from phases.enums import Role
from phases.models import Project
from roles.projects.domain.scope import set_applicable
from tests.browser.conftest import OpenPage, assert_accessible, assert_fits
from tests.browser.grid.sheet import Sheet
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project

pytestmark = pytest.mark.django_db(transaction=True)
MARK = re.compile(r"\brefused\b")


def test_refusal_outlives_the_letters_saved_after_it(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.press("a", "ArrowDown", "c", "ArrowDown", "i")
    sheet.version(3)
    refused = sheet.page.locator("#refused li")
    expect(refused).to_have_count(1)
    for words in (sheet.duties[0].code, "already approved", team.users["owner"].get_full_name(), "Now: no part"):
        expect(refused).to_contain_text(words)
    expect(sheet.cell(0, 1)).to_have_class(MARK)
    expect(sheet.cell(0, 1)).to_have_attribute("title", re.compile("Not saved.+already approved"))
    expect(sheet.cell(0, 1)).to_have_attribute("aria-invalid", "true")
    expect(sheet.page.get_by_role("alert").filter(has_text="already approved").last).to_be_attached()
    assert_accessible(sheet.page)
    sheet.page.get_by_role("searchbox").fill(sheet.duties[0].code)
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(1)
    expect(sheet.cell(0, 1)).to_have_class(MARK)
    refused.get_by_role("button", name="Read").click()
    expect(sheet.page.locator("#refused")).to_be_hidden()
    expect(sheet.cell(0, 1)).not_to_have_class(MARK)
    assert sheet.cell(0, 1).get_attribute("title") is None


def test_refusal_goes_when_its_cell_is_saved(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.press("a")
    expect(sheet.page.locator("#refused li")).to_have_count(1)
    sheet.press("c")
    expect(sheet.page.locator("#refused")).to_be_hidden()
    sheet.version(2)
    expect(sheet.cell(0, 1)).not_to_have_class(MARK)


def test_second_thought_on_a_cell_outlives_the_refusal_of_the_first(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.press("a", "c")  # the C before the A is answered
    sheet.version(2)
    expect(sheet.cell(0, 1)).to_have_text("C")
    expect(sheet.page.locator("#refused")).to_be_hidden()
    assert sheet.held(0) == ("A", "C")


def test_letters_typed_offline_say_which_somebody_else_has_changed(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("htmx:", "ERR_INTERNET_DISCONNECTED", "409"))
    sheet.deaf()
    sheet.start()
    sheet.page.context.set_offline(True)
    sheet.press("r", "ArrowDown", "c", "ArrowDown", "i")
    expect(sheet.page.locator("#unsaved")).to_be_visible()
    sheet.put("owner", 1, 0, "I")
    sheet.page.context.set_offline(False)
    sheet.version(3)
    refused = sheet.page.locator("#refused li")
    expect(refused).to_have_count(1)
    expect(refused).to_contain_text(f"{team.users['owner'].get_full_name()} has changed this cell. Now: I")
    expect(sheet.cell(1, 0)).to_have_class(MARK)
    assert [sheet.held(row)[0] for row in range(3)] == ["R", "I", "I"]
    refused.get_by_role("button", name="Set C all the same").click()
    expect(sheet.cell(1, 0)).to_have_text("C")
    expect(sheet.page.locator("#refused")).to_be_hidden()


def test_refusals_are_listed_one_a_cell_and_lead_to_it(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("404", "422"))
    for row in range(2):
        sheet.put("owner", row, 0, "A")
    sheet.deaf()
    set_applicable(team.project.pk, team.users["owner"], sheet.duties[2].pk, "Out of scope")
    sheet.start(0, 1)
    sheet.press("a", "ArrowDown", "a", "ArrowDown", "c")
    refused = sheet.page.locator("#refused li")
    expect(refused).to_have_count(3)
    expect(refused.nth(2)).to_contain_text(re.compile(rf"{sheet.duties[2].code} · .+ does not apply", re.DOTALL))
    sheet.start(0, 1)
    sheet.press("a")
    expect(refused.nth(2)).to_contain_text("already approved")
    expect(refused).to_have_count(3)
    sheet.page.get_by_role("searchbox").fill(sheet.duties[0].code)
    expect(sheet.page.locator("#grid tbody tr[id]")).to_have_count(1)
    refused.first.get_by_role("button", name="Go to the cell").click()
    expect(sheet.cell(1, 1)).to_be_focused()
    sheet.page.get_by_role("button", name="All read").click()
    expect(sheet.page.locator("#refused")).to_be_hidden()
    expect(sheet.page.locator("td.refused")).to_have_count(0)


def test_refused_undo_marks_its_cell(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("409",))
    sheet.deaf()
    sheet.start()
    sheet.press("r")
    sheet.version(1)
    sheet.put("owner", 0, 0, "I")
    sheet.press("Control+z")
    expect(sheet.page.locator("#refused li")).to_contain_text("has changed this cell")
    expect(sheet.cell(0, 0)).to_have_class(MARK)
    sheet.press("ArrowDown", "c")
    sheet.version(3)
    expect(sheet.page.locator("#refused li")).to_have_count(1)


def test_refused_block_names_its_duties_and_marks_its_cells(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("403", "htmx:"))
    team.project.memberships.filter(user=team.users["editor"]).update(role=1)
    sheet.start()
    sheet.paste("C\tI\nI\tC")
    refused = sheet.page.locator("#refused li")
    expect(refused).to_contain_text(f"{sheet.duties[0].code}, {sheet.duties[1].code}")
    expect(refused).to_contain_text("no longer edit")
    expect(sheet.page.locator("td.refused")).to_have_count(4)
    expect(sheet.cell(0, 0)).to_have_text("")


def test_refusals_on_a_phone_in_french_fit(open_page: OpenPage, team: Team) -> None:
    Project.objects.filter(pk=team.project.pk).update(rules={})
    sheet = Sheet(open_page, team, expected=("422",), phone=True, language="fr")
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    sheet.page.locator(f"#d-{sheet.duties[0].pk} .assign").click()
    sheet.cell(0, 1).click()
    sheet.page.locator("#picker [data-letter=A]").click()
    expect(sheet.page.locator("#refused li")).to_have_count(1)
    expect(sheet.cell(0, 1)).to_be_visible()
    assert_fits(sheet.page)
    assert_accessible(sheet.page)


def test_refusal_that_was_not_read_outlives_a_reload(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    for row in range(2):
        sheet.put("owner", row, 0, "A")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.press("a", "ArrowDown", "a")
    refused = sheet.page.locator("#refused li")
    expect(refused).to_have_count(2)
    sheet.page.reload()
    expect(refused).to_have_count(2)
    expect(refused.first).to_contain_text("already approved")
    expect(sheet.cell(0, 1)).to_have_class(MARK)
    refused.nth(1).get_by_role("button", name="Read").click()
    sheet.page.reload()
    expect(refused).to_have_count(1)
    refused.get_by_role("button", name="Transfer").click()
    expect(sheet.cell(0, 1)).to_have_text("A")
    expect(refused).to_have_count(0)
    sheet.page.reload()
    expect(sheet.cell(0, 1)).to_have_text("A")
    expect(refused).to_have_count(0)


def test_refusals_are_of_their_project_and_go_with_their_reader(open_page: OpenPage, team: Team) -> None:
    sheet = Sheet(open_page, team, expected=("422",))
    other = small_project()
    MembershipFactory.create(project=other, user=team.users["editor"], role=Role.EDITOR)
    sheet.put("owner", 0, 0, "A")
    sheet.page.reload()
    sheet.start(0, 1)
    sheet.press("a")
    refused = sheet.page.locator("#refused li")
    expect(refused).to_have_count(1)
    here = sheet.page.url
    sheet.page.goto(here.replace(f"/{team.project.pk}/", f"/{other.pk}/"))
    expect(sheet.page.locator("#grid tbody tr[id]").first).to_be_visible()
    expect(refused).to_have_count(0)
    sheet.page.goto(here)
    expect(refused).to_have_count(1)
    sheet.page.locator("header details.menu summary").last.click()
    sheet.page.get_by_role("button", name="Sign out").click()
    expect(sheet.page.get_by_text("You have signed out.")).to_be_visible()
    assert sheet.page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('refused'))") == []
