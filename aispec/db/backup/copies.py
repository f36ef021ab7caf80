"""Making a backup while people write, letting old ones go, and bringing one back on an empty place."""

import tempfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader

from aispec.db.backup.engines import Cursor, engine_of, rows_of
from aispec.db.backup.file import BackupRefused, Manifest, check_rows, unpack, write

_NAME = "raci-%Y-%m-%dT%H%M%S.%fZ.backup"  # UTC, so that names sort as their days do
Heads = Callable[[Cursor], dict[str, Any]]


def back_up(connection: BaseDatabaseWrapper, place: Path, heads: Heads) -> tuple[Path, Manifest]:
    """A backup as the file `place`, or in it where it is a folder; the file that was made and what it holds.

    `heads` reads from the copy what its maker wants to find again. Raises BackupRefused, BackupFailed and OSError.
    """
    now = datetime.now(UTC)
    path = place / now.strftime(_NAME) if place.is_dir() else place
    if path.exists():
        raise BackupRefused(f"{path} is there already.")
    engine = engine_of(connection)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".backup-") as folder:
        content = Path(folder) / "database"
        with engine.copied(content) as cursor:
            cursor.execute("SELECT app, name FROM django_migrations ORDER BY app, name")
            migrations = [list(row) for row in cursor.fetchall()]
            facts: dict[str, Any] = {"migrations": migrations, "rows": rows_of(engine, cursor), "heads": heads(cursor)}
        manifest = Manifest.of(content, made=now.isoformat(timespec="seconds"), engine=engine.name, **facts)
        write(path, content, manifest)
    return path, manifest


def forget_old(folder: Path, keep: int, days: int | None = None) -> list[Path]:
    """Delete the backups of a folder but the `keep` newest; with `days`, only those that are older as well.

    What is gone, from the newest. Files of other names are left alone.
    """
    made = sorted(((day, path) for path in folder.iterdir() if (day := _made(path))), reverse=True)
    limit = datetime.now(UTC) - timedelta(days=days or 0)
    old = [path for day, path in made[keep:] if day < limit]
    for path in old:
        path.unlink()
    return old


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
    with engine.reading() as cursor:
        if rows_of(engine, cursor):
            raise BackupRefused("A database stands here already. Name an empty one; this one stays as it is.")
    with tempfile.TemporaryDirectory(dir=_beside(connection), prefix=".restore-") as folder:
        content = Path(folder) / "database"
        unpack(path, content, manifest)
        engine.bring_back(content)
    with engine.reading() as cursor:
        check_rows(path, manifest, rows_of(engine, cursor))
    return manifest


def _beside(connection: BaseDatabaseWrapper) -> Path | None:
    """A folder from which a file can take its place in one step."""
    return Path(str(connection.settings_dict["NAME"])).parent if connection.vendor == "sqlite" else None


def _made(path: Path) -> datetime | None:
    """When a backup was made, from its name; None for another file."""
    try:
        return datetime.strptime(path.name, _NAME).replace(tzinfo=UTC)
    except ValueError:
        return None
