"""All projects of a reader as one file: for the reader alone, for a day, with whatever could be made."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from threading import Barrier, Thread
from time import monotonic, sleep
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, DjangoCaptureOnCommitCallbacks, Settings

from phases.archive.domain import LIFE, PATIENCE, archive_of, forget_old, new_archive
from phases.enums import Role
from phases.models import ArchiveEntry, Membership, Project
from roles.exports.documents.archive import make_entry, start_archive
from roles.exports.documents.export import Export
from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Paper
from roles.formats.text import DocumentRefused
from roles.imports.domain.create_project import load_project
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, UserFactory, small_project

PAGE, FILE, DELETE = "/en/projects/archive/", "/en/projects/archive/file/", "/en/projects/archive/delete/"
LATER = "django_tasks.backends.dummy.DummyBackend"
THREAD = "aispec.web.tasks.ThreadBackend"
DATABASE = "django_tasks_db.DatabaseBackend"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Documents of no content, for tests that look at what becomes of them."""
    monkeypatch.setattr("roles.exports.documents.export.Export.make", lambda export: export.file_name.encode())


def tasks(settings: Settings, backend: str) -> None:
    settings.TASKS = {"default": {"BACKEND": backend}}


def download(client: Client) -> zipfile.ZipFile:
    response = client.get(FILE)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"].startswith('attachment; filename="projects-20')
    body = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert len(body) == int(response["Content-Length"])
    archive = zipfile.ZipFile(BytesIO(body))
    assert archive.testzip() is None
    return archive


def status_of(client: Client) -> int:
    """The status of the file, which is closed once it is read."""
    response: Any = client.get(FILE)
    if response.streaming:
        list(response.streaming_content)
    status: int = response.status_code
    return status


def polled(client: Client, seen: int) -> HttpResponse:
    response: Any = client.get(PAGE, {"seen": seen}, headers={"HX-Request": "true"})
    return response  # type: ignore[no-any-return]


def second_project(user: User, name: str = "Prévision de la demande", role: Role = Role.VIEWER) -> Project:
    project = small_project(1, 1)
    Project.objects.filter(pk=project.pk).update(name=name)
    MembershipFactory.create(project=project, user=user, role=role)
    return project


@pytest.mark.parametrize("reader", READERS)
def test_archive_is_for_whoever_has_signed_in_and_a_project(team: Team, reader: str, quick: None) -> None:
    client = team.client(reader)
    signed_in = reader != "anonymous"
    assert client.get(PAGE).status_code == (200 if signed_in else 302)
    assert client.post(PAGE).status_code == 302
    member = reader in ("owner", "editor", "viewer")
    assert ArchiveEntry.objects.count() == member
    assert status_of(client) == (200 if member else 404 if signed_in else 302)
    assert client.post(DELETE).status_code == 302
    assert not ArchiveEntry.objects.exists()


@pytest.mark.parametrize("reader", [reader for reader in READERS if reader != "owner"])
def test_archive_of_another_is_out_of_reach(team: Team, reader: str, quick: None) -> None:
    team.client("owner").post(PAGE)
    client = team.client(reader)
    assert status_of(client) == (302 if reader == "anonymous" else 404)
    client.post(DELETE)
    assert status_of(team.client("owner")) == 200


def test_file_holds_a_folder_a_project_with_documents_that_open(team: Team) -> None:
    second_project(team.users["owner"])
    client = team.client("owner")
    client.post(PAGE)
    archive = download(client)
    names = archive.namelist()
    assert [name.partition("/")[0] for name in names] == [
        *["prevision-de-la-demande"] * 3,
        *["prevision-de-la-demande-2"] * 3,
    ]
    book, sheet, data = names[:3]
    assert load_workbook(BytesIO(archive.read(book))).sheetnames[0] == "Matrix"
    assert "Prévision" in PdfReader(BytesIO(archive.read(sheet))).pages[0].extract_text()
    made = load_project(team.users["owner"], json.loads(archive.read(data)))
    assert (made.name, made.duties.count()) == (team.project.name, team.project.duties.count())


@pytest.mark.parametrize(("reader", "told"), [("owner", True), ("editor", False), ("viewer", False)])
def test_json_of_the_file_tells_addresses_to_whoever_sees_the_directory(team: Team, reader: str, told: bool) -> None:
    team.project.positions.update(holder=PersonFactory.create(email="ada@secret.example"))
    client = team.client(reader)
    client.post(PAGE)
    archive = download(client)
    data = archive.read(next(name for name in archive.namelist() if name.endswith(".json")))
    assert (b"ada@secret.example" in data) == told


def test_page_without_a_project_offers_nothing(team: Team) -> None:
    page = team.client("outsider").get(PAGE).content.decode()
    assert "No projects yet" in page
    assert "Prepare the file" not in page


def test_project_lost_after_the_making_is_not_in_the_file(team: Team, quick: None) -> None:
    user = team.users["owner"]
    lost = second_project(user, "Secret")
    client = team.client("owner")
    client.post(PAGE)
    assert any(name.startswith("secret/") for name in download(client).namelist())
    Membership.objects.filter(user=user, project=lost).delete()
    archive = download(client)
    assert not any("secret" in name for name in archive.namelist())
    note = archive.read("missing.txt").decode("utf-8-sig")
    assert "no longer have access to: 1" in note
    assert "Secret" not in note
    page = client.get(PAGE).content.decode()
    assert "1 project is not in it" in page
    assert "Secret" not in page


def test_archive_whose_projects_are_all_lost_is_refused(team: Team, quick: None) -> None:
    client = team.client("owner")
    client.post(PAGE)
    Membership.objects.filter(user=team.users["owner"]).delete()
    assert status_of(client) == 404
    assert "No projects yet" in client.get(PAGE).content.decode()


def test_project_lost_before_the_making_is_not_made(team: Team, settings: Settings, quick: None) -> None:
    tasks(settings, LATER)
    user = team.users["owner"]
    lost = second_project(user)
    entries = new_archive(user, "en")
    Membership.objects.filter(user=user, project=lost).delete()
    for entry_id in entries:
        make_entry.call(entry_id)
    assert [entry.project_id for entry in ArchiveEntry.objects.all()] == [team.project.pk]
    archive = archive_of(user)
    assert archive is not None
    assert (archive.ready, archive.lost) == (True, 0)


def test_archive_is_gone_after_a_day(team: Team, quick: None) -> None:
    client = team.client("owner")
    client.post(PAGE)
    ArchiveEntry.objects.update(asked_at=timezone.now() - LIFE + timedelta(minutes=1))
    assert status_of(client) == 200
    forget_old()
    assert ArchiveEntry.objects.exists()
    ArchiveEntry.objects.update(asked_at=timezone.now() - LIFE)
    assert status_of(client) == 404
    assert "The file is ready" not in client.get(PAGE).content.decode()
    team.client("editor").post(PAGE)  # whoever begins one sweeps
    assert not ArchiveEntry.objects.filter(owner=team.users["owner"]).exists()


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


@pytest.mark.parametrize("others", [0, 12])
def test_page_costs_the_same_for_any_number(
    team: Team, others: int, quick: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(others):
        second_project(team.users["owner"])
    client = team.client("owner")
    client.post(PAGE)
    with django_assert_num_queries(6):  # session, user, archive, how many projects, notices, the directory
        client.get(PAGE)
    with django_assert_num_queries(5):  # session, user, archive, its bytes, a line of the security log
        download(client)


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
