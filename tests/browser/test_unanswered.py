"""A server or a database that goes away and comes back: it is told where somebody was, and what they typed stays."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from roles.models import Comment
from tests.browser.conftest import OpenPage, assert_accessible
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)
NOISE = ("ERR_CONNECTION_REFUSED", "status of 503", "htmx:", "Status Error Code 503")
SHEET: FilePayload = {"name": "sheet.csv", "mimeType": "text/csv", "buffer": b"Duty,Ana,Ben\nDo,R,A\nLook,A,R\n"}
UNSENT, UNSAVED = "The server cannot be reached. What you typed is still here", "Not saved: the database"


@contextmanager
def away(page: Page, *, database_only: bool = False) -> Iterator[None]:
    def refuse(route: Route) -> None:
        route.fulfill(status=503) if database_only else route.abort("connectionrefused")

    page.route("**/*", refuse)
    yield
    page.unroute("**/*")


def press_in_vain(button: Locator, words: str) -> None:
    """Pressed by key, a button says above it that nothing came of it, and keeps the focus."""
    page = button.page
    button.press("Enter")
    note = page.get_by_role("alert").filter(has_text=words)
    expect(note).to_have_count(1)
    expect(note).to_be_in_viewport()
    expect(button).to_be_focused()
    assert_accessible(page)


def test_what_came_to_nothing_is_told_where_it_was_sent_and_is_done_once_when_sent_again(
    open_page: OpenPage, team: Team
) -> None:
    page = open_page("projects/new/sheet/", user=team.users["owner"], language="en", expected=NOISE)
    file, read = page.locator("input[type=file]"), page.locator("form:has(input[type=file]) button.primary").first
    file.set_input_files(SHEET)
    with away(page):
        press_in_vain(read, UNSENT)
    assert file.evaluate("field => field.files.length") == 1
    read.press("Enter")
    expect(page.get_by_text("sheet.csv").first).to_be_visible()

    page.goto(f"projects/{team.project.pk}/")
    cell = page.locator("#grid tbody tr[id] td:nth-child(3)").first
    cell.focus()
    page.keyboard.press("m")
    page.locator("#talk-body textarea").last.fill("Who signs?")
    say = page.locator("#talk-body button.primary").last
    with away(page):
        press_in_vain(say, UNSENT)
    with away(page, database_only=True):
        press_in_vain(say, UNSAVED)
    say.press("Enter")
    expect(page.locator("#talk-body .said")).to_contain_text("Who signs?")
    assert Comment.objects.count() == 1
    expect(page.locator("#talk-body .notice")).to_have_count(0)
    page.keyboard.press("Escape")
    with away(page):
        cell.focus()
        page.keyboard.press("m")
        expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("The server cannot be reached. Try")
