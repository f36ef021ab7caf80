"""A SQLite whose disk is full or read-only, whose file is away, or that somebody keeps for themselves."""

import shutil
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from tests.torture.faults import GONE, UNWRITABLE, Fault, suffered
from tests.torture.place import Place
from tests.torture.postgres import Postgres
from tests.torture.table import Row

EDITORS, SIZE = 6, "32m"  # of the disk


def run(_postgres: Postgres) -> Iterator[Row]:
    """Each fault in turn, while people edit, on a small disk of its own, which only root may mount."""
    with disk() as mount, tempfile.TemporaryDirectory(prefix="torture-") as folder:
        for name in ("db", "var"):
            (mount / name).mkdir()
        variable = {"VAR_DIR": str(mount / "var")}
        with Place(Path(folder), f"sqlite:///{mount / 'db' / 'db.sqlite3'}", **variable) as running:
            running.mount = mount
            editors = running.people(EDITORS)
            for fault in FAULTS:
                yield suffered(fault, running, editors)


@contextmanager
def disk() -> Iterator[Path]:
    """A small one, in memory."""
    with tempfile.TemporaryDirectory(prefix="torture-disk-") as name:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", name], check=True)
        try:
            yield Path(name)
        finally:
            subprocess.run(["umount", "--lazy", name], check=True)


@contextmanager
def full(running: Place) -> Iterator[None]:
    """Full, and so is the log of SQLite, which otherwise goes on within what it has."""
    filler = running.mount / "filler"
    with closing(_opened(running)) as other:
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    try:
        with filler.open("wb", buffering=0) as file:
            try:
                while file.write(bytes(4096)):
                    pass
            except OSError:  # it is full
                pass
        yield
    finally:
        filler.unlink()


@contextmanager
def locked(running: Place) -> Iterator[None]:
    """By another program, in the middle of its transaction."""
    with closing(_opened(running)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def read_only(running: Place) -> Iterator[None]:
    """The disk, which is busy while somebody may write: so all are killed, and begun again."""
    programs = [*running.webs, *running.workers]
    for program in programs:
        program.kill()
    try:
        _mount(running, "ro")
        for program in programs:
            program.start()
        yield
    finally:
        _mount(running, "rw")


@contextmanager
def vanished(running: Place) -> Iterator[None]:
    """The folder of the database, and another in its place, where somebody may have begun an empty database."""
    with _away(running.mount / "db"):
        (running.mount / "db").mkdir()
        yield


@contextmanager
def without_var(running: Place) -> Iterator[None]:
    """VAR_DIR, with what is kept of documents and the static files."""
    with _away(running.mount / "var"):
        yield


@contextmanager
def _away(folder: Path) -> Iterator[None]:
    """Its place may be taken by something new, which is thrown away."""
    elsewhere = folder.rename(folder.with_name("elsewhere"))
    try:
        yield
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        elsewhere.rename(folder)


def _opened(running: Place) -> sqlite3.Connection:
    return sqlite3.connect(running.mount / "db" / "db.sqlite3", timeout=20, isolation_level=None)


def _mount(running: Place, how: str) -> None:
    command = ["mount", "-o", f"remount,{how},size={SIZE}", str(running.mount)]
    for _try in range(50):  # what was killed may take a moment to end
        if not subprocess.run(command, capture_output=True, check=False).returncode:
            return
        time.sleep(0.1)
    raise RuntimeError(f"not mounted {how}")


FAULTS = (
    Fault("SQLite: another keeps it locked", locked, UNWRITABLE, reads=True),
    Fault("SQLite: disk full", full, UNWRITABLE, reads=True),
    Fault("SQLite: disk read-only", read_only, UNWRITABLE, reads=True, killed=True),
    Fault("SQLite: its folder vanished, and came back", vanished, f"{GONE}|migrations missing"),
    Fault("VAR_DIR vanished, and came back", without_var, "^ready$", reads=True, writes=True),
)
