"""Documents that others would wait for: made apart, and put off where they are large or many.

Laying out pages keeps a processor, and the interpreter that does it, for seconds: every reader of the same process
would wait. And who asks for a page is not to wait so long for it either, nor to keep a thread from others: then the
document is put off, which is to say that it is asked for again in the background; who cannot be told later is asked to
come again.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore
from typing import NamedTuple

LARGE = 3_000  # elements of the tree: some 0.7 s of a processor
SECONDS = 300  # of a processor, that the largest may take
PATIENCE = 3  # seconds that a document is waited for where it can be put off
MANY = 2  # of the threads of a process that wait for a document at once; the others answer
_places = BoundedSemaphore(MANY)


class LargeDocument(Exception):
    """The document is put off."""


class NoPlace(Exception):
    """Too many wait for a document already, and this one cannot be put off."""


class _Asked(NamedTuple):
    """How documents are asked for: what is raised instead of waiting, if anything, and whether none is to be made."""

    instead: Callable[[], type[Exception] | None]
    none: bool


_asked: ContextVar[_Asked | None] = ContextVar("asked", default=None)


@contextmanager
def made_beside(instead: Callable[[], type[Exception] | None], *, none: bool = False) -> Iterator[None]:
    """Within it documents are made apart.

    What `instead` answers once there is one is raised where it would keep others waiting, and `none` is made at all if
    that is LargeDocument; if it answers nothing, the document is waited for.
    """
    token = _asked.set(_Asked(instead, none))
    try:
        yield
    finally:
        _asked.reset(token)


def is_large(elements: int) -> bool:
    """Whether a document of so many takes long; raises LargeDocument where those are put off."""
    asked = _asked.get()
    large = elements > LARGE or (asked is not None and asked.none)
    if large and _instead() is LargeDocument:
        raise LargeDocument
    return large


def others_wait() -> bool:
    """Whether what makes a document here would keep others waiting meanwhile, who ask the same process."""
    return _asked.get() is not None


def tell_early(elements: int) -> None:
    """Raise, before a tree of about so many elements is built, what would be raised once it is."""
    if not is_large(elements) and others_wait():
        with a_place():
            pass


@contextmanager
def a_place() -> Iterator[None]:
    """One of the few places to wait for a document; raises what is to be raised instead of waiting for a place."""
    if not _places.acquire(blocking=False):
        if refusal := _instead():
            raise refusal
        _places.acquire()
    try:
        yield
    finally:
        _places.release()


def patience() -> float | None:
    """How many seconds a document is waited for; None without end."""
    return PATIENCE if _instead() is LargeDocument else None


def _instead() -> type[Exception] | None:
    asked = _asked.get()
    return asked.instead() if asked else None
