"""A program of its own: trees come in and PDFs go out, one after the other.

It is begun once and kept: loading WeasyPrint, the styles and the fonts takes longer than most documents. Each document
is made by a child of it, which is bounded and takes its memory with it. Both give way to whoever wants the processor.
"""

import logging
import os
import pickle
import resource
import socket
import sys
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from aispec.web.logs.lines import begin, logging_of
from roles.formats.pdf.large import SECONDS
from roles.formats.pdf.render import get_ready, rendered

MEMORY = 2 << 30  # bytes


def main() -> None:
    """The program: it ends when the one that has begun it does, however that ends."""
    _give_way()
    begin(logging_of(production="SECRET_KEY" in os.environ))
    with socket.socket(fileno=sys.stdin.fileno()) as line:
        while ends := socket.recv_fds(line, 1, 1)[1]:
            with socket.socket(fileno=ends[0]) as end, end.makefile("rb") as asked, suppress(OSError, EOFError):
                _serve(asked, end)


def _serve(asked: BinaryIO, end: socket.socket) -> None:
    """Make a document; what goes wrong is said by the answer that is missing."""
    stylesheets = pickle.load(asked)  # noqa: S301  # from the process that has started this one
    get_ready(*stylesheets)
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
        end.sendall(rendered(pickle.load(asked), *stylesheets))  # noqa: S301
    except Exception:
        logging.getLogger(__name__).exception("A document could not be made")
    finally:
        os._exit(0)


def _give_way() -> None:
    """Leave nine tenths of a wanted processor to others. A busy machine would never let one finish that leaves all."""
    os.nice(10)
    os.setsid()
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("10")  # Linux shares among sessions first, then within each
