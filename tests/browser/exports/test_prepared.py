"""A large document as a browser sees it: its link leads to a page that waits for it, where it arrives."""

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from phases.models import PreparedFile
from roles.exports.documents.prepared import make_prepared
from roles.formats.pdf import large
from tests.browser.conftest import OpenPage
from tests.conftest import Team

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _by_hand(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any document is large, and nobody works but the test."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    monkeypatch.setattr(large, "LARGE", 0)


def test_large_document_arrives_on_the_page_its_link_leads_to(open_page: OpenPage, team: Team) -> None:
    page = open_page(f"projects/{team.project.pk}/", user=team.users["viewer"], language="en")
    page.get_by_text("Export", exact=True).click()
    page.get_by_role("link", name="PDF, Letter or Tabloid").first.click()
    expect(page.get_by_role("progressbar", name="Waiting to be begun")).to_be_visible()
    assert PreparedFile.objects.count() == 1
    make_prepared.call(PreparedFile.objects.get().pk)
    expect(page.locator("#prepared-said")).to_have_text("The document is ready")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download").click()
    assert coming.value.suggested_filename.endswith(".pdf")
    page.get_by_role("button", name="Back").click()
    expect(page).to_have_url(f"{page.url.split('/en/')[0]}/en/projects/{team.project.pk}/")


def test_large_document_arrives_by_reloading_without_javascript(open_page: OpenPage, team: Team) -> None:
    path = f"projects/{team.project.pk}/export/pdf/"
    page = open_page(path, user=team.users["viewer"], language="en", javascript=False)
    make_prepared.call(PreparedFile.objects.get().pk)
    page.get_by_role("button", name="See the progress").click()
    expect(page.get_by_role("heading", name="The document is ready")).to_be_visible()
