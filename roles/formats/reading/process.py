"""A program of its own: a file from the input to JSON on the output, in little memory, without the application."""

import json
import resource
import sys
from collections.abc import Callable, Mapping
from typing import Any

from roles.formats.reading import text_process, workbook_process
from roles.formats.reading.kinds import NotATable
from roles.formats.reading.limits import MEMORY, SECONDS, TooMuch

Reader = Callable[[bytes], list[dict[str, Any]]]
READERS: Mapping[str, Reader] = {"workbook": workbook_process.read, "text": text_process.read}


def main() -> None:
    """The program."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    sys.stdout.write(json.dumps(_answer(READERS[sys.argv[2]])))


def _answer(read: Reader) -> dict[str, Any]:
    try:
        return {"sheets": read(sys.stdin.buffer.read())}
    except NotATable as other:
        return {"refused": other.kind.value}
    except TooMuch as much:
        return {"too_much": much.args}
    except MemoryError:
        return {"too_much": ("memory", "")}
