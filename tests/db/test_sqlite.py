"""The file of SQLite as the product opens it: what is acknowledged is on the disk, and nobody else reads it."""

import os
from pathlib import Path

import pytest
from django.db.backends.base.base import BaseDatabaseWrapper

from tests.db.opened import opened

pytestmark = [pytest.mark.django_db, pytest.mark.once]


def asked(connection: BaseDatabaseWrapper, pragma: str) -> object:
    with connection.cursor() as cursor:
        [value] = cursor.execute(f"PRAGMA {pragma}").fetchone()
    return value


def test_sqlite_has_each_commit_on_the_disk(tmp_path: Path) -> None:
    """On every connection: page, worker and command have this one way to open it."""
    with opened(f"sqlite:///{tmp_path}/db.sqlite3") as connection:
        assert (asked(connection, "synchronous"), asked(connection, "journal_mode")) == (2, "wal")
        connection.close()
        assert asked(connection, "synchronous") == 2


def test_sqlite_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The file, its log and its index, whatever the umask, and where an earlier release left them to others."""
    path, before = tmp_path / "db.sqlite3", os.umask(0)
    try:
        with opened(f"sqlite:///{path}") as connection, connection.cursor() as cursor:
            cursor.execute("CREATE TABLE one (x)")
            files = list(tmp_path.iterdir())
            assert {file.name: file.stat().st_mode & 0o777 for file in files} == dict.fromkeys(
                ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"), 0o600
            )
            for file in files:
                file.chmod(0o644)
            with opened(f"sqlite:///{path}"):
                assert {file.stat().st_mode & 0o777 for file in files} == {0o600}
    finally:
        os.umask(before)
