"""Making a backup while people write, letting old ones go, and bringing one back on an empty place."""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from aispec.db.backup.drafts import draft_in, put
from aispec.db.backup.engines import Cursor, engine_of, refuse_tables, rows_of
from aispec.db.backup.file import BackupRefused, Manifest, check_rows, unpack, write

_NAME = "raci-%Y-%m-%dT%H%M%S.%fZ.backup"  # UTC, so that names sort as their days do
Heads = Callable[[Cursor], dict[str, Any]]


def back_up(connection: BaseDatabaseWrapper, place: Path, heads: Heads) -> tuple[Path, Manifest]:
    """A backup as the file `place`, or in it where it is a folder; the file that was made and what it holds.

    `heads` reads from the copy what its maker wants to find again. Raises BackupRefused, BackupFailed and OSError.
    """
    now = datetime.now(UTC)
    path = place / now.strftime(_NAME) if place.is_dir() else place
    if os.path.lexists(path):
        raise BackupRefused(f"{path} is there already.")
    engine = engine_of(connection)
    with draft_in(path.parent) as folder:
        content, packed = folder / "database", folder / "backup"
        with engine.copied(content) as cursor:
            rows = rows_of(engine, cursor)
            if "django_migrations" not in rows:
                raise BackupRefused("There is nothing to back up: the database has no tables of this program.")
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            migrations = [list(row) for row in cursor.fetchall()]
            facts: dict[str, Any] = {"migrations": migrations, "rows": rows, "heads": heads(cursor)}
        manifest = Manifest.of(content, made=now.isoformat(timespec="seconds"), engine=engine.name, **facts)
        write(packed, content, manifest)
        put(packed, path)
    return path, manifest


def forget_old(folder: Path, keep: int, days: int | None = None) -> tuple[list[Path], list[Path]]:
    """Delete the backups of a folder but the `keep` newest; with `days`, only those that are older as well.

    What is gone, from the newest, and what has the name of a backup and is no whole one: such a file is left alone and
    not counted, as is whatever has another name or a day that has not come yet.
    """
    now = datetime.now(UTC)
    made = sorted(((day, path) for path in folder.iterdir() if (day := _made(path)) and day <= now), reverse=True)
    whole = [(day, path) for day, path in made if _is_whole(path)]
    old = [path for day, path in whole[keep:] if day < now - timedelta(days=days or 0)]
    for path in old:
        path.unlink(missing_ok=True)
    return old, [path for day, path in made if (day, path) not in whole]


def restore(connection: BaseDatabaseWrapper, path: Path) -> Manifest:
    """Bring a backup back where there are no tables; what stands somewhere is never replaced.

    Raises BackupRefused for a file that is damaged, foreign or of a later release, and where tables stand;
    BackupFailed and OSError.
    """
    engine, manifest = engine_of(connection), Manifest.read(path)
    if manifest.engine != engine.name:
        raise BackupRefused(f"{path} is of {manifest.engine}, and the database here of {engine.name}.")
    known = MigrationLoader(None).disk_migrations
    later = [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]
    if later:
        raise BackupRefused(f"{path} is of a later release than this one, with {', '.join(later)}.")
    with draft_in(engine.drafts) as folder:
        refuse_tables(engine)
        content = folder / "database"
        unpack(path, content, manifest)
        with engine.brought_back(content) as cursor:
            check_rows(path, manifest, rows_of(engine, cursor))
    return manifest


def _made(path: Path) -> datetime | None:
    """When a backup was made, from its name; None for another file."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def _is_whole(path: Path) -> bool:
    """Whether it is a backup to its end; what stands in its middle is looked at when it is brought back."""
    try:
        Manifest.read(path)
    except BackupRefused:
        return False
    return not path.is_symlink()
