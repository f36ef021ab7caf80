"""Large documents: made by a program of its own, which gives way to those that answer readers.

Laying out pages keeps a processor, and the interpreter that does it, for seconds: every reader of the same process
would wait. And who asks for a page is not to wait so long for it either: then the document is put off, which is to say
that it is asked for again in the background.
"""

import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from xml.etree.ElementTree import Element

LARGE = 3_000  # elements of the tree: some 0.7 s of a processor
SECONDS = 300  # of a processor, that the largest may take
_TOP = Path(__file__).parents[3]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from roles.formats.pdf.large_process import main; main()"
_put_off: ContextVar[Callable[[], bool]] = ContextVar("put_off", default=lambda: False)


class LargeDocument(Exception):
    """The document is put off."""


@contextmanager
def put_off(when: Callable[[], bool]) -> Iterator[None]:
    """Within it a large document is put off, if `when` says so once there is one."""
    token = _put_off.set(when)
    try:
        yield
    finally:
        _put_off.reset(token)


def is_large(elements: int) -> bool:
    """Whether a document of so many is to be made apart; raises LargeDocument where those are put off."""
    large = elements > LARGE
    if large and _put_off.get()():
        raise LargeDocument
    return large


def made_apart(root: Element, *stylesheets: Path) -> bytes:
    """The PDF, by the program; raises SubprocessError for one that takes too much of anything."""
    task = pickle.dumps((root, stylesheets))
    child = subprocess.run(  # noqa: S603
        [sys.executable, "-c", _PROGRAM, str(_TOP)],
        input=task,
        stdout=subprocess.PIPE,
        check=True,
        start_new_session=True,  # whose share of the processor it gives away
    )
    return child.stdout
