"""Making documents by a program of its own, which is kept: see process.py for what it does."""

import atexit
import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path
from socket import SHUT_WR, send_fds, socketpair
from threading import Lock
from xml.etree.ElementTree import Element

from roles.formats.pdf.large import LargeDocument, a_place, patience

_TOP = Path(__file__).parents[3]
_PROGRAM = "import sys; sys.path.insert(0, sys.argv[1]); from roles.formats.pdf.process import main; main()"
_END = b"%%EOF\n"
_BLOCK = 1 << 16


class NotMade(Exception):
    """A document that takes too much of anything, or whose program has ended."""


class _Program:
    """The program, and the line over which it gets one end of a socket for each document."""

    def __init__(self) -> None:
        self.line, theirs = socketpair()
        with theirs:
            self.process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-c", _PROGRAM, str(_TOP)], stdin=theirs.fileno(), stdout=subprocess.DEVNULL
            )

    def answer(self, asked: bytes) -> bytes:
        """What it answers, as far as it comes. Raises TimeoutError."""
        ours, theirs = socketpair()
        with ours:
            ours.settimeout(patience())
            with theirs:
                send_fds(self.line, [b"d"], [theirs.fileno()])
            ours.sendall(asked)
            ours.shutdown(SHUT_WR)
            return b"".join(iter(partial(ours.recv, _BLOCK), b""))

    def end(self) -> None:
        """Let it end once what was asked is made."""
        self.line.close()
        self.process.wait()


_programs: list[_Program] = []  # one, once it is needed
_lock = Lock()


def _program() -> _Program:
    """The one that runs, begun when it is first needed, and again when it has ended."""
    with _lock:
        if _programs and _programs[0].process.poll() is not None:
            _programs.pop().end()
        if not _programs:
            _programs.append(_Program())
        return _programs[0]


@atexit.register
def _end() -> None:
    while _programs:
        _programs.pop().end()


def made_apart(root: Element, *stylesheets: Path) -> bytes:
    """The PDF, by the program; raises NotMade, and LargeDocument or NoPlace where it takes long or too many wait."""
    try:
        with a_place():
            answer = _program().answer(pickle.dumps(stylesheets) + pickle.dumps(root))
    except TimeoutError as late:
        raise LargeDocument from late
    except OSError as error:
        raise NotMade from error
    if not answer.endswith(_END):
        raise NotMade
    return answer
