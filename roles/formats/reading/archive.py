"""The archive that a workbook or a document is, unpacked once, in pieces and under limits, before a parser sees it."""

import re
import zipfile
import zlib
from io import BytesIO

from django.utils.translation import gettext as _

from roles.formats.reading.file_types import FileRefused, refused
from roles.formats.reading.kinds import Kind
from roles.formats.reading.limits import EXPANDED, MEMBERS, RATIO, RATIO_FLOOR
from roles.formats.reading.parsing import alone

_PIECE = 65_536
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # all that the format knows; others may claim much memory at once
_TOLD = {  # what a part says of the whole file
    "[content_types].xml": (b"macroEnabled", Kind.MACROS),
    "meta-inf/manifest.xml": (b"encryption-data", Kind.LOCKED),
}
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


def check_archive(data: bytes) -> None:
    """Raises FileRefused for what no parser shall see."""
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
                    raise FileRefused(f"{_('The file is larger than 50 MB when unpacked.')} {alone()}")
                seen = (tail + piece).replace(b"\x00", b"")  # UTF-16 too
                packed_tight = size > RATIO_FLOOR and size > RATIO * member.compress_size
                if packed_tight or _DECLARED.search(seen):
                    raise _strange()
                mark, kind = _TOLD.get(member.filename.lower(), (b"", Kind.DAMAGED))
                if mark and mark in seen:
                    raise refused(kind)
                tail = piece[-40:]
        left -= size


def _strange() -> FileRefused:
    return FileRefused(
        _("This file is not packed as Office does it. Open it in Excel, Word or LibreOffice, save it again, try again.")
    )
