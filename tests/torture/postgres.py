"""A PostgreSQL of its own, which may be stopped hard, stopped in order, and started again."""

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg

from tests.arrangement.services import free_port

_USER = "postgres" if os.getuid() == 0 else None  # it refuses to run as root


class Postgres:
    """The server, and new databases in it."""

    def __init__(self) -> None:
        self.programs = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1]
        self.port, self.numbers = free_port(), count(1)
        self.folder = Path(tempfile.mkdtemp(prefix="torture-postgres-"))
        if _USER:
            shutil.chown(self.folder, _USER)

    def __enter__(self) -> Self:
        self._run("initdb", "--auth=trust", "--username=raci", "--encoding=UTF8", "--locale=C.UTF-8")
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        self.stop("immediate")
        shutil.rmtree(self.folder, ignore_errors=True)

    def start(self) -> None:
        """Start it, and wait until it answers; after a hard stop it first recovers."""
        options = f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
        self._run("pg_ctl", "--wait", "--timeout=60", "-l", str(self.folder / "log"), "-o", options, "start")

    def stop(self, mode: str) -> None:
        """`fast` in order, `immediate` as when it crashes."""
        self._run("pg_ctl", "--wait", "--mode", mode, "stop")

    @contextmanager
    def hung(self) -> Iterator[None]:
        """All its processes are stopped in the middle of what they do: they take connections, and say nothing."""
        first = int((self.folder / "data" / "postmaster.pid").read_text().split()[0])
        others = Path(f"/proc/{first}/task/{first}/children").read_text().split()
        processes = [first, *map(int, others)]
        try:
            for process in processes:
                os.kill(process, signal.SIGSTOP)
            yield
        finally:
            for process in processes:
                os.kill(process, signal.SIGCONT)

    def database(self) -> str:
        """The URL of a new database."""
        name = f"raci{next(self.numbers)}"
        with psycopg.connect(f"{self._url}/postgres", autocommit=True) as server:
            server.execute(f"CREATE DATABASE {name}")
        return f"{self._url}/{name}"

    @property
    def _url(self) -> str:
        return f"postgres://raci@127.0.0.1:{self.port}"

    def _run(self, program: str, *options: str) -> None:
        environment = {"PATH": os.environ["PATH"], "PGDATA": str(self.folder / "data"), "LANG": "C.UTF-8"}
        subprocess.run(
            [self.programs / program, *options], cwd="/", user=_USER, env=environment, check=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
