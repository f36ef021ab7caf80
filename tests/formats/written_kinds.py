"""A table of texts and merged cells as each kind of file that is read has it, written by hand or by another library."""

import html
import struct
import zipfile
from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from docx import Document

from tests.formats.workbooks import packed

Rows = Sequence[Sequence[str]]
Merges = Sequence[tuple[int, int, int, int]]  # first row, first column, last row, last column
_OFFICE = 'xmlns:office="urn:o" xmlns:table="urn:t" xmlns:text="urn:x" xmlns:style="urn:s"'
_ODF = "application/vnd.oasis.opendocument."


def _spans(rows: Rows, merges: Merges) -> dict[tuple[int, int], tuple[int, int]]:
    """By cell how many columns and rows it reaches over; (0, 0) for one that another covers."""
    spans = {(row, column): (1, 1) for row, texts in enumerate(rows) for column in range(len(texts))}
    for top, left, low, right in merges:
        spans.update({(row, column): (0, 0) for row in range(top, low + 1) for column in range(left, right + 1)})
        spans[top, left] = (right - left + 1, low - top + 1)
    return spans


def docx(rows: Rows, merges: Merges = ()) -> bytes:
    document = Document()
    table = document.add_table(len(rows), max(map(len, rows)))
    for row, texts in enumerate(rows):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    for top, left, low, right in merges:
        table.cell(top, left).merge(table.cell(low, right))
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def table_xml(rows: Rows, merges: Merges, name: str = "Feuille") -> str:
    spans, lines = _spans(rows, merges), []
    for row, texts in enumerate(rows):
        cells = []
        for column, text in enumerate(texts):
            across, down = spans[row, column]
            tag = "table-cell" if across else "covered-table-cell"
            wide = f' table:number-columns-spanned="{across}" table:number-rows-spanned="{down}"' if across else ""
            body = "".join(f"<text:p>{html.escape(line)}</text:p>" for line in text.split("\n") if line)
            cells.append(f"<table:{tag}{wide}>{body}</table:{tag}>")
        lines.append(f"<table:table-row>{''.join(cells)}</table:table-row>")
    return f'<table:table table:name="{html.escape(name)}">{"".join(lines)}</table:table>'


def open_document(body: str, kind: str) -> bytes:
    content = f"<office:document-content {_OFFICE}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
    parts = {"mimetype": f"{_ODF}{kind}".encode(), "content.xml": f"{content}</office:document-content>".encode()}
    return packed(parts, zipfile.ZIP_DEFLATED)


def ods(rows: Rows, merges: Merges = ()) -> bytes:
    return open_document(table_xml(rows, merges), "spreadsheet")


def odt(rows: Rows, merges: Merges = ()) -> bytes:
    return open_document(table_xml(rows, merges), "text")


def page(rows: Rows, merges: Merges = ()) -> str:
    spans, lines = _spans(rows, merges), []
    for row, texts in enumerate(rows):
        cells = [
            f"<td colspan={across} rowspan={down}>{html.escape(text).replace(chr(10), '<br>')}"
            for column, text in enumerate(texts)
            for across, down in [spans[row, column]]
            if across
        ]
        lines.append(f"<tr>{''.join(cells)}")
    return f"<table>{''.join(lines)}</table>"


def web_page(rows: Rows, merges: Merges = ()) -> bytes:
    return f"<!DOCTYPE html><meta charset=utf-8><body>{page(rows, merges)}".encode()


def web_archive(rows: Rows, merges: Merges = ()) -> bytes:
    head = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=abc\r\n\r\n--abc\r\n"
    part = "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
    return f"{head}{part}{page(rows, merges)}\r\n--abc--\r\n".encode()


def mediawiki(rows: Rows, merges: Merges = ()) -> bytes:
    spans, lines = _spans(rows, merges), ['{| class="wikitable"']
    for row, texts in enumerate(rows):
        lines.append("|-")
        for column, text in enumerate(texts):
            across, down = spans[row, column]
            if across:
                lines.append(f'| colspan="{across}" rowspan={down} | {html.escape(text).replace(chr(10), "<br>")}')
    return "\n".join([*lines, "|}"]).encode()


def dokuwiki(rows: Rows, merges: Merges = ()) -> bytes:
    below = {(row, left) for top, left, low, _right in merges for row in range(top + 1, low + 1)}
    spans, lines = _spans(rows, merges), []
    for row, texts in enumerate(rows):
        shown = (f" {html.escape(text).replace(chr(10), chr(92) * 2 + ' ')} " for text in texts)
        cells = [
            " ::: " if (row, column) in below else text * (spans[row, column] != (0, 0))
            for column, text in enumerate(shown)
        ]
        sign = "|" if row else "^"
        lines.append(f"{sign}{sign.join(cells)}{sign}")
    return "\n".join(lines).encode()


def confluence(rows: Rows, merges: Merges = ()) -> bytes:
    head, *rest = rows
    lines = [f"||{'||'.join(text or ' ' for text in head)}||"]
    return "\n".join([*lines, *(f"|{'|'.join(text or ' ' for text in texts)}|" for texts in rest)]).encode()


def _record(number: int, body: bytes = b"") -> bytes:
    kind = bytes([number]) if number < 128 else bytes([number & 127 | 128, number >> 7])
    size = len(body)
    return kind + (bytes([size]) if size < 128 else bytes([size & 127 | 128, size >> 7])) + body


def _wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(rows: Rows, merges: Merges = ()) -> bytes:
    """A binary workbook of one sheet: records of a number, a length and a body."""
    size = struct.pack("<4I", 0, len(rows) - 1, 0, max(map(len, rows)) - 1)
    cells = b"".join(
        _record(0, struct.pack("<I", row) + bytes(13))
        + b"".join(_record(6, struct.pack("<II", at, 0) + _wide(text)) for at, text in enumerate(texts) if text)
        for row, texts in enumerate(rows)
    )
    merged = b"".join(_record(176, struct.pack("<4I", top, low, left, right)) for top, left, low, right in merges)
    sheet = _record(129) + _record(148, size) + _record(145) + cells + _record(146) + merged + _record(130)
    listed = _record(143) + _record(156, struct.pack("<II", 0, 1) + _wide("rId1") + _wide("Feuille")) + _record(144)
    relation = '<Relationship Id="rId1" Type="http://x/worksheet" Target="worksheets/sheet1.bin"/>'
    return packed(
        {
            "[Content_Types].xml": b"<Types/>",
            "xl/workbook.bin": _record(131) + listed + _record(132),
            "xl/_rels/workbook.bin.rels": f"<Relationships>{relation}</Relationships>".encode(),
            "xl/worksheets/sheet1.bin": sheet,
        }
    )


WRITERS: Mapping[str, Callable[[Rows, Merges], bytes]] = {
    "docx": docx,
    "ods": ods,
    "odt": odt,
    "html": web_page,
    "mht": web_archive,
    "mediawiki": mediawiki,
    "dokuwiki": dokuwiki,
    "xlsb": xlsb,
}
WITHOUT_MERGES: Mapping[str, Callable[[Rows], bytes]] = {"confluence": confluence}
