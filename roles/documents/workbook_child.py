"""Run as a program: a workbook from the input to JSON on the output, in little memory. Imports nothing of ours."""

import json
import re
import resource
import sys
import zipfile
from datetime import datetime, time
from io import BytesIO
from typing import Any

MEMORY, SECONDS = 512 * 1024 * 1024, 20
ROWS, COLUMNS, SHEETS, MERGES = 5_000, 300, 20, 2_000
CELL, TEXT = 32_767, 10_000_000  # characters of a cell, which Excel holds at most, and of all


class TooMuch(Exception):
    """More than any matrix holds."""


_MERGE = re.compile(rb"""<(?:\w+:)?mergeCell\s[^>]*?ref=["']([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})["']""")
_PIECE, _TAIL = 1_000_000, 200  # bytes read at once, and kept in case a reference is cut


def read(data: bytes) -> list[dict[str, Any]]:
    """The name, the texts and the merged cells of every sheet. Raises TooMuch, and whatever the parser raises."""
    from openpyxl import load_workbook  # noqa: PLC0415

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheets: list[Any] = [sheet for sheet in workbook.worksheets if hasattr(sheet, "reset_dimensions")]
    if len(sheets) > SHEETS:
        raise TooMuch
    left, merges_left = TEXT, MERGES
    found = []
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for sheet in sheets:
            sheet.reset_dimensions()  # what a file says of its own size may be wrong
            rows, left = _rows(sheet, left)
            merges = _merges(archive, sheet._worksheet_path, merges_left)
            merges_left -= len(merges)
            hidden = sheet.sheet_state != "visible"
            found.append({"name": sheet.title, "hidden": hidden, "rows": rows, "merges": merges})
    return found


def _merges(archive: zipfile.ZipFile, path: str, most: int) -> list[tuple[int, int, int, int]]:
    """First row, first column, last row and last column of merged cells, from 0; openpyxl does not read them so."""
    from openpyxl.utils import column_index_from_string  # noqa: PLC0415

    found: dict[tuple[int, int, int, int], None] = {}
    with archive.open(path) as part:
        tail = b""
        while piece := part.read(_PIECE):
            for left, top, right, bottom in _MERGE.findall(tail + piece):
                columns = [column_index_from_string(text.decode()) - 1 for text in (left, right)]
                found[int(top) - 1, columns[0], int(bottom) - 1, columns[1]] = None
            if len(found) > most:
                raise TooMuch
            tail = piece[-_TAIL:]
    return list(found)


def _rows(sheet: Any, left: int) -> tuple[list[list[str]], int]:
    rows: list[list[str]] = []
    last = 0
    for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in values]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            last = number
        left -= sum(map(len, texts))
        if len(texts) > COLUMNS or last > ROWS or left < 0:
            raise TooMuch
        if number <= ROWS:
            rows.append(texts)
        elif number > ROWS * 4:  # nothing but emptiness
            break
    return rows[:last], left


def _text(value: object) -> str:
    from openpyxl.utils.escape import unescape  # noqa: PLC0415

    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    elif isinstance(value, datetime) and value.time() == time():
        value = value.date()
    text = str(value)[:CELL]
    return unescape(text) if "_x" in text else text


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
    except TooMuch:
        sys.stdout.write("null")
