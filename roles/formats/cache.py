"""Documents kept for a day at most, so that an unchanged matrix is not rendered twice.

A document is named by a digest of everything that is printed on it, so a change of any kind gives another name
and no process needs to tell another. Whoever asks must have been let in before: a name is no permission.
"""

import hashlib
import logging
import os
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.conf import settings

logger = logging.getLogger(__name__)
MAX_FILES = 64
MAX_BYTES = 100_000_000
MAX_AGE = 24 * 3600  # seconds; names of people shall not outlive their erasure for long
_ROLES = Path(__file__).parents[1]


def digest(*contents: object) -> str:
    """The name of a document: what it prints, and the code and words that print it."""
    text = "\x1f".join([_maker(), *map(repr, contents)])
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


@cache
def _maker() -> str:
    """The writers, their style and their words: a new release makes its documents anew."""
    base = Path(settings.BASE_DIR)
    files = [*_ROLES.rglob("*.py"), *_ROLES.rglob("*.css"), *base.glob("locale/*/LC_MESSAGES/*.mo")]
    total = hashlib.sha256()
    for file in sorted(files):
        total.update(file.read_bytes())
    return total.hexdigest()


def kept(name: str, make: Callable[[], bytes]) -> bytes:
    """The document of this name (a digest and an extension), made only when it is not there.

    Where it cannot be kept, as on a full disk, it is made each time.
    """
    try:
        path = _folder() / name
        if time.time() - path.stat().st_mtime < MAX_AGE:
            return path.read_bytes()
    except OSError:  # it is not there yet, or the disk is away
        pass
    body = make()
    try:
        _write(_folder() / name, body)
        _prune(_folder())
    except OSError as error:
        logger.warning("A document could not be kept: %s", error)
    return body


def forget(age: float = MAX_AGE) -> None:
    """Delete what is so many seconds old or more, on this machine."""
    for path in _folder().iterdir():
        try:
            if time.time() - path.stat().st_mtime >= age:
                path.unlink()
        except FileNotFoundError:  # another process was faster
            continue


def _folder() -> Path:
    folder = Path(settings.VAR_DIR) / "documents"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _write(path: Path, body: bytes) -> None:
    """Whole or not at all, whoever else writes the same."""
    handle, draft = tempfile.mkstemp(dir=path.parent, prefix=".draft-")
    with os.fdopen(handle, "wb") as file:
        file.write(body)
    Path(draft).replace(path)


def _prune(folder: Path) -> None:
    """Keep the newest, within the bounds; another process may be doing the same."""
    found: list[tuple[float, int, Path]] = []
    for path in folder.iterdir():
        try:
            status = path.stat()
        except FileNotFoundError:
            continue
        found.append((status.st_mtime, status.st_size, path))
    total = 0
    for index, (made, size, path) in enumerate(sorted(found, reverse=True)):
        total += size
        if index and (index >= MAX_FILES or total > MAX_BYTES or time.time() - made > MAX_AGE):
            path.unlink(missing_ok=True)
