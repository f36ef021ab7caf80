"""Backups of both engines: made under load, brought back whole, and refused where they are not whole or not ours."""

import io
import json
import os
import signal
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper

from aispec.db.backup import copies
from aispec.db.backup.copies import back_up, forget_old, restore
from aispec.db.backup.drafts import draft_in
from aispec.db.backup.engines import engine_of
from aispec.db.backup.file import DATABASE, MANIFEST, BackupRefused, Manifest, write
from phases.models import Project, ProjectChange
from phases.projects.domain import ProjectDetails, edit_project
from roles.management.commands.backup import heads
from tests.factories import UserFactory, small_project

pytestmark = pytest.mark.django_db(transaction=True)
DAYS = ("2026-01-01", "2026-01-02", "9999-12-31")
BLANK = "raci_restored"  # the name of the empty database of PostgreSQL


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[BaseDatabaseWrapper]:
    """A connection to an empty database of the same engine."""
    other = connection.copy()
    if connection.vendor == "sqlite":
        other.settings_dict["NAME"] = str(tmp_path / "restored.sqlite3")
        yield other
        return
    other.settings_dict["NAME"] = BLANK
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {BLANK}")
        cursor.execute(f"CREATE DATABASE {BLANK}")
    yield other
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE {BLANK}")


def made(folder: Path) -> Path:
    path, _manifest = back_up(connection, folder, heads)
    return path


def rename(project: Project, user: User, name: str) -> None:
    edit_project(project.pk, user, ProjectDetails(name, "", {}))


def rewritten(path: Path, **changes: object) -> Path:
    """The backup with another manifest."""
    with zipfile.ZipFile(path) as archive:
        content, facts = archive.read(DATABASE), json.loads(archive.read(MANIFEST))
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(DATABASE, content)
        archive.writestr(MANIFEST, json.dumps(facts | changes))
    return path


def resealed(path: Path, **changes: Any) -> Path:
    """As another release would have written it: its manifest is as it was written."""
    manifest, content, other = Manifest.read(path), path.with_name("content"), path.with_name("other.backup")
    with zipfile.ZipFile(path) as archive:
        content.write_bytes(archive.read(DATABASE))
    write(other, content, replace(manifest, **changes))
    return other


def killed(work: Callable[[], object]) -> None:
    """Let a program of its own do this, which must be killed by it."""
    child = os.fork()
    if not child:
        with suppress(BaseException):
            work()
        os._exit(1)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def kill(*_args: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def test_backup_brought_back_holds_everything(tmp_path: Path, elsewhere: BaseDatabaseWrapper) -> None:
    project = small_project()
    rename(project, UserFactory.create(), "Prévision de la demande")
    path = made(tmp_path)
    manifest = restore(elsewhere, path)
    assert manifest.heads == {str(project.pk): [1, ProjectChange.objects.latest("id").hash]}
    with engine_of(elsewhere).reading() as cursor:
        cursor.execute("SELECT name, version FROM phases_project")
        assert [tuple(row) for row in cursor.fetchall()] == [("Prévision de la demande", 1)]
    assert path.stat().st_mode & 0o077 == 0


def test_backup_asks_nothing_of_the_owner_of_an_extension(tmp_path: Path) -> None:
    """Where a superuser has made pg_trgm, the owner of the database may use it and say nothing of it."""
    with zipfile.ZipFile(made(tmp_path)) as archive:
        assert b"COMMENT ON" not in archive.read(DATABASE)


def test_backup_made_while_people_write_is_of_one_moment(tmp_path: Path, elsewhere: BaseDatabaseWrapper) -> None:
    """In each backup the version of each project is that of the last line of its journal."""
    projects, user = [small_project(), small_project()], UserFactory.create()

    def write(at: int) -> None:
        for turn in range(40):
            rename(projects[at], user, f"Nom {turn}")
        connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        writers = [pool.submit(write, at) for at in range(2)]
        paths = []
        while not all(writer.done() for writer in writers):
            paths.append(made(tmp_path))
        for writer in writers:
            writer.result()
    restore(elsewhere, paths[len(paths) // 2])
    with engine_of(elsewhere).reading() as cursor:
        cursor.execute(
            "SELECT version, (SELECT coalesce(max(version), 0) FROM phases_projectchange WHERE project_id = project.id)"
            " FROM phases_project AS project"
        )
        found = cursor.fetchall()
    assert len(found) == 2
    assert all(version == line for version, line in found)


def test_backup_does_not_touch_a_database_that_stands(tmp_path: Path) -> None:
    small_project()
    path = made(tmp_path)
    with pytest.raises(BackupRefused, match="stands here already"):
        restore(connection, path)
    assert Project.objects.count() == 1


@pytest.mark.parametrize("share", [0.1, 0.5, 0.99])
def test_backup_that_is_cut_off_is_refused(tmp_path: Path, elsewhere: BaseDatabaseWrapper, share: float) -> None:
    path = made(tmp_path)
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(BackupRefused, match="no backup, or only a part"):
        restore(elsewhere, path)
    assert is_empty(elsewhere)


def test_backup_with_other_bytes_is_refused(tmp_path: Path, elsewhere: BaseDatabaseWrapper) -> None:
    path = made(tmp_path)
    content = bytearray(path.read_bytes())
    middle = len(content) // 2
    content[middle : middle + 64] = bytes(64)
    path.write_bytes(content)
    with pytest.raises(BackupRefused):
        restore(elsewhere, path)
    assert is_empty(elsewhere)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"migrations": [["roles", "9999_later"]]}, "of a later release than this one, with roles.9999_later"),
        ({"engine": "oracle"}, "is of oracle"),
        ({"sha256": "0" * 64}, "another database than its manifest says"),
        ({"size": 1}, "another database than its manifest says"),
    ],
)
def test_backup_that_is_not_for_this_place_is_refused(
    tmp_path: Path, elsewhere: BaseDatabaseWrapper, changes: dict[str, object], why: str
) -> None:
    path = resealed(made(tmp_path), **changes)
    with pytest.raises(BackupRefused, match=why):
        restore(elsewhere, path)
    assert is_empty(elsewhere)


def test_backup_whose_manifest_was_altered_is_refused(tmp_path: Path, elsewhere: BaseDatabaseWrapper) -> None:
    """In any of its fields, or with one more; and its own hash, too."""
    path = made(tmp_path)
    with zipfile.ZipFile(path) as archive:
        facts = json.loads(archive.read(MANIFEST))
    whole = path.read_bytes()
    for name in [*facts, "more"]:
        for other in (0, "x", [["x", 2]], None):
            with pytest.raises(BackupRefused, match=r"not as it was written|of another program"):
                restore(elsewhere, rewritten(path, **{name: other}))
            path.write_bytes(whole)
    assert is_empty(elsewhere)
    restore(elsewhere, path)


def test_backup_that_is_killed_leaves_nothing(
    tmp_path: Path, elsewhere: BaseDatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither under its name nor, once the next has run, beside it; and a restore nothing that could be served."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with monkeypatch.context() as patch:
        patch.setattr(copies, "put", kill)
        killed(lambda: made(tmp_path))
    [draft] = tmp_path.iterdir()
    assert draft.name.startswith(".")
    assert draft.stat().st_mode & 0o077 == 0
    path = made(tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(copies, "check_rows" if connection.vendor == "sqlite" else "unpack", kill)
        killed(lambda: restore(elsewhere, path))
    assert is_empty(elsewhere)
    restore(elsewhere, path)
    with monkeypatch.context() as patch:
        patch.setattr(copies, "refuse_tables", kill)
        killed(lambda: restore(elsewhere, path))
    with pytest.raises(BackupRefused, match="stands here already"):
        restore(elsewhere, path)
    assert [other.name for other in tmp_path.iterdir() if other.name.startswith(".")] == []


def test_backup_beside_one_that_is_being_made_leaves_it_alone(tmp_path: Path) -> None:
    with draft_in(tmp_path) as draft:
        made(tmp_path)
        assert draft.exists()


def test_backup_of_any_other_file_is_refused(tmp_path: Path, elsewhere: BaseDatabaseWrapper) -> None:
    other = tmp_path / "other.zip"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("readme", "x")
    lost = tmp_path / "lost.backup"
    (tmp_path / "empty.backup").touch()
    with pytest.raises(BackupRefused, match="no backup"):
        restore(elsewhere, other)
    with pytest.raises(BackupRefused, match="no backup"):
        restore(elsewhere, tmp_path / "empty.backup")
    with pytest.raises(BackupRefused, match="There is no"):
        restore(elsewhere, lost)
    with pytest.raises(BackupRefused, match="cannot be read: Is a directory"):
        restore(elsewhere, tmp_path)


def test_backups_beyond_those_to_keep_go(tmp_path: Path) -> None:
    """A file that is no whole backup, or of a day to come, is neither deleted nor counted."""
    first, second, third = (made(tmp_path) for _ in range(3))
    cut, folder, later = (tmp_path / f"raci-{day}T020000.000000Z.backup" for day in DAYS)
    cut.write_bytes(first.read_bytes()[:-9])
    later.write_bytes(first.read_bytes())
    folder.mkdir()
    notes = tmp_path / "notes.backup"
    notes.write_bytes(first.read_bytes())
    assert forget_old(tmp_path, keep=2, days=1) == ([], [folder, cut])
    assert forget_old(tmp_path, keep=2) == ([first], [folder, cut])
    assert {*tmp_path.iterdir()} == {second, third, cut, folder, later, notes}


def test_backup_command_says_what_it_made(tmp_path: Path) -> None:
    small_project()
    out = io.StringIO()
    made(tmp_path)
    call_command("backup", tmp_path, keep=1, stdout=out)
    [path] = tmp_path.glob("*.backup")
    assert str(path) in out.getvalue()
    assert "1 projects" in out.getvalue()
    assert "deleted" in out.getvalue()
    assert Manifest.read(path).rows[Project._meta.db_table] == 1
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", path)
    with pytest.raises(CommandError, match="--keep needs a folder"):
        call_command("backup", tmp_path / "new", keep=1)
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("backup", tmp_path / "no" / "folder")
    with pytest.raises(CommandError, match="stands here already"):
        call_command("restore", path)
    (tmp_path / "link").symlink_to(tmp_path / "nothing")
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", tmp_path / "link")
    path.write_bytes(path.read_bytes()[:99])
    call_command("backup", tmp_path, keep=1, stderr=out)
    assert f"{path} is no whole backup" in out.getvalue()


def is_empty(place: BaseDatabaseWrapper) -> bool:
    engine = engine_of(place)
    with engine.reading() as cursor:
        cursor.execute(engine.tables)
        return not cursor.fetchall()
