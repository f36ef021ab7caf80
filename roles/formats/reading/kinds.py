"""What a file is, by its content and never by its name. Needs nothing but Python: the process that parses has it."""

import json
import re
import zipfile
import zlib
from enum import Enum
from io import BytesIO

_START = 4_096  # bytes, or characters, that tell what a file is
_ZIP, _OLE = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = re.compile(rb"\x09\x08\x10\0\0\x06.{14}(\x86\0\0\0)?\x2f\0", re.DOTALL)  # an old workbook, then a password
_IMAGES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_ODD = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_MESSAGE = re.compile(rb"\s*(MIME-Version|From|Date|Subject|Message-ID): ", re.IGNORECASE)
_PAGE_PART = re.compile(rb"content-type:\s*(multipart/related|text/html)", re.IGNORECASE)
_HTML = re.compile(r"<(!doctype html|html|head|body|table)\b", re.IGNORECASE)


class Kind(Enum):
    """What a file may be; those after TEXT are refused, each in its own words."""

    WORKBOOK = "xlsx"
    XLS = "xls"
    XLSB = "xlsb"
    CALC = "ods"
    WORD = "docx"
    WRITER = "odt"
    PAGE = "html"
    WEB_ARCHIVE = "mht"
    TEXT = "text"
    EMPTY = "empty"
    BLANK = "blank"
    NO_TABLE = "no table"
    LOCKED = "locked"
    MACROS = "macros"
    DOC = "doc"
    SLIDES = "pptx"
    OPEN_DOCUMENT = "odf"
    NUMBERS = "iwork"
    PDF = "pdf"
    IMAGE = "image"
    XML = "xml"
    JSON = "json"
    DAMAGED = "damaged"
    ARCHIVE = "zip"
    OLD_OFFICE = "ole"
    BINARY = "binary"


WORKBOOKS = (Kind.WORKBOOK, Kind.XLS, Kind.XLSB, Kind.CALC)
READ = (*WORKBOOKS, Kind.WORD, Kind.WRITER, Kind.WEB_ARCHIVE, Kind.TEXT)  # a page or a wiki is told by its text


class NotATable(Exception):
    """A text that is of another kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__(kind)


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
    if _MESSAGE.match(start) and _PAGE_PART.search(start):
        return Kind.WEB_ARCHIVE
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
    if start.startswith("<") and _HTML.search(start):
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
            if "mimetype" in names and "content.xml" in names:
                return _open_document_kind(archive, names)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, KeyError, RuntimeError, NotImplementedError):
        return Kind.DAMAGED
    by_member = {
        "xl/vbaproject.bin": Kind.MACROS,
        "word/vbaproject.bin": Kind.MACROS,
        "xl/workbook.bin": Kind.XLSB,
        "word/document.xml": Kind.WORD,
        "ppt/presentation.xml": Kind.SLIDES,
        "index/document.iwa": Kind.NUMBERS,
        "index.zip": Kind.NUMBERS,
    }
    for name, kind in by_member.items():
        if name in names:
            return kind
    return Kind.WORKBOOK if "[content_types].xml" in names or any(n.startswith("xl/") for n in names) else Kind.ARCHIVE


def _open_document_kind(archive: zipfile.ZipFile, names: set[str]) -> Kind:
    """By what it says of itself in its first member."""
    if any(name.startswith("basic/") and name.endswith(".xml") for name in names):
        return Kind.MACROS
    with archive.open("mimetype") as member:
        said = member.read(100)
    if b"opendocument.spreadsheet" in said:
        return Kind.CALC
    return Kind.WRITER if b"opendocument.text" in said else Kind.OPEN_DOCUMENT


def _ole_kind(data: bytes) -> Kind:
    """By the names in its directory, which are UTF-16."""
    names = {
        "EncryptedPackage": Kind.LOCKED,
        "_VBA_PROJECT_CUR": Kind.MACROS,
        "WordDocument": Kind.DOC,
        "PowerPoint Document": Kind.SLIDES,
        "Workbook": Kind.XLS,
        "Book": Kind.XLS,
    }
    if _LOCKED.search(data):
        return Kind.LOCKED
    found = (kind for name, kind in names.items() if f"{name}\0".encode("utf-16-le") in data)
    return next(found, Kind.OLD_OFFICE)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
