"""verify_history PROJECT: does the journal account for the matrix? Exit 1 if not, 2 for no such project."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phases.models import Project
from roles.history.domain.replay import ReplayFailed, verify


class Command(BaseCommand):
    """Checks that the journal of a project accounts for its matrix."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The project's id."""
        parser.add_argument("project", type=int)

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each line that is not what the matrix holds."""
        try:
            problems = verify(options["project"])
        except Project.DoesNotExist as missing:
            raise CommandError(f"There is no project {options['project']}.", returncode=2) from missing
        except ReplayFailed as unknown:
            raise CommandError(f"This line keeps too little to be taken back: {unknown}", returncode=1) from unknown
        for line, found in problems:
            self.stdout.write(f"{line}, but “{found}” is found")
        if problems:
            raise CommandError(f"{len(problems)} line(s) disagree with the matrix.", returncode=1)
        self.stdout.write("The journal accounts for the matrix.")
