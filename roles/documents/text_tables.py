"""Tables from text: comma, semicolon or tab between cells, or Markdown; bounded, in the encodings that offices use."""

import codecs
import csv
import io
import re

from roles.domain.foreign import Table

ROWS, COLUMNS = 5_000, 300
_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_BAR = re.compile(r"(?<!\\)\|")
_TITLE = re.compile(r"^\s*#{1,6}\s+")


class TextTooLarge(Exception):
    """The text holds more rows or columns than a matrix may have."""


def decoded(data: bytes) -> str:
    """The text of the bytes: by their mark, else UTF-8, else Windows-1252 (an undefined byte becomes U+FFFD)."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def text_tables(text: str) -> list[Table]:
    """The text as one table, row by line; Markdown wins over separators, for its cells may hold commas.

    Raises TextTooLarge.
    """
    lines = text.splitlines()
    markdown = any("|" in line and _RULE.fullmatch(line) for line in lines)
    rows = _markdown(lines) if markdown else _separated(text, lines)
    return [Table("", rows)] if any(map(any, rows)) else []


def _markdown(lines: list[str]) -> tuple[tuple[str, ...], ...]:
    """Every line as a row, so that rows count as lines do; what is no table is a row of one text."""
    return tuple(_bounded(_cells(line), number) for number, line in enumerate(lines))


def _cells(line: str) -> list[str]:
    if "|" not in line:
        return [_TITLE.sub("", line).strip()]
    if _RULE.fullmatch(line):
        return []
    cells = _BAR.split(line.strip().removeprefix("|"))
    return [
        _BREAK.sub("\n", cell.strip().replace("\\|", "|")) for cell in (cells[:-1] if not cells[-1].strip() else cells)
    ]


def _separated(text: str, lines: list[str]) -> tuple[tuple[str, ...], ...]:
    separator = max("\t;,", key=lambda mark: sum(line.count(mark) for line in lines[:50]))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[str, ...]] = []
    try:
        rows.extend(_bounded([cell.strip() for cell in row], len(rows)) for row in reader)
    except csv.Error as error:  # a cell of more than 131,072 characters
        raise TextTooLarge from error
    return tuple(rows)


def _bounded(row: list[str], before: int) -> tuple[str, ...]:
    """Raises TextTooLarge for a row too long, or one too many."""
    while row and not row[-1]:
        row.pop()
    if before >= ROWS or len(row) > COLUMNS:
        raise TextTooLarge
    return tuple(row)
