"""Where torture happens: the product as in production, on a database of its own, and the world in it."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.arrangement.arrangement import Arrangement
from tests.torture.editors import Editor, Ledger
from tests.torture.postgres import Postgres

DATABASES = ("SQLite", "PostgreSQL")
_INSIDE = """
import json, sys, django
django.setup()
from tests.torture import world
print(json.dumps(getattr(world, sys.argv[1])(*map(json.loads, sys.argv[2:]))))
"""


class Place(Arrangement):
    """An arrangement whose own settings see its database, beside those of this process."""

    world: dict[str, Any]
    mount: Path  # of a disk of its own, where it has one

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.told = Ledger()  # what all were told, in all rows

    def inside(self, name: str, *given: object, database: str = "") -> Any:
        """What a function of `world` answers there, or on another database."""
        command = [sys.executable, "-c", _INSIDE, name, *map(json.dumps, given)]
        environment = {"DJANGO_SETTINGS_MODULE": "aispec.settings", **self.environment}
        environment |= {"DATABASE_URL": database} if database else {}
        done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True)
        return json.loads(done.stdout.splitlines()[-1])

    def people(self, editors: int) -> list[Editor]:
        """So many editors, in a project of theirs."""
        self.world = self.inside("make", editors)
        return [Editor(self.world, number, [web.port for web in self.webs]) for number in range(editors)]

    def wrong(self, ledger: Ledger) -> str:
        """What of all that was said is not so: edits that are lost or doubled, and a history that does not verify."""
        lines = self.inside("lines", self.world["project"])
        lost, doubled = ledger.lost(lines), ledger.doubled(lines)
        try:
            self.manage("verify_history", "--all")
        except subprocess.CalledProcessError as failed:
            return f"lost {lost}, double {doubled}, history: {(failed.stdout or failed.stderr)[-200:]}"
        return f"lost {lost}, double {doubled}" if lost or doubled else ""


@contextmanager
def place(kind: str, postgres: Postgres, **more: Any) -> Iterator[Place]:
    """A place on a new database of this kind."""
    with tempfile.TemporaryDirectory(prefix="torture-") as name:
        folder = Path(name)
        database = postgres.database() if kind == "PostgreSQL" else f"sqlite:///{folder / 'db.sqlite3'}"
        with Place(folder, database, **more) as running:
            yield running
