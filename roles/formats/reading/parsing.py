"""The process that parses what is uploaded, whatever kind: it has little memory and little time, so that a file made to
hurt hurts nobody.
"""

import json
import signal
import subprocess
import sys
import sysconfig
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from roles.formats.reading.file_types import FileRefused, refused
from roles.formats.reading.kinds import Kind
from roles.formats.reading.limits import SECONDS
from roles.formats.reading.selection import Selection
from roles.formats.reading.stopping import is_stopped
from roles.formats.reading.table import Table, cleaned_table

_LIBRARIES = {sysconfig.get_path("platlib"), sysconfig.get_path("purelib")}
PATIENCE = 2  # seconds after which, again and again, a reading may be stopped
_PATHS = "\n".join((str(Path(__file__).parents[3]), *sorted(_LIBRARIES)))
_PROGRAM = "import sys; sys.path += sys.argv[1].splitlines(); from roles.formats.reading.process import main; main()"


def parsed(kind: Kind, data: bytes, encoding: str, selection: Selection) -> list[Table]:
    """The tables of a file of this kind; a text may be in an `encoding` that somebody names. Raises FileRefused."""
    child = _run(data, kind.value, encoding, json.dumps(selection))
    if child.returncode == -signal.SIGXCPU:
        raise _too_late()
    if child.returncode != 0:
        raise refused(Kind.DAMAGED)
    found: Any = json.loads(child.stdout)
    if "refused" in found:
        raise refused(Kind(found["refused"]))
    if "too_much" in found:
        raise FileRefused(_too_much(*found["too_much"]))
    return [
        cleaned_table(sheet["name"], sheet["rows"], sheet["hidden"], sheet["merges"], sheet["unseen"])._replace(
            encoding=sheet.get("encoding", ""), unsure=sheet.get("unsure", False), source=sheet.get("source", "")
        )
        for sheet in found["sheets"]
    ]


def _run(data: bytes, *how: str) -> "subprocess.CompletedProcess[bytes]":
    """The child reads the file from its input; it knows nothing of the application, nor of where it runs."""
    command = [sys.executable, "-I", "-S", "-c", _PROGRAM, _PATHS, *how]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env={}) as child:  # noqa: S603
        try:
            return subprocess.CompletedProcess(command, *_answer_of(child, data))
        finally:
            child.kill()


def _answer_of(child: "subprocess.Popen[bytes]", data: bytes) -> tuple[int, bytes]:
    """How the child ended, and what it said. Raises FileRefused when it takes too long, or somebody stops it."""
    sent: bytes | None = data
    for late in range(PATIENCE, SECONDS + 1, PATIENCE):
        with suppress(subprocess.TimeoutExpired):
            said, _errors = child.communicate(sent, timeout=PATIENCE)
            return child.returncode, said
        sent = None  # all of it is on its way
        if late < SECONDS and is_stopped():
            raise FileRefused(_("The reading was stopped. Nothing was taken from the file."))
    raise _too_late()


def _too_late() -> FileRefused:
    return FileRefused(f"{_('This file takes too long to read.')} {alone()}")


def _too_much(what: str, sheet: str) -> str:
    """Of what the file has more than is read. Neither a text nor a document has a sheet with a name."""
    if what == "endless":
        return _("A cell of this text never ends. Look for a quotation mark too many.")
    if not sheet and what in ("rows", "columns", "cells"):
        return _("This file has more than 5,000 rows or 300 columns. Keep what belongs to the matrix, then try again.")
    words = {
        "rows": _("The sheet “%(sheet)s” has more than 5,000 rows."),
        "columns": _("The sheet “%(sheet)s” has more than 300 columns."),
        "cells": _("The workbook has more than 1,500,000 cells, counting empty ones, up to the sheet “%(sheet)s”."),
        "merges": _("The file has more than 2,000 merged cells."),
        "sheets": _("The workbook has more than 20 sheets."),
        "text": _("The file holds more text than any matrix: over 10 million characters."),
        "nested": _("The tables of this file stand inside of each other too deeply."),
        "memory": _("This file takes too much memory to read."),
    }[what] % {"sheet": sheet[:100]}
    return f"{words} {alone()}"


def alone() -> str:
    """What helps against almost anything."""
    return _("Copy the matrix alone into a new workbook, save it as .xlsx, then choose that one.")
