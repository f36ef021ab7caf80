"""A fault that lasts for some seconds while people edit and read."""

import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass

from tests.torture.editors import Editor, busy
from tests.torture.place import Place
from tests.torture.table import Row
from tests.torture.watch import Watch

LASTS = 6  # seconds
UNWRITABLE = "nothing can be written"  # as /readyz says it
GONE = f"database unreachable|{UNWRITABLE}"


@dataclass(frozen=True)
class Fault:
    """What is done to a place and undone again, what /readyz says of it, and what goes on all the same."""

    name: str
    done: Callable[[Place], AbstractContextManager[None]]
    reason: str
    reads: bool = False
    writes: bool = False
    killed: bool = False  # the programs, and begun again


def suffered(fault: Fault, running: Place, editors: Sequence[Editor]) -> Row:
    """What came of it."""
    watch = Watch(running, editors, killed=fault.killed)
    with watch, busy([editor.edit for editor in editors]):
        time.sleep(1)
        with fault.done(running):
            watch.expect(fault.reason)
            watch.must_read = fault.reads
            time.sleep(LASTS)
            watch.must_read = False
        time.sleep(1)
    return watch.row(fault.name, f"{LASTS} s or more", writes=fault.writes)
