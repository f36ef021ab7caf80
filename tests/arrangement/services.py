"""Programs that a test begins, kills, ends and begins again."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from django.conf import settings

PATIENCE = 60  # seconds that a program has to begin to listen, or to end what it has accepted


def free_port() -> int:
    """A port of this machine that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


class Service:
    """A program, and all it begins itself. What it says is in the file `log`, whoever begins it."""

    def __init__(self, command: Sequence[str], log: Path, environment: Mapping[str, str], port: int = 0) -> None:
        self.command, self.log, self.environment, self.port = command, log, environment, port
        self.process: subprocess.Popen[bytes] | None = None

    def begin(self) -> None:
        """Begin it, without waiting for it."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=settings.BASE_DIR,
                env={"PATH": os.environ["PATH"], **self.environment},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def wait(self) -> None:
        """Wait until it listens, if it has a port."""
        end = time.monotonic() + PATIENCE
        while self.port and not self.listens():
            if not self.runs() or time.monotonic() > end:
                raise AssertionError(f"it does not serve: {self.log.read_text()[-2000:]}")
            time.sleep(0.05)

    def start(self) -> None:
        """Begin it, and wait until it listens."""
        self.begin()
        self.wait()

    def listens(self) -> bool:
        with socket.socket() as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    def runs(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def send(self, signum: int) -> None:
        """Send a signal to the program alone."""
        assert self.process is not None
        self.process.send_signal(signum)

    def kill(self) -> None:
        """End it and all it has begun at once, as when the power goes."""
        if self.process is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(PATIENCE)

    def tell_to_stop(self) -> None:
        """Have it end in order, without waiting for it."""
        if self.runs():
            self.send(signal.SIGTERM)

    def stop(self) -> None:
        """Have it end in order; what takes too long is killed, and fails the test."""
        self.tell_to_stop()
        if self.process is not None:
            try:
                self.process.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                raise AssertionError(f"it does not end: {self.log.read_text()[-2000:]}") from None
            finally:
                self.kill()


def web(folder: Path, environment: Mapping[str, str], *options: str) -> Service:
    """A web server on a port of its own, as in production; options of gunicorn win over aispec.server."""
    port = free_port()
    serve = ["-m", "gunicorn", "-c", "python:aispec.server", "aispec.wsgi", "--bind", f"127.0.0.1:{port}"]
    return Service([sys.executable, *serve, *options], folder / f"web-{port}.log", environment, port)


def worker(folder: Path, environment: Mapping[str, str], number: int) -> Service:
    """One who works in the background; it looks for work, and misses others, sooner than in life."""
    name = f"worker-{number}"
    work = ["manage.py", "db_worker", "--worker-id", name, "--interval", "0.2", "--lost-after", "3"]
    return Service([sys.executable, *work], folder / f"{name}.log", environment)


def cache(folder: Path) -> Service:
    """A Valkey, or a Redis, that keeps nothing when it ends; `can_cache` where there is one."""
    program, port = _cache_program(), free_port()
    assert program, f"none of {' and '.join(_CACHES)} is installed"
    command = [program, "--port", str(port), "--save", "", "--dir", str(folder)]
    return Service(command, folder / "cache.log", {}, port)


_CACHES = ("valkey-server", "redis-server")


def _cache_program() -> str | None:
    return next(filter(None, map(shutil.which, _CACHES)), None)


def can_cache() -> bool:
    """Whether this machine has a program for the cache."""
    return _cache_program() is not None
