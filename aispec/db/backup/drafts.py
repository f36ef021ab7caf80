"""Where a file is made that is not whole yet, and how a whole one takes its place."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX, _LOCK = ".raci-draft-", "lock"


@contextmanager
def draft_in(place: Path) -> Iterator[Path]:
    """A new folder in `place` for nobody else to read; those of runs that were killed are deleted first.

    Whoever works in one holds its lock, which ends with the program. Where a file system has no locks, none is deleted.
    """
    for old in place.glob(f"{_PREFIX}*"):
        if not old.is_symlink():
            with suppress(OSError), open(old / _LOCK, "ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(old, ignore_errors=True)
    with tempfile.TemporaryDirectory(dir=place, prefix=_PREFIX) as name, open(Path(name) / _LOCK, "ab") as file:
        with suppress(OSError):
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield Path(name)


def put(draft: Path, place: Path) -> None:
    """Give a whole file its place, in one step that outlives a power cut."""
    _sync(draft)
    draft.replace(place)
    with suppress(OSError):  # not every file system can keep a folder
        _sync(place.parent)


def private(path: str, flags: int) -> int:
    """The opener of a file that only its owner may read."""
    return os.open(path, flags, 0o600)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
