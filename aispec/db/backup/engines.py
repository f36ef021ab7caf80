"""How each engine copies a database while people write, and brings one back where there is none."""

import os
import sqlite3
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from aispec.db.backup.file import BackupRefused


class BackupFailed(Exception):
    """The engine could not copy or bring back; the message is its own."""


class Cursor(Protocol):
    """What the cursors of both engines can do."""

    def execute(self, sql: Any, /) -> object:
        """Send a statement."""

    def fetchall(self) -> list[Any]:
        """All rows of it."""


class Sqlite:
    """One file, copied by SQLite's online backup in one step, which sees all that was committed and blocks nobody."""

    name = "sqlite"
    # What names the tables.
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY 1"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.path = Path(str(connection.settings_dict["NAME"]))

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that reads what stands there now."""
        with closing(sqlite3.connect(self.path if self.path.exists() else ":memory:")) as database:
            yield database.cursor()

    @contextmanager
    def copied(self, content: Path) -> Iterator[Cursor]:
        """Copy the database to `content`; the cursor reads what was copied."""
        with closing(sqlite3.connect(self.path)) as source, closing(sqlite3.connect(content)) as copy:
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            yield copy.cursor()

    def bring_back(self, content: Path) -> None:
        """Put a copy where there are no tables. Raises BackupFailed."""
        with closing(sqlite3.connect(content)) as copy:
            [(found,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
        if found != "ok":
            raise BackupFailed(found)
        for beside in ("-wal", "-shm"):  # of the empty database that may stand here
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        content.replace(self.path)


class Postgresql:
    """Copied by pg_dump in its custom form, of a snapshot that the counts are read from as well."""

    name = "postgresql"
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        settings = connection.settings_dict
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        self.environment = {name: str(settings[key]) for name, key in names.items() if settings.get(key)}

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that reads what stands there now, all of one moment."""
        import psycopg  # noqa: PLC0415 (only where PostgreSQL serves)

        params: dict[str, Any] = self.connection.get_connection_params()
        with psycopg.connect(**params) as database, database.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            yield cursor

    @contextmanager
    def copied(self, content: Path) -> Iterator[Cursor]:
        """Copy the database to `content`; the cursor reads what was copied. Raises BackupFailed."""
        with self.reading() as cursor:
            cursor.execute("SELECT pg_export_snapshot()")
            [(snapshot,)] = cursor.fetchall()
            self._run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={content}")
            yield cursor

    def bring_back(self, content: Path) -> None:
        """Put a copy where there are no tables: all of it or nothing. Raises BackupFailed."""
        target = f"--dbname={self.environment['PGDATABASE']}"
        self._run("pg_restore", "--single-transaction", "--exit-on-error", target, str(content))

    def _run(self, program: str, *options: str) -> None:
        """Without the owners and rights of the machine it comes from, nor comments, which extensions make theirs."""
        command = [program, "--no-owner", "--no-privileges", "--no-comments", "--no-password", *options]
        try:
            done = subprocess.run(  # noqa: S603 (no shell; names from the settings)
                command, env=os.environ | self.environment, capture_output=True, text=True, check=False
            )
        except FileNotFoundError:
            raise BackupFailed(f"{program} is not there: it comes with the client programs of PostgreSQL.") from None
        if done.returncode:
            raise BackupFailed(done.stderr.strip() or f"{program} ended with {done.returncode}.")


Engine = Sqlite | Postgresql


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    """The engine of a connection. Raises BackupRefused for one that cannot be copied."""
    engines: Mapping[str, type[Engine]] = {engine.name: engine for engine in (Sqlite, Postgresql)}
    if connection.vendor not in engines:
        raise BackupRefused(f"A database of {connection.vendor} cannot be backed up by this command.")
    return engines[connection.vendor](connection)


def rows_of(engine: Engine, cursor: Cursor) -> dict[str, int]:
    """The number of rows of each table."""
    cursor.execute(engine.tables)
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (a name that the engine has given)
        [(rows[table],)] = cursor.fetchall()
    return rows
