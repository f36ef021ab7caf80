"""What somebody has typed is asked about, kept and given back; what was saved or discarded is not."""

from contextlib import suppress

import pytest
from playwright.sync_api import Dialog, Error, Page, Route, expect

from phases.models import Project
from tests.browser.conftest import OpenPage, assert_accessible
from tests.conftest import Team
from tests.factories import RoleProfileFactory

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = (0, 2, 3)
BACK = "What you typed here before and did not save is there again."


@pytest.fixture
def asked() -> list[str]:
    return []


def watched(page: Page, asked: list[str]) -> Page:
    """Note each question about leaving, and leave."""

    def answer(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answer)
    return page


def settings(team: Team) -> str:
    return f"projects/{team.project.pk}/settings/"


def test_form_with_changes_asks_and_gives_back_what_was_typed(
    open_page: OpenPage, team: Team, asked: list[str]
) -> None:
    page = watched(open_page(settings(team), user=team.users["owner"], language="en"), asked)
    state = page.get_by_text("not saved yet").first
    expect(state).to_be_hidden()
    page.get_by_label("Name of the project").fill("Autre nom")
    expect(state).to_be_visible()
    page.get_by_role("link", name="Projects").first.click()
    expect(page.get_by_role("heading", level=1, name="Projects")).to_be_visible()
    assert asked == ["beforeunload"]
    page.goto(settings(team))
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label("Name of the project")).to_have_value("Autre nom")
    assert_accessible(page)
    page.get_by_role("button", name="Français").click()
    expect(page.locator("#id_name")).to_have_value("Autre nom")
    page.get_by_role("button", name="L’abandonner").click()
    expect(page.locator("#id_name")).to_have_value(team.project.name)
    asked.clear()
    page.reload()
    expect(page.locator("#id_name")).to_have_value(team.project.name)
    expect(page.get_by_text("est de retour")).to_have_count(0)
    assert asked == []


@pytest.mark.parametrize("answer", ["503", "none"])
def test_form_that_nobody_answered_comes_back_whichever_way_its_page_is_opened(
    open_page: OpenPage, team: Team, asked: list[str], answer: str
) -> None:
    noise = ("status of 503", "ERR_CONNECTION_FAILED")
    page = watched(open_page(settings(team), user=team.users["owner"], language="en", expected=noise), asked)
    page.get_by_label("Name of the project").fill("Autre nom")

    def away(route: Route) -> None:
        route.abort("connectionfailed") if answer == "none" else route.fulfill(status=503, body="Back in a moment")

    page.route("**/settings/save/", away, times=1)
    with suppress(Error):  # without any answer the browser shows a page of its own
        page.get_by_role("button", name="Save the settings").click()
    page.wait_for_timeout(300)
    page.goto(settings(team))
    expect(page.get_by_label("Name of the project")).to_have_value("Autre nom")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Settings saved.")).to_be_visible()
    expect(page.get_by_text(BACK)).to_have_count(0)
    assert Project.objects.get(pk=team.project.pk).name == "Autre nom"


def test_saving_one_form_of_a_page_keeps_what_the_other_holds(
    open_page: OpenPage, team: Team, asked: list[str]
) -> None:
    page = watched(open_page(settings(team), user=team.users["owner"], language="en"), asked)
    page.get_by_label("Team or organization").fill("Autre équipe")
    page.get_by_role("button", name="Save the phases").click()
    expect(page.get_by_text("Phases saved.")).to_be_visible()
    expect(page.get_by_label("Team or organization")).to_have_value("Autre équipe")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Settings saved.")).to_be_visible()
    expect(page.get_by_text(BACK)).to_have_count(0)
    assert asked == []
    assert Project.objects.get(pk=team.project.pk).organization == "Autre équipe"


def test_refused_form_still_asks_and_comes_back(open_page: OpenPage, team: Team, asked: list[str]) -> None:
    page = watched(
        open_page(settings(team), user=team.users["owner"], language="en", expected=("status of 422",)), asked
    )
    page.get_by_label("Name of the project").fill("Autre nom")
    page.get_by_label("R on one duty, at most").fill("beaucoup")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.locator(".errorlist").first).to_be_visible()
    expect(page.get_by_label("R on one duty, at most")).to_have_value("beaucoup")
    page.goto(settings(team))
    assert asked == ["beforeunload"]
    expect(page.get_by_label("Name of the project")).to_have_value("Autre nom")


def test_session_that_ended_says_so_and_what_was_typed_comes_back(open_page: OpenPage, team: Team) -> None:
    page = open_page(settings(team), user=team.users["owner"], language="en")
    page.get_by_label("Name of the project").fill("Autre nom")
    cookies = page.context.cookies()
    page.context.clear_cookies(name="sessionid")
    page.get_by_role("button", name="Save the settings").click()
    expect(page.get_by_text("Your session had ended, and nothing was saved.")).to_be_visible()
    page.context.add_cookies([cookie for cookie in cookies if cookie["name"] == "sessionid"])  # type: ignore[misc]
    page.goto(settings(team))
    expect(page.get_by_text(BACK)).to_be_visible()
    expect(page.get_by_label("Name of the project")).to_have_value("Autre nom")


def test_what_was_typed_goes_with_its_reader(open_page: OpenPage, team: Team, asked: list[str]) -> None:
    page = watched(open_page(settings(team), user=team.users["owner"], language="en"), asked)
    page.get_by_label("Name of the project").fill("Autre nom")
    page.locator("header details.menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You have signed out.")).to_be_visible()
    assert asked == ["beforeunload"]
    assert page.evaluate("Object.keys(sessionStorage).filter(key => key.startsWith('typed'))") == []


def test_comment_half_written_is_there_when_the_panel_opens_again(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["owner"], language="en")
    cell = page.locator("#grid tbody tr[id] td:not(.st)").first
    text = page.locator("#talk textarea").last
    for _ in range(2):
        cell.click()
        page.keyboard.press("Escape")
        page.keyboard.press("m")
        expect(text).to_be_visible()
        if not text.input_value():
            text.fill("Un long commentaire")
            page.keyboard.press("Escape")
            expect(page.locator("#talk")).to_be_hidden()
    expect(text).to_have_value("Un long commentaire")
    page.locator("#talk").get_by_role("button", name="Comment", exact=True).click()
    expect(page.locator("#talk .said")).to_have_text("Un long commentaire")
    expect(text).to_have_value("")


def test_draft_of_a_new_project_comes_back_whole(open_page: OpenPage, team: Team, asked: list[str]) -> None:
    """Parts of the form are drawn again by the server while it is filled in; what was typed before stays typed."""
    profiles = RoleProfileFactory.create_batch(2, framework=team.project.framework)
    page = watched(open_page("projects/new/", user=team.users["owner"], language="en"), asked)

    def fill(row: int, profile: int, title: str, holder: str) -> None:
        page.locator(f"#id_row-{row}-profile").select_option(str(profiles[profile].pk))
        expect(page.locator(".htmx-request")).to_have_count(0)  # or the answer may come between select and insert
        page.locator(f"#id_row-{row}-title").fill(title)
        page.locator(f"#id_row-{row}-holder").fill(holder)

    def add(row: int) -> None:
        page.get_by_role("button", name="Add a position").click()
        expect(page.locator(f"#id_row-{row}-title")).to_be_visible()

    page.get_by_label("Name of the project").fill("Brouillon")
    page.get_by_label("Team or organization").fill("Ici")
    page.locator("#id_phases input").first.uncheck()
    fill(0, 1, "Cheffe", "Zoé Roy")
    add(2)
    fill(2, 0, "Analyste principale", "Ada Côté")
    add(3)
    fill(3, 1, "Autre", "Blaise Roy")
    page.get_by_label("Apply the suggested letters").uncheck()
    expect(page.get_by_text("The matrix starts empty.")).to_be_visible()
    for _round in range(2):
        page.reload()
        expect(page.get_by_text(BACK)).to_be_visible()
        expect(page.locator("#id_row-3-holder")).to_have_value("Blaise Roy")
        expect(page.get_by_text("The matrix starts empty.")).to_be_visible()
        values = {name: page.locator(f"#id_{name}").input_value() for name in ("name", "organization")}
        assert values == {"name": "Brouillon", "organization": "Ici"}
        rows = [[page.locator(f"#id_row-{row}-{name}").input_value() for name in ("title", "holder")] for row in ROWS]
        assert rows == [["Cheffe", "Zoé Roy"], ["Analyste principale", "Ada Côté"], ["Autre", "Blaise Roy"]]
        expect(page.locator("#id_row-3-profile")).to_have_value(str(profiles[1].pk))
        expect(page.locator("#id_phases input").first).not_to_be_checked()
        expect(page.get_by_label("Apply the suggested letters")).not_to_be_checked()
    page.get_by_role("button", name="Discard it").click()
    expect(page.locator("#id_row-2-title")).to_have_count(0)
    expect(page.locator("#id_name")).to_have_value("")
    expect(page.get_by_text(BACK)).to_have_count(0)


def test_row_that_was_taken_away_does_not_come_back_as_a_position(open_page: OpenPage, team: Team) -> None:
    RoleProfileFactory.create_batch(2, framework=team.project.framework)
    page = open_page("projects/new/", user=team.users["owner"], language="en")
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_label("Name of the project").fill("Brouillon")
    page.get_by_role("button", name="Remove position 2").click()
    expect(page.locator("#id_row-1-title")).to_have_count(0)
    page.reload()
    expect(page.get_by_text(BACK)).to_be_visible()
    page.get_by_label("Apply the suggested letters").uncheck()
    page.get_by_role("button", name="Create the project").click()
    expect(page.get_by_text("The project is ready.")).to_be_visible()
    assert Project.objects.get(name="Brouillon").positions.count() == 1


def test_what_is_longer_than_its_field_stays_and_is_refused_in_words(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/duties/new/", user=team.users["owner"], language="en",
                     expected=("422",))  # fmt: skip
    field, long = page.get_by_label("Text in French"), "mot " * 125 + "fin"
    field.focus()
    page.keyboard.insert_text(long)  # as pasted
    expect(field).to_have_value(long)
    expect(page.locator("output.length.over")).to_have_text("503 / 500")
    page.get_by_role("button", name="Add the duty").click()
    expect(page.get_by_text("at most 500 characters (it has 503)").first).to_be_visible()
    expect(page.get_by_label("Text in French")).to_have_value(long)
