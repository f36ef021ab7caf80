"""Excel workbooks made of a shell and rows.

openpyxl writes the shell: styles, panes, validations, conditional formats, every sheet with an empty body.
The rows are joined as text and put in its place, five times as fast as cell objects (techniques and figures:
`make bench`). Every cell a person typed is an inline string, never a formula.
"""

import re
import zipfile
from collections.abc import Iterable, Mapping
from functools import lru_cache
from io import BytesIO
from textwrap import wrap
from typing import TYPE_CHECKING

from roles.formats.reading.selection import column_at
from roles.formats.text import checked, escaped, excel_text, is_formula

if TYPE_CHECKING:
    from openpyxl import Workbook


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LINE, TALLEST = 15, 409  # points: a line, and the highest row there is
SMALL = 2000  # bytes: packing a part takes longer than what it saves is worth
HIDDEN = ' hidden="1"'
_BODY = (b"<sheetData />", b"<sheetData/>", b"<sheetData></sheetData>")
_DIMENSION, _COLUMN = re.compile(rb'<dimension ref="[^"]*"'), re.compile(rb'<col [^>]*?max="(\d+)"')
_ROW = re.compile(r'<row r="(\d+)"')
_WIDE = "\u2e80"  # from here on letters are twice as wide
_WORD = re.compile(r"[^\s-]+-?")  # what a spreadsheet does not divide
_MADE = (1980, 1, 1, 0, 0, 0)  # the time inside the archive, the same for the same content


def text_cell(column: str, row: int, styles: Mapping[str, int], look: str, text: str) -> str:
    """A text cell; one that somebody's edit would turn into a formula has the quoted style of its look."""
    style = styles[f"{look}_quoted" if is_formula(text) else look]
    if not text:
        return f'<c r="{column}{row}" s="{style}"/>'
    return f'<c r="{column}{row}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{excel_text(text)}</t></is></c>'


def number_cell(column: str, row: int, style: int, value: float) -> str:
    """A number cell."""
    return f'<c r="{column}{row}" s="{style}"><v>{value}</v></c>'


def formula_cell(column: str, row: int, style: int, formula: str, value: int) -> str:
    """A formula of ours, with the value it has now, for readers that do not calculate."""
    return f'<c r="{column}{row}" s="{style}"><f>{escaped(formula)}</f><v>{value}</v></c>'


def row_xml(row: int, cells: Iterable[str], *, lines: int = 1, hidden: bool = False) -> str:
    """A row of so many lines of text; its height stays automatic, so an edit fits it again."""
    height = f' ht="{row_height(lines)}"' if lines > 1 else ""
    return f'<row r="{row}"{height}{HIDDEN if hidden else ""}>{"".join(cells)}</row>'


def row_height(lines: int) -> int:
    """How high a row of so many lines is, in points."""
    return min(LINE * lines + 3, TALLEST)


@lru_cache(maxsize=4096)
def lines_of(text: str, width: int) -> int:
    """About how many lines a text takes in a column of this width."""
    if len(text) <= width and "\n" not in text and (2 * len(text) <= width or max(text) < _WIDE):
        return 1
    fits = width * 11 // 10  # a column's width counts digits, which are wider than most letters
    text = checked(text)
    if "\n" not in text:
        return -(-_length(text) // fits)
    return sum(max(1, -(-_length(line) // fits)) for line in text.split("\n"))


def lines_of_title(text: str, width: int) -> int:
    """How many lines of ordinary text a title is as high as: its letters are as much larger as its lines."""
    return max(2, -(-lines_of(text, width * 11 // 18) * 18 // 11))


def _length(line: str) -> int:
    """Its letters, those of Chinese, Japanese and Korean twice."""
    wide = sum(letter >= _WIDE for letter in line) if line and max(line) >= _WIDE else 0
    return len(line) + wide


@lru_cache(maxsize=4096)
def lines_of_words(text: str, width: int) -> int:
    """The same for a narrow column, in which every word that does not fit begins a line."""
    if len(text) < width and "\n" not in text and (2 * len(text) <= width or max(text) < _WIDE):
        return 1
    return max(lines_of(text, width), sum(max(1, len(wrap(line, width + 1))) for line in checked(text).split("\n")))


@lru_cache(maxsize=4096)
def width_for(text: str, least: int, most: int) -> int:
    """The width of a column in which no word of a bold text is broken, unless it is too long for any."""
    return max(least, min(most, max(map(_length, _WORD.findall(text)), default=0) + 3))


def shell_parts(workbook: "Workbook") -> dict[str, bytes]:
    """The parts of a workbook whose sheets are empty, by name."""
    buffer = BytesIO()
    workbook.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def fill(shell: Mapping[str, bytes], bodies: Mapping[str, str], words: Mapping[str, str]) -> bytes:
    """The workbook: `bodies` holds rows by part name, `words` the texts that stand in for placeholders of the shell."""
    buffer, texts = BytesIO(), {placeholder.encode(): text.encode() for placeholder, text in words.items()}
    placeholders = re.compile(b"|".join(map(re.escape, texts)) or b"(?!)")  # in one pass: a text may look like another
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, part in shell.items():
            filled = any(placeholder in part for placeholder in texts)  # looking is quicker than replacing nothing
            content = placeholders.sub(lambda found: texts[found[0]], part) if filled else part
            if name in bodies:
                content = _with_body(_with_dimension(content, bodies[name]), bodies[name].encode())
            info = zipfile.ZipInfo(name, _MADE)
            info.compress_type = zipfile.ZIP_DEFLATED if len(content) > SMALL else zipfile.ZIP_STORED
            archive.writestr(info, content, compresslevel=1)
    return buffer.getvalue()


def _with_dimension(sheet: bytes, rows: str) -> bytes:
    """The cells that the sheet has, by which many readers go: as wide as its columns are set, down to its last row."""
    last_row = _ROW.match(rows, rows.rfind("<row "))
    widths = _COLUMN.findall(sheet)
    if not last_row or not widths:
        return sheet
    place = f"A1:{column_name(max(map(int, widths)))}{last_row[1]}"
    return _DIMENSION.sub(b'<dimension ref="' + place.encode() + b'"', sheet, count=1)


def _with_body(sheet: bytes, rows: bytes) -> bytes:
    for empty in _BODY:
        if empty in sheet:
            return sheet.replace(empty, b"<sheetData>" + rows + b"</sheetData>", 1)
    raise ValueError("The sheet of the shell is not empty")


@lru_cache(maxsize=512)
def column_name(index: int) -> str:
    """The letters of a column, from 1: A, B … Z, AA."""
    name = ""
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def column_number(name: str) -> int | None:
    """The column of this name, counted from 0; None for what names none."""
    name = name.strip()
    return column_at(name) if 0 < len(name) <= 3 and name.isascii() and name.isalpha() else None
