"""Write a project's matrix to a file, as its Export menu does."""

import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import override

from phases.models import Project
from roles.exports.documents.export import Export, Format, Order
from roles.formats.paper import Mode, Paper
from roles.formats.text import DocumentRefused
from roles.history.domain.replay import NoSuchVersion, ReplayFailed
from roles.history.domain.versions import NOW


class Command(BaseCommand):
    help = "Write a project's matrix to a file. Exit code 1 when nothing could be written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("project", type=int, help="the number of the project, as in its address")
        parser.add_argument("--format", choices=[*Format], default=Format.XLSX.value)
        parser.add_argument("--lang", choices=["fr", "en"], default="fr")
        parser.add_argument("--mode", choices=[*Mode], default=Mode.INTERNAL.value, help="posting: without names")
        parser.add_argument("--paper", choices=[*Paper], default=Paper.AUTO.value)
        parser.add_argument("--at", default=NOW, help="a version (12), a frozen one (b3), or now")
        parser.add_argument("--output", help="a file, a folder, or - for the standard output; default: this folder")

    def handle(self, *args: Any, **options: Any) -> None:
        mode, paper = Mode(options["mode"]), Paper(options["paper"])
        order = Order(Format(options["format"]), timezone.localdate(), mode, paper, emails=True, at=options["at"])
        try:
            document = Export.of(options["project"], order, options["lang"])
            with override(options["lang"]):
                body = document.body()
        except Project.DoesNotExist:
            raise CommandError(f"There is no project {options['project']}.") from None
        except (NoSuchVersion, ReplayFailed):
            raise CommandError(f"Version {options['at']} is not known.") from None
        except DocumentRefused as refused:
            raise CommandError(str(refused)) from refused
        if options["output"] == "-":
            sys.stdout.buffer.write(body)
            return
        self._write(Path(options["output"] or "."), document.file_name, body)

    def _write(self, path: Path, name: str, body: bytes) -> None:
        """The whole file or none: a draft beside it takes its place."""
        try:
            path = path / name if path.is_dir() else path
            with tempfile.TemporaryDirectory(dir=path.parent, prefix=".export-") as folder:
                draft = Path(folder) / "draft"
                draft.write_bytes(body)
                draft.replace(path)
        except OSError as error:
            raise CommandError(f"{path} cannot be written: {error.strerror}.") from error
        self.stdout.write(str(path))
