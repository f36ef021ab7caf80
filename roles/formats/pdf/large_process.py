"""A program of its own: a tree from the input to a PDF on the output, whenever nobody else wants the processor."""

import os
import pickle
import resource
import sys

from roles.formats.pdf.large import SECONDS
from roles.formats.pdf.render import rendered

MEMORY = 2 << 30  # bytes


def main() -> None:
    """The program."""
    os.nice(19)
    if hasattr(os, "SCHED_IDLE"):  # Linux: gives way at once, where a nice one may end its turn
        os.sched_setscheduler(0, os.SCHED_IDLE, os.sched_param(0))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    root, stylesheets = pickle.load(sys.stdin.buffer)  # noqa: S301  # from the process that has started this one
    sys.stdout.buffer.write(rendered(root, *stylesheets))
