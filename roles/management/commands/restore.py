"""restore PATH: bring a backup back where no database stands."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from aispec.db.backup.copies import restore
from aispec.db.backup.engines import BackupFailed
from aispec.db.backup.file import BackupRefused


class Command(BaseCommand):
    help = "Bring a backup back to an empty database. Exit code 1 when nothing was brought back."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="a file that backup has made")

    def handle(self, *args: Any, **options: Any) -> None:
        connection.close()
        try:
            manifest = restore(connection, options["path"])
        except (BackupRefused, BackupFailed) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"It cannot be brought back: {error.strerror}.") from error
        rows = sum(manifest.rows.values())
        self.stdout.write(f"{rows} rows of {len(manifest.rows)} tables as they stood at {manifest.made}.")
        self.stdout.write("Next: manage.py prepare, then manage.py verify_history --all.")
