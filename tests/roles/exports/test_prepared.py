"""Large documents: never made while somebody waits for an answer, for the reader alone, for a day."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from phases.archive.domain import LIFE, PATIENCE
from phases.archive.prepared import forget_prepared
from phases.models import Membership, PreparedFile
from roles.exports.documents.prepared import make_prepared
from roles.formats.pdf import large
from tests.conftest import READERS, Team

LATER = "django_tasks.backends.dummy.DummyBackend"


@pytest.fixture
def all_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any document takes too long for an answer."""
    monkeypatch.setattr(large, "LARGE", 0)


@pytest.fixture
def waiting(all_large: None, settings: Settings) -> None:
    """And nobody works in the background for now."""
    settings.TASKS = {"default": {"BACKEND": LATER}}


def address(team: Team, more: str = "") -> str:
    return f"/en/projects/{team.project.pk}/export/pdf/{more}"


def test_large_document_is_made_in_a_process_of_its_own(all_large: None, team: Team) -> None:
    client = team.client("viewer")
    page = client.get(address(team), follow=True)
    assert "The document is ready" in page.content.decode()
    answer = client.get(f"{page.request['PATH_INFO']}file/")
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename=")
    assert team.project.name in PdfReader(BytesIO(answer.content)).pages[0].extract_text()


def test_large_document_is_asked_for_once(waiting: None, team: Team) -> None:
    client = team.client("editor")
    pages = {client.get(address(team))["Location"] for _time in range(3)}
    assert len(pages) == PreparedFile.objects.count() == 1
    other = client.get(address(team, "?mode=posting"))["Location"]
    assert other not in pages
    assert "Waiting: 1 document before it" in client.get(other).content.decode()


@pytest.mark.parametrize("reader", READERS)
def test_prepared_document_is_for_who_asked_alone(all_large: None, team: Team, reader: str) -> None:
    page = team.client("owner").get(address(team))["Location"]
    for path in (page, f"{page}file/"):
        answer = team.client(reader).get(path)
        assert answer.status_code == (200 if reader == "owner" else 302 if reader == "anonymous" else 404)


def test_prepared_document_goes_with_the_access(waiting: None, team: Team) -> None:
    client = team.client("viewer")
    page = client.get(address(team))["Location"]
    file = PreparedFile.objects.get()
    Membership.objects.filter(user=team.users["viewer"]).delete()
    assert client.get(page).status_code == 404
    make_prepared.call(file.pk)
    file.refresh_from_db()
    assert file.failed
    assert not file.body


def test_prepared_document_that_nobody_makes_is_begun_anew(waiting: None, team: Team) -> None:
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    assert "The document is being made" in client.get(page).content.decode()
    PreparedFile.objects.update(asked_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    assert address(team) in client.get(page).content.decode()
    assert client.get(address(team))["Location"] != page
    assert client.get(page).status_code == 404


def test_prepared_document_that_fails_says_so(
    all_large: None, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_of: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("roles.exports.documents.export.matrix_pdf", broken)
    with pytest.raises(MemoryError):
        team.client("editor").get(address(team))
    monkeypatch.setattr(large.ProcessPoolExecutor, "submit", broken)
    monkeypatch.undo()


def test_prepared_documents_are_forgotten_after_a_day(waiting: None, team: Team) -> None:
    team.client("editor").get(address(team))
    PreparedFile.objects.update(asked_at=timezone.now() - LIFE)
    forget_prepared()
    assert not PreparedFile.objects.exists()


def test_state_of_a_prepared_document_costs_few_queries(
    waiting: None, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = team.client("editor")
    page = client.get(address(team))["Location"]
    with django_assert_num_queries(6):
        client.get(page, headers={"HX-Request": "true"})
