"""A workbook that somebody uploads, as tables of text: bounded before a parser sees it, and parsed elsewhere.

The archive is unpacked here once, in pieces and under limits; the parser then runs in a process of its own, which has
little memory and little time, so that a file made to hurt hurts nobody.
"""

import json
import re
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from roles.formats.reading.file_types import FileRefused, Kind, kind_of, refused
from roles.formats.reading.limits import EXPANDED, MEMBERS, RATIO, RATIO_FLOOR, SECONDS, SIZE
from roles.formats.reading.table import Table, cleaned_table

_PIECE = 65_536
_TOP = Path(__file__).parents[3]
_PROGRAM = "import sys; sys.path.append(sys.argv[1]); from roles.formats.reading.workbook_process import main; main()"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the format knows; others may claim much memory at once
_DECLARED = re.compile(rb"<!(doctype|entity)", re.IGNORECASE)
_STRAY = re.compile(r"(^|/)\.\.?(/|$)|^/|\\|^[a-z]:|\x00", re.IGNORECASE)
_BROKEN = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)


def read_workbook(data: bytes) -> list[Table]:
    """The sheets. Raises FileRefused."""
    _check(data)
    child = _run(data)
    if child.returncode != 0:
        raise refused(Kind.DAMAGED)
    found: Any = json.loads(child.stdout)
    if isinstance(found, dict):
        raise FileRefused(_too_much(*found["too_much"]))
    if not any(sheet["rows"] for sheet in found):
        raise FileRefused(_("This workbook has no sheet with anything in its cells. Choose the one with the matrix."))
    return [
        cleaned_table(sheet["name"], sheet["rows"], sheet["hidden"], sheet["merges"], sheet["unseen"])
        for sheet in found
    ]


def check_size(data: bytes) -> None:
    """Raises FileRefused for more than anything is read of."""
    if len(data) > SIZE:
        raise FileRefused(_("The file is larger than 5 MB. Take out pictures and other sheets, save it, try again."))


def _run(data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """The child reads the file from its input; it knows nothing of the application, nor of where it runs."""
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-I", "-S", "-c", _PROGRAM, str(_TOP)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise FileRefused(f"{_('This workbook takes too long to read.')} {_alone()}") from late


def _too_much(what: str, sheet: str) -> str:
    """Of what the workbook has more than is read."""
    words = {
        "rows": _("The sheet “%(sheet)s” has more than 5,000 rows."),
        "columns": _("The sheet “%(sheet)s” has more than 300 columns."),
        "cells": _("The workbook has more than 1,500,000 cells, counting empty ones, up to the sheet “%(sheet)s”."),
        "merges": _("The workbook has more than 2,000 merged cells, up to the sheet “%(sheet)s”."),
        "sheets": _("The workbook has more than 20 sheets."),
        "text": _("The workbook holds more text than any matrix: over 10 million characters."),
    }[what] % {"sheet": sheet[:100]}
    return f"{words} {_alone()}"


def _alone() -> str:
    return _("Copy the sheet of the matrix into a new workbook, save it as .xlsx, then choose that one.")


def _check(data: bytes) -> None:
    """Raises FileRefused for what no parser shall see."""
    check_size(data)
    kind = kind_of(data)
    if kind is not Kind.WORKBOOK:
        raise refused(kind)
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_names(archive.infolist())
            _check_members(archive)
    except _BROKEN as broken:
        raise refused(Kind.DAMAGED) from broken


def _check_names(members: list[zipfile.ZipInfo]) -> None:
    names = {member.orig_filename.lower() for member in members}
    odd = len(members) > MEMBERS or len(names) < len(members) or any(map(_STRAY.search, names))
    if odd or any(member.compress_type not in _METHODS for member in members):
        raise _strange()


def _check_members(archive: zipfile.ZipFile) -> None:
    """Unpack everything, a piece at a time, and keep nothing."""
    left = EXPANDED
    for member in archive.infolist():
        size, tail = 0, b""
        with archive.open(member) as part:
            while piece := part.read(_PIECE):
                size += len(piece)
                if size > left:
                    raise FileRefused(f"{_('The workbook is larger than 50 MB when unpacked.')} {_alone()}")
                seen = (tail + piece).replace(b"\x00", b"")  # UTF-16 too
                packed_tight = size > RATIO_FLOOR and size > RATIO * member.compress_size
                if packed_tight or _DECLARED.search(seen):
                    raise _strange()
                if b"macroEnabled" in seen and member.filename.lower() == "[content_types].xml":
                    raise refused(Kind.XLSM)
                tail = piece[-40:]
        left -= size


def _strange() -> FileRefused:
    return FileRefused(
        _("This archive is not made like a workbook. Open it in Excel, save it again as .xlsx, then choose that one.")
    )
