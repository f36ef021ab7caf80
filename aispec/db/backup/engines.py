"""How each engine copies a database while people write, and brings one back where there is none."""

import os
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db.backends.base.base import BaseDatabaseWrapper

from aispec.db.backup.drafts import put
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
        self.path = Path(str(connection.settings_dict["NAME"])).resolve()
        self.drafts = self.path.parent  # from where a file can take its place in one step

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that reads what stands there now."""
        with (
            _told(sqlite3.Error),
            closing(sqlite3.connect(self.path if self.path.exists() else ":memory:")) as database,
        ):
            yield database.cursor()

    @contextmanager
    def copied(self, content: Path) -> Iterator[Cursor]:
        """Copy the database to `content`; the cursor reads what was copied. Raises BackupFailed."""
        with (
            _told(sqlite3.Error),
            closing(sqlite3.connect(self.path)) as source,
            closing(sqlite3.connect(content)) as copy,
        ):
            source.backup(copy)
            copy.execute("PRAGMA journal_mode=DELETE")  # one file, with no log beside it
            yield copy.cursor()

    @contextmanager
    def brought_back(self, content: Path) -> Iterator[Cursor]:
        """Put a copy where there are no tables, once the cursor has read it. Raises BackupFailed and BackupRefused."""
        with _told(sqlite3.Error), closing(sqlite3.connect(content)) as copy:
            [(found,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
            if found != "ok":
                raise BackupFailed(found)
            yield copy.cursor()
        refuse_tables(self)  # that somebody has made meanwhile
        for beside in ("-wal", "-shm", "-journal"):  # of the empty database that may stand here, or of one that stood
            self.path.with_name(self.path.name + beside).unlink(missing_ok=True)
        put(content, self.path)


class Postgresql:
    """Copied by pg_dump in its custom form, of a snapshot that the counts are read from as well."""

    name = "postgresql"
    tables = "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self.connection = connection
        self.drafts = Path(tempfile.gettempdir())
        settings = connection.settings_dict
        names = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
        self.environment = {name: str(settings[key]) for name, key in names.items() if settings.get(key)}

    @contextmanager
    def reading(self) -> Iterator[Cursor]:
        """A cursor that reads what stands there now, all of one moment."""
        import psycopg  # noqa: PLC0415 (only where PostgreSQL serves)

        params: dict[str, Any] = self.connection.get_connection_params()
        with _told(psycopg.Error), psycopg.connect(**params) as database, database.cursor() as cursor:
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

    @contextmanager
    def brought_back(self, content: Path) -> Iterator[Cursor]:
        """Put a copy where there are no tables, all or nothing; the cursor reads it there. Raises BackupFailed."""
        target = f"--dbname={self.environment['PGDATABASE']}"
        self._run("pg_restore", "--single-transaction", "--exit-on-error", target, str(content))
        try:
            with self.reading() as cursor:
                yield cursor
        except BackupRefused as refused:
            raise BackupRefused(f"{refused} It stands in the database now: do not serve it.") from refused

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


@contextmanager
def _told(errors: type[Exception]) -> Iterator[None]:
    """What an engine says of itself, as BackupFailed."""
    try:
        yield
    except errors as error:
        raise BackupFailed(str(error).strip()) from error


Engine = Sqlite | Postgresql


def engine_of(connection: BaseDatabaseWrapper) -> Engine:
    """The engine of a connection. Raises BackupRefused for one that cannot be copied."""
    engines: Mapping[str, type[Engine]] = {engine.name: engine for engine in (Sqlite, Postgresql)}
    if connection.vendor not in engines:
        raise BackupRefused(f"A database of {connection.vendor} cannot be backed up by this command.")
    return engines[connection.vendor](connection)


def refuse_tables(engine: Engine) -> None:
    """Raises BackupRefused where tables stand."""
    with engine.reading() as cursor:
        if rows_of(engine, cursor):
            raise BackupRefused("A database stands here already. Name an empty one; this one stays as it is.")


def rows_of(engine: Engine, cursor: Cursor) -> dict[str, int]:
    """The number of rows of each table."""
    cursor.execute(engine.tables)
    rows = {}
    for (table,) in cursor.fetchall():
        cursor.execute(f'SELECT count(*) FROM "{table}"')  # noqa: S608 (a name that the engine has given)
        [(rows[table],)] = cursor.fetchall()
    return rows
