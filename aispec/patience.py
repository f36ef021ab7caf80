"""How long the database is waited for: not for long where somebody waits for a page; in a command, as long as it takes.

Needs no Django, for the entry point names its patience before there is one.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

PAGE = 4  # seconds that a page waits
limit: ContextVar[float | None] = ContextVar("patience", default=None)  # seconds for one statement


@contextmanager
def patience(seconds: float) -> Iterator[None]:
    """Wait for so long, or for less where that was said around it."""
    around = limit.get()
    before = limit.set(seconds if around is None else min(seconds, around))
    try:
        yield
    finally:
        limit.reset(before)
