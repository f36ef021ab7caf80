"""All that stands between an installed application and a running one, in one process."""

from hashlib import sha256
from io import StringIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.urls import reverse
from django.utils.translation import override

from phases.archive.domain import forget_old
from phases.models import Framework
from roles.models import Person
from roles.people.domain.logins import join_by_email
from roles.people.domain.permissions import hr_group


class Command(BaseCommand):
    help = "Bring database, catalogue, demonstration and static files up to date; what is done already is left alone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=8000, help="the port to name in the greeting")

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", verbosity=0)
        call_command(
            "createcachetable", verbosity=0
        )  # where attempts are counted, unless CACHE_URL names another place
        hr_group()
        join_by_email(Person.objects.all())  # those of before this rule
        forget_old()
        if not Framework.objects.filter(catalogued=True).exists():  # a catalogue that HR has edited is not loaded over
            call_command("load_catalogue", stdout=self.stdout)
        if settings.DEMO:
            call_command("seed_demo", stdout=StringIO())
            call_command("send_notices", stdout=StringIO())  # no timer does
        self.collect_static()
        if settings.DEMO:
            self.greet(f"http://127.0.0.1:{port}")

    def collect_static(self) -> None:
        """Collect and compress the static files when any has changed since the last time."""
        mark = Path(settings.STATIC_ROOT) / ".collected"
        now = _fingerprint()
        if mark.exists() and mark.read_text() == now:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        mark.write_text(now)

    def greet(self, address: str) -> None:
        """Where to go and how to sign in."""
        with override(settings.LANGUAGE_CODE):
            sign_in = reverse("account_login")
        self.stdout.write(f"""
  Matrice RACI   {address}/
  Sign in with one click as the project lead, an editor, a viewer or an HR manager:
                 {address}{sign_in}
  Data and keys are in {settings.VAR_DIR}. Stop with Ctrl+C.
""")


def _fingerprint() -> str:
    """Names, sizes and times of all static files: enough to tell that none has changed."""
    digest = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            stat = Path(storage.path(name)).stat()
            digest.update(f"{name} {stat.st_size} {stat.st_mtime_ns}\n".encode())
    return digest.hexdigest()
