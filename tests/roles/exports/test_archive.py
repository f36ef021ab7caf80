"""All projects of a reader as one file: for the reader alone, for a day, with whatever could be made."""

import json
import zipfile
from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from phases.archive.domain import LIFE, archive_of, forget_old, new_archive
from phases.enums import Role
from phases.models import ArchiveEntry, Membership, Project
from roles.exports.documents.archive import make_entry
from roles.imports.domain.create_project import load_project
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, small_project

PAGE, FILE, DELETE = "/en/projects/archive/", "/en/projects/archive/file/", "/en/projects/archive/delete/"
LATER = "django_tasks.backends.dummy.DummyBackend"
THREAD = "aispec.web.background.thread.ThreadBackend"
DATABASE = "django_tasks_db.DatabaseBackend"


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
    Membership.objects.filter(user=team.users["editor"]).update(role=Role.OWNER)
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
