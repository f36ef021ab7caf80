"""What a file is, by its content and never by its name, and what its owner can do when it is not one that is read."""

import json
import re
import zipfile
from enum import Enum
from io import BytesIO

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

_START = 4_096  # bytes, or characters, that tell what a file is
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_HTML = re.compile(r"<(!doctype html|html|head|body|table)\b", re.IGNORECASE)


class FileRefused(Exception):
    """A file that is not read; the message says why and what to do, in the reader's language."""


class Kind(Enum):
    """What a file may be; all but the first three are refused, each in its own words."""

    WORKBOOK = "xlsx"
    TEXT = "text"
    EMPTY = "empty"
    XLS = "xls"
    LOCKED = "locked"
    XLSB = "xlsb"
    XLSM = "xlsm"
    CALC = "ods"
    WORD = "docx"
    SLIDES = "pptx"
    OPEN_DOCUMENT = "odf"
    NUMBERS = "iwork"
    PDF = "pdf"
    IMAGE = "image"
    PAGE = "html"
    XML = "xml"
    JSON = "json"
    DAMAGED = "damaged"
    ARCHIVE = "zip"
    OLD_OFFICE = "ole"
    BINARY = "binary"


WORDS: dict[Kind, str | Promise] = {
    Kind.TEXT: gettext_lazy(
        "This is a text file and no Excel workbook, whatever its name says. Choose the .xlsx file itself."
    ),
    Kind.EMPTY: gettext_lazy("This file is empty. Choose another one."),
    Kind.XLS: gettext_lazy(
        "This workbook has the old format of Excel (.xls). Open it in Excel, save it as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
    Kind.LOCKED: gettext_lazy(
        "This workbook is protected by a password and cannot be read. Open it in Excel, remove the password under "
        "File ▸ Info ▸ Protect Workbook, save it, then choose it again."
    ),
    Kind.XLSB: gettext_lazy(
        "This is a binary workbook (.xlsb). Open it in Excel, save it as “Excel workbook (.xlsx)”, then choose the "
        "new file."
    ),
    Kind.XLSM: gettext_lazy(
        "This workbook holds macros (.xlsm), and no macro is read or run here. Save it in Excel as “Excel workbook "
        "(.xlsx)”, which leaves them out, then choose the new file."
    ),
    Kind.CALC: gettext_lazy(
        "This is an OpenDocument spreadsheet (.ods). Open it in LibreOffice or Excel, save it as “Excel workbook "
        "(.xlsx)”, then choose the new file."
    ),
    Kind.WORD: gettext_lazy(
        "This is a Word document, whatever its name says. Copy its table into an empty Excel workbook, save that as "
        ".xlsx, then choose it."
    ),
    Kind.SLIDES: gettext_lazy(
        "This is a PowerPoint presentation. Copy its table into an empty Excel workbook, save that as .xlsx, then "
        "choose it."
    ),
    Kind.OPEN_DOCUMENT: gettext_lazy(
        "This is an OpenDocument file, but no spreadsheet. Copy its table into an empty spreadsheet, save that as "
        ".xlsx, then choose it."
    ),
    Kind.NUMBERS: gettext_lazy(
        "This is a document of Apple Numbers, Pages or Keynote. Open it there, export it to Excel (.xlsx), then "
        "choose the new file."
    ),
    Kind.PDF: gettext_lazy(
        "This is a PDF, in which a table has no cells to read. Ask for the workbook it was made from, or copy its "
        "table into Excel and save that as .xlsx."
    ),
    Kind.IMAGE: gettext_lazy("This is a picture. Ask for the workbook that it shows, and choose that one."),
    Kind.PAGE: gettext_lazy(
        "This is a web page (HTML), whatever its name says. Open it in Excel, save it as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
    Kind.XML: gettext_lazy(
        "This is an XML file, whatever its name says. If Excel opens it, save it there as “Excel workbook (.xlsx)”, "
        "then choose the new file."
    ),
    Kind.JSON: gettext_lazy(
        "This is a JSON file. One that a matrix exported makes a project again under New project ▸ From a JSON file; "
        "any other cannot be read."
    ),
    Kind.DAMAGED: gettext_lazy(
        "This file is damaged, or only a part of it has arrived. Open it in Excel, save it again as .xlsx, or ask for "
        "it again, then choose the new file."
    ),
    Kind.ARCHIVE: gettext_lazy(
        "This is an archive (.zip) and no workbook. Unpack it and choose the workbook or the text file inside."
    ),
    Kind.OLD_OFFICE: gettext_lazy(
        "This file has an old format of Office that is not read. Open it there, copy its table into an Excel "
        "workbook, save that as .xlsx, then choose it."
    ),
    Kind.BINARY: gettext_lazy(
        "This file is neither an Excel workbook nor text. Choose an .xlsx, .csv or .md file, or export one from the "
        "program that made this file."
    ),
}


def refused(kind: Kind) -> FileRefused:
    """What to raise for a file of this kind."""
    return FileRefused(str(WORDS[kind]))


def kind_of(data: bytes) -> Kind:
    """What a file is as far as its bytes tell; TEXT when they say nothing, and `text_kind` looks further."""
    start = data[:_START]
    if not data.strip(b"\x00\t\r\n "):
        return Kind.EMPTY
    if start.startswith(_ZIP) and start[2:4] in (b"\x03\x04", b"\x05\x06"):
        return _zip_kind(data)
    if start.startswith(_OLE):
        return _ole_kind(data)
    if b"%PDF-" in start[:1024]:
        return Kind.PDF
    newer = start[4:8] == b"ftyp" or (start[:4] == b"RIFF" and start[8:12] == b"WEBP")  # HEIC, WebP
    bitmap = start[:2] == b"BM" and int.from_bytes(start[2:6], "little") == len(data)
    return Kind.IMAGE if start.startswith(_IMAGES) or newer or bitmap else Kind.TEXT


def text_kind(text: str) -> Kind:
    """What a text is: one that may hold a table, or one that is for machines."""
    start = text[:_START].strip()
    if not start and not text.strip():
        return Kind.EMPTY
    if start.startswith("{\\rtf"):
        return Kind.OLD_OFFICE
    if start.startswith("<?xml") and "<html" not in start:
        return Kind.XML
    if (start.startswith("<") and _HTML.search(start)) or start.startswith("MIME-Version:"):
        return Kind.PAGE
    if start.startswith(("{", "[")) and _is_json(text):
        return Kind.JSON
    noise = "\0" in text or len(_ODD.findall(text)) * 50 > len(text)  # characters that nobody types
    return Kind.BINARY if noise else Kind.TEXT


def _zip_kind(data: bytes) -> Kind:
    """By the names of its members, which stand at the end and are read without unpacking anything."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = {member.filename.lower() for member in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return Kind.DAMAGED
    by_member = {
        "xl/workbook.bin": Kind.XLSB,
        "xl/vbaproject.bin": Kind.XLSM,
        "word/document.xml": Kind.WORD,
        "ppt/presentation.xml": Kind.SLIDES,
        "index/document.iwa": Kind.NUMBERS,
        "index.zip": Kind.NUMBERS,
    }
    for name, kind in by_member.items():
        if name in names:
            return kind
    if "mimetype" in names and "content.xml" in names:
        return Kind.CALC if b"opendocument.spreadsheet" in data[:200] else Kind.OPEN_DOCUMENT
    return Kind.WORKBOOK if "[content_types].xml" in names or any(n.startswith("xl/") for n in names) else Kind.ARCHIVE


def _ole_kind(data: bytes) -> Kind:
    """By the names in its directory, which are UTF-16."""
    names = {
        "EncryptedPackage": Kind.LOCKED,
        "WordDocument": Kind.WORD,
        "PowerPoint Document": Kind.SLIDES,
        "Workbook": Kind.XLS,
        "Book": Kind.XLS,
    }
    found = (kind for name, kind in names.items() if f"{name}\0".encode("utf-16-le") in data)
    return next(found, Kind.OLD_OFFICE)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
