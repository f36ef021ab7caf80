"""Workbooks from elsewhere, made for tests: by openpyxl, changed inside, or of another kind altogether."""

import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

import xlsxwriter
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
SHEET = "xl/worksheets/sheet1.xml"
ROWS = (("Tâche", "Équipe, nord", "Vente\nQuébec"), ("Écrire", "A", "r/c"), ("Lire", None, "I"))
_STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/": b"http://purl.oclc.org/ooxml/officeDocument/",
}


def workbook(rows: Sequence[Sequence[object]] = ROWS, change: Callable[[Worksheet], object] | None = None) -> bytes:
    """A workbook of one sheet."""
    book = Workbook()
    sheet = book.worksheets[0]
    assert isinstance(sheet, Worksheet)
    for row in rows:
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def shared(rows: Sequence[Sequence[str | None]] = ROWS) -> bytes:
    """The same by a program that keeps texts apart, as Excel does."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        sheet = book.add_worksheet("Sheet")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return buffer.getvalue()


def saved(book: Workbook) -> bytes:
    buffer = BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return buffer.getvalue()


def with_part(data: bytes, name: str, part: bytes) -> bytes:
    """The workbook with a part more, or another one in its place."""
    return packed({**parts_of(data), name: part})


def with_sheet(body: str, data: bytes | None = None) -> bytes:
    """A workbook whose sheet consists of this XML."""
    return with_part(data or workbook(), SHEET, f'<worksheet xmlns="{MAIN}">{body}</worksheet>'.encode())


def strict(data: bytes) -> bytes:
    """The workbook as Excel saves it as Strict Open XML: the same words in other namespaces."""
    parts = parts_of(data)
    for transitional, other in _STRICT.items():
        parts = {name: part.replace(transitional, other) for name, part in parts.items()}
    return packed(parts)


def ole(stream: str) -> bytes:
    """The start of a compound file, and the name of a stream as its directory has it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + f"{stream}\0".encode("utf-16-le") + bytes(400)
