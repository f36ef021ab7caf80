"""The bell of a page that stays open."""

from playwright.sync_api import expect

from roles.models import Notice
from tests.browser.conftest import OpenPage
from tests.conftest import Team


def test_bell_moves_on_an_open_page_and_is_said_once(open_page: OpenPage, team: Team) -> None:
    viewer = team.users["viewer"]
    page = open_page("notices/", user=viewer, language="en")
    page.clock.install()
    page.reload()
    bell, said = page.locator(".bell"), page.locator("#bell-said")
    bell.focus()
    Notice.objects.create(reader=viewer, kind="archive", source="one")
    page.clock.run_for(31_000)
    expect(bell).to_have_accessible_name("Notices, 1 unread")
    expect(bell).to_be_focused()
    expect(said).to_have_text("Notices, 1 unread")
    viewer.notices.all().delete()
    page.clock.run_for(31_000)
    expect(bell).to_have_accessible_name("Notices")
    expect(said).to_be_empty()
