"""backup PATH [--keep N] [--days D]: the database as one file, made while people write."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from aispec.db.backup.copies import back_up, forget_old
from aispec.db.backup.engines import BackupFailed, Cursor
from aispec.db.backup.file import BackupRefused
from aispec.web.operations.unavailable import dispensable
from phases.models import Project, ProjectChange
from roles.enums import SecurityKind
from roles.security_log.domain import note


class Command(BaseCommand):
    help = "Write the database to one file while people write. Exit code 1 when none could be made."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that is not there yet, or a folder")
        parser.add_argument("--keep", type=int, help="in a folder, delete older backups but so many, this one included")
        parser.add_argument("--days", type=int, help="with --keep: delete only those older than so many days")

    def handle(self, *args: Any, **options: Any) -> None:
        place, keep, days = options["path"], options["keep"], options["days"]
        if keep is not None and (keep < 1 or not place.is_dir()):
            raise CommandError("--keep needs a folder, and keeps one backup at least.")
        if days is not None and (keep is None or days < 0):
            raise CommandError("--days goes with --keep, and is no less than 0.")
        with dispensable():
            note(SecurityKind.EXPORTED, None, "backup")
        try:
            path, manifest = back_up(connection, place, heads)
            rows = sum(manifest.rows.values())
            self.stdout.write(f"{path}: {rows} rows of {len(manifest.rows)} tables, {len(manifest.heads)} projects.")
            gone, damaged = forget_old(place, keep, days) if keep else ([], [])
        except (BackupRefused, BackupFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{place} cannot be written: {error.strerror}.") from error
        for old in gone:
            self.stdout.write(f"{old} deleted.")
        for other in damaged:
            self.stderr.write(f"{other} is no whole backup: it is left as it is, and not counted.")


def heads(cursor: Cursor) -> dict[str, list[Any]]:
    """The version of each project, and the hash of the last line of its journal."""
    project, line = Project._meta.db_table, ProjectChange._meta.db_table
    last = f"SELECT hash FROM {line} WHERE project_id = project.id ORDER BY version DESC, id DESC LIMIT 1"  # noqa: S608
    cursor.execute(f"SELECT id, version, ({last}) FROM {project} AS project ORDER BY id")  # noqa: S608
    return {str(pk): [version, head] for pk, version, head in cursor.fetchall()}
