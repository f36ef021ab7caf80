"""Large documents: made in a process of their own, which gives way to those that answer readers.

Laying out pages keeps a processor, and the interpreter that does it, for seconds: every reader of the same process
would wait. So who answers a request is not to make one: `LargeDocument` tells, and it is asked for in the background.
"""

import os
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from multiprocessing import get_context
from pathlib import Path
from xml.etree.ElementTree import Element

import django

LARGE = 3_000  # elements of the tree: some 0.7 s of a processor
SECONDS = 600  # of a processor, and
MEMORY = 2 << 30  # bytes, that the largest may take
_answering: ContextVar[bool] = ContextVar("answering", default=False)


class LargeDocument(Exception):
    """The document takes too long for an answer."""


@contextmanager
def answering(now: bool = True) -> Iterator[None]:
    """Within it somebody waits for an answer, or `now` no longer."""
    token = _answering.set(now)
    try:
        yield
    finally:
        _answering.reset(token)


def apart(render: Callable[..., bytes], root: Element, *stylesheets: Path) -> bytes:
    """What `render` makes of the tree, by itself or, if it is large, in a process of its own.

    Raises LargeDocument for a large one while somebody waits for an answer.
    """
    if sum(1 for _ in root.iter()) <= LARGE:
        return render(root, *stylesheets)
    if _answering.get():
        raise LargeDocument
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=_begin) as pool:
        return pool.submit(render, root, *stylesheets).result()


def _begin() -> None:
    os.nice(10)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    django.setup()
