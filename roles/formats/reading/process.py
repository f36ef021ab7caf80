"""A program of its own: a file from the input to JSON on the output, in little memory, without the application."""

import json
import resource
import sys
from importlib import import_module
from typing import Any

from roles.formats.reading.kinds import NotATable
from roles.formats.reading.limits import MEMORY, SECONDS, TooMuch
from roles.formats.reading.selection import Selection, selected

# By the kind of a file a module of `readers`, which is loaded with its libraries for that kind only, and a function.
READERS = {
    "xlsx": ("excel", "read"),
    "xls": ("old_excel", "read"),
    "xlsb": ("old_excel", "read"),
    "ods": ("open_document", "read_spreadsheet"),
    "odt": ("open_document", "read_text"),
    "docx": ("word", "read"),
    "mht": ("web_page", "read_archive"),
    "text": ("text", "read"),
}


def main() -> None:
    """The program."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    kind, encoding, selection = sys.argv[2:5]
    with selected(Selection(*json.loads(selection))):
        sys.stdout.write(json.dumps(_answer(kind, encoding)))


def _answer(kind: str, encoding: str) -> dict[str, Any]:
    try:
        return {"sheets": tables(kind, sys.stdin.buffer.read(), encoding)}
    except NotATable as other:
        return {"refused": other.kind.value}
    except TooMuch as much:
        return {"too_much": much.args}
    except MemoryError:
        return {"too_much": ("memory", "")}


def tables(kind: str, data: bytes, encoding: str = "") -> list[dict[str, Any]]:
    """The tables of a file of this kind. Raises NotATable, TooMuch, and whatever the parsers raise."""
    module, name = READERS[kind]
    read = getattr(import_module(f"roles.formats.reading.readers.{module}"), name)
    found: list[dict[str, Any]] = read(data, encoding) if kind == "text" else read(data)
    return found
