"""seal_history PROJECT | --all: print a signed head of each journal, to keep elsewhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from phases.models import Project
from phases.projects.seal import framework_seals, seal
from roles.people.domain.login_journal import LOGINS, login_seal


class Command(BaseCommand):
    help = "Print the number, the version and the seal of journals: verify_history --seals then shows a cut tail."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group(required=True)
        which.add_argument("project", type=int, nargs="?")
        which.add_argument("--all", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        ids = Project.objects.order_by("pk").values_list("pk", flat=True) if options["all"] else [options["project"]]
        for pk in ids:
            try:
                version, sealed = seal(pk)
            except Project.DoesNotExist:
                raise CommandError(f"There is no project {pk}.", returncode=2) from None
            self.stdout.write(f"{pk} v{version} {sealed}")
        for name, version, sealed in framework_seals() if options["all"] else ():
            self.stdout.write(f"{name} v{version} {sealed}")
        if options["all"]:
            version, sealed = login_seal()
            self.stdout.write(f"{LOGINS} v{version} {sealed}")
