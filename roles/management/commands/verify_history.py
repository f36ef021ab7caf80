"""verify_history PROJECT | --all: does all stand as the journal says? Exit 1 if not, 2 for no such project."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from aispec.db.one_moment import one_moment
from phases.models import Baseline, Framework, Project
from phases.projects.seal import SealBroken, check_seal
from roles.history.domain.proof import faults, framework_faults
from roles.matrix.seals import baseline_seal
from roles.people.domain.login_journal import LOGINS, hash_at, login_faults


class Command(BaseCommand):
    """Checks that what a project holds is what its journal says, and the journal what was written."""

    help = __doc__ or ""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The project's id, or all of them; and the seals that were kept elsewhere."""
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("project", type=int, nargs="?")
        which.add_argument("--all", action="store_true")
        parser.add_argument("--fingerprint", help="that of a document: which frozen version has it?")
        parser.add_argument("--seals", help="a file of what seal_history has printed, or - for the standard input")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Print the first thing that is wrong with each journal, and how many more there are."""
        wrong = self._all() if options["all"] else self._is_wrong(options["project"])
        wrong += sum(self._is_broken(seal) for seal in _seals(options["seals"]))
        if wrong:
            raise CommandError(f"{wrong} of them are not as they were written.", returncode=1)
        self.stdout.write("Everything stands as the journal says.")
        if options["fingerprint"]:
            self.stdout.write(_version_of(options["project"], options["fingerprint"]))

    def _all(self) -> int:
        """How many journals are wrong; a project that is deleted meanwhile is none."""
        projects = list(Project.objects.order_by("pk").values_list("pk", flat=True))
        frameworks = Framework.objects.order_by("pk").values_list("pk", flat=True)
        wrong = sum(self._tell(f"Project {pk}", partial(faults, pk)) for pk in projects)
        wrong += sum(self._tell(f"Framework {pk}", partial(framework_faults, pk)) for pk in frameworks)
        return wrong + self._tell("Logins", login_faults)

    def _is_wrong(self, project_id: int) -> bool:
        if not Project.objects.filter(pk=project_id).exists():
            raise CommandError(f"There is no project {project_id}.", returncode=2)
        return self._tell(f"Project {project_id}", lambda: faults(project_id))

    def _tell(self, what: str, check: Callable[[], Iterator[str]]) -> bool:
        """Whether there is something wrong, the first of which is printed; people go on writing meanwhile."""
        found: list[str] = []
        with one_moment(), suppress(Project.DoesNotExist):
            found = list(check())
        if found:
            more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
            self.stdout.write(f"{what}: {found[0]}{more}")
        return bool(found)

    def _is_broken(self, seal: str) -> bool:
        try:
            check_seal(seal, {LOGINS: hash_at})
        except SealBroken as broken:
            self.stdout.write(str(broken))
            return True
        return False


def _version_of(project_id: int | None, fingerprint: str) -> str:
    """The frozen version with this fingerprint, of a project or of all."""
    baselines = Baseline.objects.filter(**{"project": project_id} if project_id else {})
    for baseline in baselines.iterator():
        if baseline_seal(baseline) == fingerprint:
            return (
                f"Version {baseline.version} of project {baseline.project_id}, “{baseline.name}”, has this fingerprint."
            )
    raise CommandError("No frozen version has this fingerprint.", returncode=1)


def _seals(source: str | None) -> list[str]:
    if source is None:
        return []
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text()
    except OSError as error:
        raise CommandError(f"{source} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise CommandError(f"{source} is no file of seals.") from error
    seals = [words[-1] for line in text.splitlines() if (words := line.split())]
    if not seals:
        raise CommandError(f"{source} holds no seal.")
    return seals
