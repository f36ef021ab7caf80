"""Large documents: never made while somebody waits for an answer, for the reader alone, for a day."""

from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from phases.archive.domain import LIFE, PATIENCE, forget_old
from phases.archive.prepared import UNBEGUN, ask_for
from phases.models import Membership, PreparedFile
from roles.exports.documents.prepared import make_prepared
from roles.formats.pdf import apart, large, render
from tests.conftest import READERS, Team

LATER = "django_tasks.backends.dummy.DummyBackend"


@pytest.fixture
def all_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any document takes too long for an answer."""
    monkeypatch.setattr(large, "LARGE", 0)


@pytest.fixture
def all_large(all_apart: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same, without the seconds that a process of its own takes to start."""
    monkeypatch.setattr(render, "made_apart", render.rendered)


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program ends before it has made anything, as for want of memory."""
    programs: list[apart._Program] = []
    monkeypatch.setattr(apart, "_programs", programs)
    monkeypatch.setattr(apart, "_PROGRAM", "raise SystemExit(1)")
    yield
    for program in programs:
        program.end()


@pytest.fixture
def waiting(all_large: None, settings: Settings) -> None:
    """And nobody works in the background for now."""
    settings.TASKS = {"default": {"BACKEND": LATER}}


def address(team: Team, more: str = "") -> str:
    return f"/en/projects/{team.project.pk}/export/pdf/{more}"


@pytest.mark.once
def test_large_document_is_made_in_a_process_of_its_own(all_apart: None, team: Team) -> None:
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


@pytest.mark.django_db(transaction=True)
def test_large_document_asked_for_twice_at_once_is_made_once(team: Team) -> None:
    barrier, answers = Barrier(4), []

    def ask() -> None:
        barrier.wait()
        try:
            answers.append(ask_for(team.users["viewer"], address(team))[1])
        finally:
            connection.close()

    threads = [Thread(target=ask) for _time in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [False, False, False, True]
    assert PreparedFile.objects.count() == 1


@pytest.mark.parametrize("reader", READERS)
def test_large_document_is_asked_for_by_who_may_read_it(waiting: None, team: Team, reader: str) -> None:
    answer = team.client(reader).get(address(team))
    assert answer.status_code == (404 if reader == "outsider" else 302)
    assert PreparedFile.objects.filter(owner=team.users.get(reader)).exists() is (
        reader in ("owner", "editor", "viewer")
    )


def test_prepared_document_goes_with_the_access(all_large: None, team: Team) -> None:
    client = team.client("viewer")
    page = client.get(address(team))["Location"]
    assert client.get(f"{page}file/").status_code == 200
    Membership.objects.filter(user=team.users["viewer"]).delete()
    assert client.get(f"{page}file/").status_code == 404


def test_large_document_is_not_made_for_who_has_lost_access(waiting: None, team: Team) -> None:
    client = team.client("viewer")
    page = client.get(address(team))["Location"]
    Membership.objects.filter(user=team.users["viewer"]).delete()
    make_prepared.call(PreparedFile.objects.get().pk)
    assert not PreparedFile.objects.get().body
    assert "The document was not made" in client.get(page).content.decode()


def test_large_document_that_was_begun_long_ago_may_be_begun_anew(waiting: None, team: Team) -> None:
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    PreparedFile.objects.update(begun_at=timezone.now())
    assert "Start again" not in client.get(page).content.decode()
    PreparedFile.objects.update(begun_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    assert "the work may have stopped" in client.get(page).content.decode()
    assert address(team) in client.get(page).content.decode()
    assert client.get(address(team))["Location"] == page
    assert "Waiting to be begun" in client.get(page).content.decode()


def test_large_document_that_nobody_begins_says_so(waiting: None, team: Team) -> None:
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    other = client.get(address(team, "?mode=posting"))["Location"]
    long_ago = timezone.now() - UNBEGUN - timedelta(seconds=1)
    PreparedFile.objects.update(asked_at=long_ago)
    assert "perhaps nothing works in the background" in client.get(page).content.decode()
    PreparedFile.objects.filter(pk=other.split("/")[-2]).update(begun_at=timezone.now())  # somebody works on another
    assert "perhaps nothing works" not in client.get(page).content.decode()


@pytest.mark.once
def test_large_document_that_fails_says_so_and_may_be_begun_anew(
    all_apart: None, failing: None, team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    shown = client.get(page).content.decode()
    assert "The document was not made" in shown
    assert f'href="{address(team)}"' in shown
    assert "NotMade" in caplog.text
    assert client.get(f"{page}file/").status_code == 404
    said = client.get(page, headers={"HX-Request": "true"}).content.decode()
    assert 'id="prepared-said" hx-swap-oob' in said
    assert f'href="/fr/projects/{team.project.pk}/"' in client.get(page.replace("/en/", "/fr/")).content.decode()
    assert "every 2s" not in said
    monkeypatch.undo()
    monkeypatch.setattr(large, "LARGE", 0)
    assert client.get(address(team))["Location"] == page
    assert "The document is ready" in client.get(page).content.decode()


def test_large_document_of_who_has_no_account_is_made_for_the_answer(all_large: None, team: Team) -> None:
    answer = team.client("anonymous").get("/en/profiles/sheet/pdf/")
    assert answer["Content-Type"] == "application/pdf"
    assert not PreparedFile.objects.exists()


@pytest.mark.once
def test_small_document_is_made_for_the_answer_by_a_program_that_is_kept(team: Team) -> None:
    """And begun again when it was killed."""
    for mode in ("internal", "posting"):
        answer = team.client("viewer").get(address(team, f"?mode={mode}"))
        assert answer["Content-Type"] == "application/pdf"
        [program] = apart._programs
        program.process.kill()
        program.process.wait()
    assert not PreparedFile.objects.exists()


def test_document_for_which_too_many_wait_is_put_off(
    waiting: None, team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(large, "LARGE", 3_000)
    monkeypatch.setattr(render, "made_apart", apart.made_apart)
    with large.a_place(), large.a_place():
        assert team.client("viewer").get(address(team)).status_code == 302
        answer = Client().get("/fr/profiles/sheet/pdf/")
        assert (answer.status_code, answer["Retry-After"]) == (503, "10")
        assert "Plusieurs documents sont en préparation" in answer.content.decode()


def test_document_that_takes_long_is_put_off(waiting: None, team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(large, "LARGE", 3_000)
    monkeypatch.setattr(large, "PATIENCE", 0.001)
    monkeypatch.setattr(render, "made_apart", apart.made_apart)
    assert team.client("viewer").get(address(team)).status_code == 302


def test_prepared_documents_are_forgotten_after_a_day(all_large: None, team: Team) -> None:
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    PreparedFile.objects.update(asked_at=timezone.now() - LIFE)
    assert client.get(page).status_code == client.get(f"{page}file/").status_code == 404
    forget_old()
    assert not PreparedFile.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_worker_makes_a_large_document_and_forgets_it_after_a_day(
    all_large: None, team: Team, settings: Settings
) -> None:
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    client = team.client("editor")
    page = client.get(address(team))["Location"]
    work = {"batch": True, "startup_delay": False, "verbosity": 0}
    call_command("db_worker", **work)
    assert "The document is ready" in client.get(page).content.decode()
    PreparedFile.objects.update(asked_at=timezone.now() - LIFE)
    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("db_worker", **work)
    assert not PreparedFile.objects.exists()
    assert DBTaskResult.objects.failed().count() == 0


def test_state_of_a_prepared_document_costs_few_queries(
    waiting: None, team: Team, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = team.client("editor")
    page = client.get(address(team))["Location"]
    with django_assert_num_queries(4):  # session, user, document, how far
        client.get(page, headers={"HX-Request": "true"})
