"""A long reading may be stopped by whoever waits for it: by another request, which may reach another process."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from uuid import UUID

from django.core.cache import cache

KEPT = 60  # seconds, longer than any reading
_reading: ContextVar[UUID | None] = ContextVar("reading", default=None)


@contextmanager
def stoppable(reading: UUID | None) -> Iterator[None]:
    """Within it, what is read is the reading of this name, which its page has made up."""
    token = _reading.set(reading)
    try:
        yield
    finally:
        _reading.reset(token)


def stop(reading: UUID) -> None:
    """Ask whoever reads to stop."""
    cache.set(_key(reading), True, KEPT)


def is_stopped() -> bool:
    """Whether somebody has asked that."""
    reading = _reading.get()
    return reading is not None and bool(cache.get(_key(reading)))


def _key(reading: UUID) -> str:
    return f"reading-stopped-{reading}"
