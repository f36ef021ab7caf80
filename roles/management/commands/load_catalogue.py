"""Load a framework: its phases, profiles, responsibilities, pairs and suggested letters."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from roles.catalogue.documents.framework_reader import read_upload
from roles.catalogue.domain.file_format import CatalogueError
from roles.catalogue.domain.file_loading import load_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.catalogue.domain.load_report import LoadReport

DEFAULT = Path(settings.BASE_DIR) / "fixtures" / "catalogue.json"
SHOWN = 20


class Command(BaseCommand):
    help = "Load or update a framework from a JSON or Excel file; the same file twice changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DEFAULT)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            report = _loaded(file)
        except OSError as error:
            raise CommandError(_("%(file)s cannot be read.") % {"file": file}) from error
        except CatalogueError as error:
            raise CommandError("\n".join([str(file), *error.problems[:SHOWN], *_more(error.problems)])) from error
        done = _("%(framework)s: %(statements)d statements; %(added)d added, %(changed)d changed, %(removed)d removed.")
        words = {name: getattr(report, name) for name in ("framework", "statements", "added", "changed", "removed")}
        self.stdout.write(done % words)
        if report.kept:
            self.stdout.write(_("Kept, because a project uses them: %(codes)s.") % {"codes": ", ".join(report.kept)})


def _loaded(file: Path) -> LoadReport:
    upload = read_upload(file.read_bytes(), file.name)
    return load_catalogue(read_catalogue(upload.data, upload.source, upload.problems))


def _more(problems: list[str]) -> list[str]:
    return [_("… and %(n)d more.") % {"n": len(problems) - SHOWN}] if len(problems) > SHOWN else []
