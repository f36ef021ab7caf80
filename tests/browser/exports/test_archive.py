"""The archive of all projects as a browser sees it: its progress moves by itself, and its file arrives."""

import zipfile

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from phases.models import ArchiveEntry
from roles.exports.documents.archive import make_entry
from tests.browser.conftest import OpenPage
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _by_hand(team: Team, settings: Settings) -> None:
    """Two projects, and nobody who works but the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    MembershipFactory.create(project=small_project(), user=team.users["owner"])


def make_next() -> None:
    make_entry.call(ArchiveEntry.objects.filter(made_at=None)[0].pk)


def test_progress_moves_by_itself_until_the_file_is_there(open_page: OpenPage, team: Team) -> None:
    page = open_page("projects/", user=team.users["owner"], language="en")
    page.get_by_role("button", name="All as one file").click()
    page.get_by_role("button", name="Prepare the file").click()
    bar = page.get_by_role("progressbar", name="Projects made")
    expect(bar).to_have_attribute("value", "0")
    make_next()
    expect(bar).to_have_attribute("value", "1")
    expect(page.locator("#archive-said")).to_have_text("1 of 2 projects made")
    make_next()
    expect(page.locator("#archive-said")).to_have_text("The file is ready")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    with zipfile.ZipFile(coming.value.path()) as archive:
        assert len(archive.namelist()) == 6
    page.get_by_role("button", name="Delete the file").click()
    expect(page.get_by_role("button", name="Prepare the file")).to_be_visible()


def test_archive_works_by_reloading_without_javascript(open_page: OpenPage, team: Team) -> None:
    page = open_page("projects/archive/", user=team.users["owner"], language="en", javascript=False)
    page.get_by_role("button", name="Prepare the file").click()
    make_next()
    page.get_by_role("button", name="See the progress").click()
    expect(page.get_by_role("heading", name="1 of 2 projects made")).to_be_visible()
    make_next()
    page.get_by_role("button", name="See the progress").click()
    expect(page.get_by_role("heading", name="The file is ready")).to_be_visible()
