"""A SQLite whose disk is full, and one that somebody keeps for themselves."""

import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from pathlib import Path

from tests.torture.editors import busy
from tests.torture.place import Place
from tests.torture.postgres import Postgres
from tests.torture.table import Row
from tests.torture.watch import Watch

EDITORS, LASTS, SIZE = 6, 6, "24m"  # seconds that each fault lasts; of the disk


def run(_postgres: Postgres) -> Iterator[Row]:
    """Each fault in turn, while people edit, on a small disk of its own, which only root may mount."""
    with disk() as mount, tempfile.TemporaryDirectory(prefix="torture-") as folder:
        database = mount / "db.sqlite3"
        with Place(Path(folder), f"sqlite:///{database}") as running:
            editors = running.people(EDITORS)
            for name, (fault, reason) in FAULTS.items():
                watch = Watch(running)
                with watch, busy([editor.edit for editor in editors]):
                    time.sleep(1)
                    with fault(database):
                        watch.expect(reason)
                        time.sleep(LASTS)
                    time.sleep(1)
                yield watch.row(f"SQLite: {name}", f"{LASTS} s or more", editors)


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
def full(database: Path) -> Iterator[None]:
    """Full, and so is the log of SQLite, which otherwise goes on within what it has."""
    filler = database.with_name("filler")
    with closing(sqlite3.connect(database, timeout=20)) as other:
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
def locked(database: Path) -> Iterator[None]:
    with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


FAULTS: dict[str, tuple[Callable[[Path], AbstractContextManager[None]], str]] = {
    "another keeps it locked": (locked, "nothing can be written"),
    "disk full": (full, "nothing can be written|database unreachable"),
}
