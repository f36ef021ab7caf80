"""verify_history PROJECT | --all: does the journal account for the matrix? Exit 1 if not, 2 for no such project."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phases.models import Project
from roles.history.domain.replay import ReplayFailed, verify


class Command(BaseCommand):
    """Checks that the journal of a project accounts for its matrix."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The project's id, or all of them."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("project", type=int, nargs="?")
        which.add_argument("--all", action="store_true")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print each line that is not what the matrix holds."""
        ids = Project.objects.order_by("pk").values_list("pk", flat=True) if options["all"] else [options["project"]]
        wrong = [pk for pk in ids if not self._accounts(pk)]
        if wrong:
            raise CommandError(f"The journal does not account for the matrix of {len(wrong)} project(s).", returncode=1)
        self.stdout.write("The journal accounts for the matrix.")

    def _accounts(self, project_id: int) -> bool:
        try:
            problems = verify(project_id)
        except Project.DoesNotExist as missing:
            raise CommandError(f"There is no project {project_id}.", returncode=2) from missing
        except ReplayFailed as unknown:
            self.stdout.write(f"Project {project_id}: this line keeps too little to be taken back: {unknown}")
            return False
        for line, found in problems:
            self.stdout.write(f"Project {project_id}: {line}, but “{found}” is found")
        return not problems
