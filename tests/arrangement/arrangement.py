"""The product as it runs in production: web servers and workers, each a program, around one database and one cache.

    with Arrangement(tmp_path, this_database(), webs=2, workers=2, cached=True) as running:
        owner = running.visitor(team.users["owner"])       # talks to the first of the web servers
        owner.post(f"/fr/projects/{project.pk}/cells/", {...})
        running.webs[0].kill()                             # as when the power goes
        running.webs[0].start()
        running.manage("verify_history", "--all")

Each of `webs`, `workers` and `cache` is a Service. On the database of the test, factories fill it and querysets look at
it; on another (`empty_database`), `manage("prepare")` has run and the commands of the product fill it. Everything ends
with the block, in order.
"""

import os
import secrets
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User

from tests.arrangement import services
from tests.arrangement.databases import all_is_due
from tests.arrangement.mailbox import Mailbox
from tests.arrangement.services import Service
from tests.arrangement.visitor import Visitor


class Arrangement:
    """Web servers and workers around one database; with a cache when `cached`, and with a mail server."""

    def __init__(
        self,
        folder: Path,
        database: str,
        *,
        webs: int = 1,
        workers: int = 1,
        cached: bool = False,
        gunicorn: tuple[str, ...] = (),
        **environment: str,
    ) -> None:
        self.folder, self.mailbox, self.exit = folder, Mailbox(), ExitStack()
        self.cache = services.cache(folder) if cached else None
        self.environment = {
            "VAR_DIR": str(folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "ALLOWED_HOSTS": "localhost",
            "DATABASE_URL": database,
            "EMAIL_URL": self.mailbox.url,
            "SECURE_SSL_REDIRECT": "no",
        }
        if self.cache:
            self.environment["CACHE_URL"] = f"valkey://127.0.0.1:{self.cache.port}/0"
        self.environment |= environment
        self.webs = [services.web(folder, self.environment, *gunicorn) for _ in range(webs)]
        self.workers = [services.worker(folder, self.environment, number) for number in range(workers)]
        self.environment.setdefault("SITE_URL", self.url())

    @property
    def services(self) -> list[Service]:
        """All of them, in the order in which they begin."""
        return [*([self.cache] if self.cache else []), *self.webs, *self.workers]

    def __enter__(self) -> Self:
        with self.exit:  # what has begun ends when the rest cannot begin
            self.mailbox.open()
            self.exit.callback(self.mailbox.close)
            self.manage("prepare")
            for service in self.services:
                self.exit.callback(service.stop)
                service.begin()
            for service in self.services:
                service.wait()
            self.exit.callback(self._tell_to_stop)
            self.exit = self.exit.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.exit.close()

    def _tell_to_stop(self) -> None:
        """All at once, so that nobody is waited for in turn; the cache last."""
        for service in [*self.webs, *self.workers]:
            service.tell_to_stop()

    def url(self, number: int = 0) -> str:
        """The address of one of the web servers."""
        return f"http://localhost:{self.webs[number].port}"

    def visitor(self, user: User | None = None, number: int = 0) -> Visitor:
        """Somebody who talks to one of the web servers, signed in when the database is that of the test."""
        return Visitor(self.url(number), user, self.environment["SECRET_KEY"])

    def a_minute_passes(self) -> None:
        """What waits, so that notices of a minute leave together, is due now."""
        for _ in range(3):  # a reading of the journal puts off a mail
            time.sleep(2)
            all_is_due(self.environment["DATABASE_URL"])

    def manage(self, *arguments: str) -> str:
        """What a command prints. Raises CalledProcessError when it fails."""
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], **self.environment},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
