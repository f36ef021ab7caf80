"""How an archive is made: once, by any backend, with its progress and what has failed."""

import zipfile
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from time import monotonic, sleep

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook
from pytest_django import DjangoCaptureOnCommitCallbacks, Settings

from phases.archive.domain import LIFE, PATIENCE, new_archive
from phases.models import ArchiveEntry
from roles.exports.documents.archive import make_entry, start_archive
from roles.exports.documents.export import Export
from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Paper
from roles.formats.text import DocumentRefused
from tests.conftest import Team
from tests.factories import UserFactory
from tests.roles.exports.test_archive import (
    DATABASE,
    DELETE,
    FILE,
    LATER,
    PAGE,
    THREAD,
    download,
    polled,
    second_project,
    status_of,
    tasks,
)


def test_archive_in_the_making_is_not_begun_again(team: Team, settings: Settings) -> None:
    tasks(settings, LATER)
    user = team.users["owner"]
    first = new_archive(user, "en")
    assert len(first) == 1
    assert new_archive(user, "fr") == []
    ArchiveEntry.objects.update(asked_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    assert len(new_archive(user, "fr")) == 1
    make_entry.call(first[0])  # a task of the archive that is gone
    assert ArchiveEntry.objects.get().made_at is None


@pytest.mark.django_db(transaction=True)
def test_two_starts_at_once_make_one(team: Team, settings: Settings) -> None:
    tasks(settings, LATER)
    second_project(team.users["owner"])
    barrier, begun = Barrier(4), []

    def start() -> None:
        barrier.wait()
        try:
            begun.append(len(new_archive(team.users["owner"], "fr")))
        finally:
            connection.close()

    threads = [Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(begun) == [0, 0, 0, 2]
    assert ArchiveEntry.objects.count() == 2


def test_failure_of_one_project_is_named_and_ends_no_other(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(document: MatrixDocument, paper: Paper) -> bytes:
        if document.whole.name == "Brisé":
            raise DocumentRefused("A text does not fit in a cell.")
        return matrix_xlsx(document, paper)

    monkeypatch.setattr("roles.exports.documents.export.matrix_xlsx", refusing)
    second_project(team.users["owner"], "Brisé")
    client = team.client("owner")
    client.post(PAGE)
    page = client.get(PAGE).content.decode()
    assert "Not everything could be made" in page
    assert "Brisé" in page
    assert "XLSX: A text does not fit in a cell." in page
    archive = download(client)
    assert sorted(name.rpartition(".")[2] for name in archive.namelist()) == [
        "json",
        "json",
        "pdf",
        "pdf",
        "txt",
        "xlsx",
    ]
    assert "Brisé" in archive.read("missing.txt").decode("utf-8-sig")


def test_fault_of_ours_is_named_and_ends_no_other(
    team: Team, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    bad = second_project(team.users["owner"], "Brisé").pk

    def make(export: Export) -> bytes:
        if export.matrix.project_id == bad:
            raise ZeroDivisionError
        return b"body"

    monkeypatch.setattr("roles.exports.documents.export.Export.make", make)
    client = team.client("owner")
    client.post(PAGE)
    assert "it could not be made" in client.get(PAGE).content.decode()
    assert "ZeroDivisionError" in caplog.text
    assert len(download(client).namelist()) == 4


def test_archive_of_failures_alone_has_no_file(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.exports.documents.export.Export.make", lambda export: 1 / 0)
    client = team.client("owner")
    client.post(PAGE)
    page = client.get(PAGE).content.decode()
    assert "Nothing could be made" in page
    assert FILE not in page
    assert status_of(client) == 404


def test_progress_is_told_when_there_is_any(team: Team, settings: Settings, quick: None) -> None:
    tasks(settings, LATER)
    user, client = team.users["owner"], team.client("owner")
    for _ in range(7):
        second_project(user)
    entries = new_archive(user, "en")
    assert polled(client, 0).status_code == 204
    make_entry.call(entries[0])
    answer = polled(client, 0).content.decode()
    assert '<progress value="1" max="8"' in answer
    assert "seen=1" in answer
    assert "archive-said" not in answer  # a reader of the screen hears of quarters
    make_entry.call(entries[1])
    assert "archive-said" in polled(client, 1).content.decode()
    assert status_of(client) == 404
    for entry_id in entries[2:]:
        make_entry.call(entry_id)
    answer = polled(client, 7).content.decode()
    assert FILE in answer
    assert "every 2s" not in answer


def test_archive_that_stands_still_says_so_and_may_begin_again(team: Team, settings: Settings) -> None:
    tasks(settings, LATER)
    client = team.client("owner")
    client.post(PAGE)
    ArchiveEntry.objects.update(asked_at=timezone.now() - PATIENCE - timedelta(seconds=1))
    answer = polled(client, 0)
    assert answer.status_code == 200
    assert "Nothing new has been made" in answer.content.decode()
    assert "Start again" in answer.content.decode()
    assert "every 2s" not in answer.content.decode()


def test_archive_that_was_stopped_is_made_no_further(team: Team, settings: Settings, quick: None) -> None:
    tasks(settings, LATER)
    client, entries = team.client("owner"), new_archive(team.users["owner"], "en")
    client.post(DELETE)
    make_entry.call(entries[0])
    assert not ArchiveEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_worker_makes_what_the_database_holds_and_forgets_it_after_a_day(
    team: Team, settings: Settings, quick: None
) -> None:
    tasks(settings, DATABASE)
    second_project(team.users["owner"])
    client = team.client("owner")
    client.post(PAGE)
    assert DBTaskResult.objects.count() == 3
    assert "0 of 2 projects made" in client.get(PAGE).content.decode()
    work = {"batch": True, "startup_delay": False, "verbosity": 0}
    call_command("db_worker", **work)
    assert len(download(client).namelist()) == 6
    ArchiveEntry.objects.update(asked_at=timezone.now() - LIFE)
    DBTaskResult.objects.update(run_after=timezone.now())
    call_command("db_worker", **work)
    assert not ArchiveEntry.objects.exists()
    assert DBTaskResult.objects.failed().count() == 0


@pytest.mark.django_db(transaction=True)
def test_thread_makes_it_while_the_request_is_answered(team: Team, settings: Settings, quick: None) -> None:
    tasks(settings, THREAD)
    client = team.client("owner")
    client.post(PAGE)
    deadline = monotonic() + 60
    while ArchiveEntry.objects.filter(made_at=None).exists() and monotonic() < deadline:
        sleep(0.02)
    assert len(download(team.client("owner")).namelist()) == 3


def test_archives_of_two_languages_speak_their_own(db: None) -> None:
    user = UserFactory.create()
    project = second_project(user)
    start_archive(user, "fr")
    body = bytes(ArchiveEntry.objects.get(project=project).body)
    with zipfile.ZipFile(BytesIO(body)) as folder:
        name = next(name for name in folder.namelist() if name.endswith("xlsx"))
        assert load_workbook(BytesIO(folder.read(name))).sheetnames[0] == "Matrice"


def test_thread_begins_only_what_is_committed(
    team: Team, settings: Settings, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    tasks(settings, THREAD)
    with django_capture_on_commit_callbacks() as waiting:
        start_archive(team.users["owner"], "fr")
    assert len(waiting) == 2  # to make the project, and to forget it after a day
    assert ArchiveEntry.objects.get().made_at is None
