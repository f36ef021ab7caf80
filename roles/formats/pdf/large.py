"""Documents that others would wait for: made apart, and put off where they are large or many.

Laying out pages keeps a processor, and the interpreter that does it, for seconds: every reader of the same process
would wait. And who asks for a page is not to wait so long for it either, nor to keep a thread from others: then the
document is put off, which is to say that it is asked for again in the background.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from threading import BoundedSemaphore

LARGE = 3_000  # elements of the tree: some 0.7 s of a processor
SECONDS = 300  # of a processor, that the largest may take
MANY = 2  # of the threads of a process that wait for a document at once; the others answer
_put_off: ContextVar[Callable[[], bool] | None] = ContextVar("put_off", default=None)
_places = BoundedSemaphore(MANY)


class LargeDocument(Exception):
    """The document is put off."""


@contextmanager
def put_off(when: Callable[[], bool]) -> Iterator[None]:
    """Within it documents are made apart, and large ones put off, if `when` says so once there is one."""
    token = _put_off.set(when)
    try:
        yield
    finally:
        _put_off.reset(token)


def is_large(elements: int) -> bool:
    """Whether a document of so many takes long; raises LargeDocument where those are put off."""
    large = elements > LARGE
    if large and _may_put_off():
        raise LargeDocument
    return large


def others_wait() -> bool:
    """Whether what makes a document here would keep others waiting meanwhile, who ask the same process."""
    return _put_off.get() is not None


@contextmanager
def a_place() -> Iterator[None]:
    """One of the few places to wait for a document; raises LargeDocument where there is none and it can be put off."""
    if not _places.acquire(blocking=False):
        if _may_put_off():
            raise LargeDocument
        _places.acquire()
    try:
        yield
    finally:
        _places.release()


def _may_put_off() -> bool:
    when = _put_off.get()
    return when is not None and when()
