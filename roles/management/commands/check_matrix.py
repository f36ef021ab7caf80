"""Print what the checks say of a project: `manage.py check_matrix PROJECT`."""

from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from aispec.web.words.typography import typeset, without_emphasis
from phases.models import Project
from roles.checks.domain.check import check, split_dismissed, tally
from roles.checks.domain.finding import Finding
from roles.matrix.matrix import Matrix, load_matrix

EXIT_ERRORS, EXIT_UNKNOWN = 1, 2


class Command(BaseCommand):
    help = "Print the findings of a project's matrix; exit 1 when it has errors, 2 when there is no such project."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("project", help="the number of the project, as in its address")
        parser.add_argument("--lang", choices=["fr", "en"], default="fr", help="language of the findings (default: fr)")

    def handle(self, *args: Any, **options: Any) -> None:
        with override(options["lang"]):
            matrix = self.load(options["project"])
            findings, dismissed = split_dismissed(matrix, check(matrix))
            self.stdout.write(typeset(matrix.name, options["lang"]))
            for severity, group in groupby(findings, lambda finding: finding.severity):
                self.stdout.write(f"\n{severity.label}")
                for finding in group:
                    self.stdout.write(self.line(matrix, finding, options["lang"]))
            self.stdout.write("\n" + summary(findings, len(dismissed)))
        if tally(findings).blocking:
            raise SystemExit(EXIT_ERRORS)

    def load(self, number: str) -> Matrix:
        """The matrix of a project; ends the command when there is none."""
        try:
            return load_matrix(int(number))
        except (Project.DoesNotExist, ValueError, OverflowError):
            raise CommandError(
                _("There is no project %(project)s.") % {"project": number}, returncode=EXIT_UNKNOWN
            ) from None

    def line(self, matrix: Matrix, finding: Finding, language: str) -> str:
        """One finding: rule, place, sentence."""
        place = typeset(without_emphasis(finding.place(matrix)), language)
        return f"  {finding.code}  {place}\n      {finding.message}"


def summary(findings: list[Finding], dismissed: int) -> str:
    """The counts in words."""
    counts = tally(findings)
    aside = ngettext("%(count)s dismissed", "%(count)s dismissed", dismissed) % {"count": dismissed}
    return ", ".join(
        [
            ngettext("%(n)s error", "%(n)s errors", counts.errors) % {"n": counts.errors},
            ngettext("%(n)s to assign", "%(n)s to assign", counts.todo) % {"n": counts.todo},
            ngettext("%(n)s warning", "%(n)s warnings", counts.warnings) % {"n": counts.warnings},
            ngettext("%(n)s hint", "%(n)s hints", counts.hints) % {"n": counts.hints},
            *([aside] if dismissed else []),
        ]
    )
