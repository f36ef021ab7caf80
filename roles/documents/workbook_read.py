"""A workbook that somebody uploads, as plain rows of text: bounded before a parser sees it, and parsed elsewhere.

The archive is unpacked here once, in pieces and under limits; openpyxl then runs in a process of its own, which has
little memory and little time, so that a file made to hurt hurts nobody.
"""

import json
import os
import subprocess
import sys
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from roles.domain.foreign import Table

SIZE, MEMBERS, EXPANDED = 5_000_000, 500, 50_000_000  # bytes, files in the archive, bytes
SECONDS = 20
_PIECE = 65_536
_CHILD = Path(__file__).with_name("workbook_child.py")
_OLE = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx under a password
_DOCTYPE = b"<!doctype"
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


class FileRefused(Exception):
    """A file that is not read; the message says why and what to do."""


def read_workbook(data: bytes) -> list[Table]:
    """The sheets, each as rows of text from A1 on. Raises FileRefused."""
    _check(data)
    child = _run(data)
    if child.returncode != 0:
        raise FileRefused(_("Excel would not open this file as it is. Open it there, save it as .xlsx, try again."))
    sheets: list[dict[str, Any]] | None = json.loads(child.stdout)
    if sheets is None:
        words = _(
            "The workbook has more than 5,000 rows, 300 columns, 20 sheets or 2,000 merged cells, or too much text."
        )
        raise FileRefused(words)
    if not sheets:
        raise FileRefused(
            _("The workbook has no sheet to read. Save it as “Excel workbook (.xlsx)”, not as Strict Open XML.")
        )
    return [
        Table(sheet["name"], tuple(map(tuple, sheet["rows"])), sheet["hidden"], tuple(map(tuple, sheet["merges"])))
        for sheet in sheets
    ]


def _run(data: bytes) -> "subprocess.CompletedProcess[bytes]":
    """The child reads the file from its input; it knows nothing of the application."""
    environment = {"PATH": os.environ.get("PATH", ""), "OPENBLAS_NUM_THREADS": "1"}
    try:
        return subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(_CHILD)],
            input=data,
            capture_output=True,
            timeout=SECONDS,
            env=environment,
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise FileRefused(_("This workbook takes too long to read. Nothing was changed.")) from late


def _check(data: bytes) -> None:
    """Raises FileRefused for what no parser shall see."""
    if len(data) > SIZE:
        raise FileRefused(_("The file is larger than 5 MB."))
    if data.startswith(_OLE):
        raise FileRefused(
            _("This is an old .xls file, or a workbook under a password. Save it as .xlsx without a password.")
        )
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            _check_members(archive)
    except _BROKEN as broken:
        raise FileRefused(_("This is no Excel workbook (.xlsx), or it is damaged.")) from broken


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MEMBERS or any(".." in member.filename for member in members):
        raise FileRefused(_("This archive is not made like a workbook."))
    left = EXPANDED
    for member in members:
        with archive.open(member) as part:
            tail = b""
            while piece := part.read(_PIECE):
                left -= len(piece)
                if left < 0:
                    raise FileRefused(_("The workbook is larger than 50 MB when unpacked."))
                if _DOCTYPE in (tail + piece).replace(b"\x00", b"").lower():
                    raise FileRefused(_("This archive is not made like a workbook."))
                tail = piece[-40:]
