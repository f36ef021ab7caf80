"""A program of its own: a tree from the input to a PDF on the output, after all who want the processor for less."""

import os
import pickle
import resource
import sys
from contextlib import suppress
from pathlib import Path

from roles.formats.pdf.large import SECONDS
from roles.formats.pdf.render import rendered

MEMORY = 2 << 30  # bytes


def main() -> None:
    """The program."""
    _give_way()
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    root, stylesheets = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that has started this one
    sys.stdout.buffer.write(rendered(root, *stylesheets))


def _give_way() -> None:
    """Leave nine tenths of a wanted processor to others. A busy machine would never let one finish that leaves all."""
    os.nice(10)
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("10")  # Linux shares among sessions first, then within each
