"""`make serve`: all that runs on one machine, begun again when it dies, and ended in order."""

import json
import os
import re
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests

from tests.arrangement.services import Service, free_port

PARTS = ("web", "worker-1", "tend", "postgres", "cache")


@pytest.fixture
def place() -> Iterator[Path]:
    """A folder that the user of PostgreSQL may enter, though root has made it."""
    with tempfile.TemporaryDirectory(prefix="serve-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


def soon(what: Callable[[], bool], served: Service) -> None:
    end = time.monotonic() + 120
    while not what():
        assert time.monotonic() < end, served.log.read_text()[-3000:]
        time.sleep(0.2)


@pytest.mark.postgresql
def test_served_part_that_dies_is_begun_again_and_all_end_in_order(place: Path) -> None:
    port = free_port()
    command = [sys.executable, "-m", "aispec.serve", "--port", str(port), "--workers", "1"]
    served = Service(command, place / "said", {"VAR_DIR": str(place)})

    def ready() -> bool:
        try:
            return requests.get(f"http://127.0.0.1:{port}/readyz", timeout=20).text == "ready"
        except requests.RequestException:
            return False

    served.begin()
    try:
        soon(ready, served)
        for name in ("postgres", "web"):
            os.kill(begun(served, name)[-1], signal.SIGKILL)
        # A second one may find that what the first held is not free yet, and end for a third.
        soon(lambda: len(begun(served, "postgres")) >= 2, served)
        soon(lambda: (place / "serve/log/web.log").read_text().count("Listening at") >= 2, served)
        soon(ready, served)
    finally:
        served.stop()
    ended = re.findall(r"stopped: (\S+)", served.log.read_text())
    assert {*ended[-2:]} == {"postgres", "cache"}
    assert "web" in ended  # the others may have ended by themselves at that very moment, as they do without a database
    assert not [pid for name in PARTS for pid in begun(served, name) if Path(f"/proc/{pid}").exists()]
    assert not list(place.glob("serve/postgres/postmaster.pid"))
    for name in ("supervisor", "web", "worker-1", "tend"):
        for line in (place / f"serve/log/{name}.log").read_text().splitlines():
            assert json.loads(line)["message"]
    assert (place / "serve/raci.env").stat().st_mode & 0o077 == 0


def begun(served: Service, name: str) -> list[int]:
    """The process ids that a part has had."""
    return [int(pid) for pid in re.findall(rf"spawned: '{name}' with pid (\d+)", served.log.read_text())]
