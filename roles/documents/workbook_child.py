"""Run as a program: a workbook from the input to JSON on the output, in little memory. Imports nothing of ours."""

import json
import resource
import sys
from io import BytesIO
from typing import Any

MEMORY, SECONDS = 512 * 1024 * 1024, 20
ROWS, COLUMNS, SHEETS = 5_000, 300, 20
CELL, TEXT = 1_000, 10_000_000  # characters of a cell that are read, and of all


class TooMuch(Exception):
    """More than any matrix holds."""


def read(data: bytes) -> list[list[list[str]]]:
    """The texts of every sheet. Raises TooMuch, and whatever the parser raises."""
    from openpyxl import load_workbook  # noqa: PLC0415

    workbook = load_workbook(BytesIO(data), read_only=True, data_only=True)
    sheets = [sheet for sheet in workbook.worksheets if hasattr(sheet, "reset_dimensions")]
    if len(sheets) > SHEETS:
        raise TooMuch
    left = TEXT
    found = []
    for sheet in sheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        rows, left = _rows(sheet, left)
        found.append(rows)
    return found


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
    text = str(value)[:CELL]
    return unescape(text) if "_x" in text else text


if __name__ == "__main__":
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    try:
        sys.stdout.write(json.dumps(read(sys.stdin.buffer.read())))
    except TooMuch:
        sys.stdout.write("null")
