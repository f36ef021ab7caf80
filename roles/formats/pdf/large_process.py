"""A program of its own: a tree from the input to a PDF on the output, whenever nobody else wants the processor."""

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
    """Leave the processor to all others, as a process and as a session; where a system has no such word, it is nice."""
    os.nice(19)
    with suppress(OSError, AttributeError):
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    with suppress(OSError):
        Path("/proc/self/autogroup").write_text("19")  # Linux shares among sessions first, then within each
