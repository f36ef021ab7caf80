"""Workbooks of old Excel (.xls) and binary ones (.xlsb), by python-calamine. Runs in the process that parses."""

import struct
from datetime import date, datetime, time
from io import BytesIO
from typing import Any

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from roles.formats.reading.limits import SHEETS, TooMuch
from roles.formats.reading.readers.cells import Budget, Cells
from roles.formats.reading.readers.excel_records import HiddenParts, hidden_parts
from roles.formats.reading.readers.parts import Damaged


def read(data: bytes) -> list[dict[str, Any]]:
    """The sheets of cells. Raises TooMuch and Damaged."""
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(data))
        budget, told = Budget(), _told(data, len(book.sheets_metadata))
        listed = [
            (sheet, hidden)
            for sheet, hidden in zip(book.sheets_metadata, told, strict=True)
            if sheet.typ is SheetTypeEnum.WorkSheet
        ]
        if len(listed) > SHEETS:
            raise TooMuch("sheets", listed[SHEETS][0].name)
        found = []
        for sheet, parts in listed:
            cells = _cells(book.get_sheet_by_name(sheet.name), budget)
            parts.tell(cells)
            found.append(cells.table(hidden=sheet.visible is not SheetVisibleEnum.Visible))
    except CalamineError as broken:
        raise Damaged from broken
    return found


def _told(data: bytes, count: int) -> list[HiddenParts]:
    """What each sheet hides; nothing where a program has written its records otherwise."""
    try:
        told = hidden_parts(data)
    except (struct.error, LookupError, UnicodeDecodeError):
        told = []
    return told if len(told) == count else [HiddenParts()] * count


def _cells(sheet: CalamineSheet, budget: Budget) -> Cells:
    cells = Cells(sheet.name, budget)
    top, left = sheet.start or (0, 0)
    for row, values in enumerate(sheet.iter_rows(), top):
        for column, value in enumerate(values, left):
            cells.put(row, column, _shown(value))
    for (first, from_column), (last, to_column) in sheet.merged_cell_ranges or ():
        cells.merge((first, from_column, last, to_column))
    return cells


def _shown(value: object) -> str:
    """A value as the office worker sees it, as far as the library tells."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}".removesuffix(" 00:00")
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return str(value)
