"""Bring the French catalogue up to date with the code, or check that it is."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from aispec.web.words import translations


class Command(BaseCommand):
    help = "Update the French catalogue from code and templates (--update), or fail when it is incomplete (--check)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        group = parser.add_mutually_exclusive_group(required=True)
        group.add_argument("--update", action="store_true", help="extract, keep the French there is, compile")
        group.add_argument("--check", action="store_true", help="exit 1 unless all French is there and compiled")

    def handle(self, *args: Any, **options: Any) -> None:
        base = settings.BASE_DIR
        if options["update"]:
            catalog = translations.from_code(base)
            translations.translate(catalog, translations.from_file(base / translations.PO))
            translations.write(base, catalog)
        found = list(translations.problems(base))
        for problem in found:
            self.stderr.write(problem)
        if options["check"] and found:
            raise CommandError(f"{len(found)} problem(s) in the French catalogue.")
