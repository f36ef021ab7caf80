"""Rows from text: comma, semicolon or tab between cells, or Markdown; bounded.

Runs in the process that parses.
"""

import csv
import io
import re
from collections import Counter, deque
from collections.abc import Iterable, Iterator

from roles.formats.reading.limits import CELL, CELLS, COLUMNS, ROWS, TooMuch
from roles.formats.reading.readers.markdown_tables import is_markdown, markdown_rows
from roles.formats.reading.selection import SELECTED

_SEPARATORS = "\t;,"
_SAMPLE = 100_000  # characters that tell the separator
_NAMED = re.compile(r"sep=([\t;,|])\r?\n", re.IGNORECASE)  # Excel's own first line


def text_rows(text: str) -> list[list[str]]:
    """The rows of a text; Markdown wins over separators, for its cells may hold commas. Raises TooMuch."""
    lines = text.splitlines()
    try:
        return list(_bounded(markdown_rows(lines) if is_markdown(lines[: ROWS + 1]) else _separated(text)))
    except csv.Error as endless:  # a cell of more than 131,072 characters
        raise TooMuch("endless", "") from endless


def separator_of(text: str) -> str:
    """The one that cuts most rows into equally many cells; of two that do, the one that makes more of them.

    Counting the marks would not do, for French sentences are full of commas; nor does csv.Sniffer, which gives up when
    a title or a legend stands above the table, or takes a letter of theirs for the separator.
    """
    return max(_SEPARATORS, key=lambda separator: _evenness(text[:_SAMPLE], separator))


def _evenness(text: str, separator: str) -> tuple[float, int]:
    """How large a part of the rows has the most common number of cells, if that is more than one; and that number."""
    rows = [row for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator) if row]
    widths = Counter(len(row) for row in rows if len(row) > 1)
    width, count = max(widths.items(), key=lambda pair: (pair[1], pair[0]), default=(1, 0))
    return round(count / max(len(rows), 1), 1), width


def _separated(text: str) -> Iterable[list[str]]:
    """The rows of a text with separators; a quotation mark that is never closed is taken as it stands."""
    named = _NAMED.match(text)
    body = text[named.end() :] if named else text
    separator = named[1] if named else separator_of(body)
    if body.count('"') % 2 and _left_open(body, separator):
        return csv.reader(io.StringIO(body, newline=""), delimiter=separator, quoting=csv.QUOTE_NONE)
    return csv.reader(io.StringIO(body, newline=""), delimiter=separator)


def _left_open(text: str, separator: str) -> bool:
    """Whether the last cell has swallowed lines."""
    last = deque(csv.reader(io.StringIO(text, newline=""), delimiter=separator), maxlen=1)
    return any(row and "\n" in row[-1] for row in last)


def _bounded(rows: Iterable[list[str]]) -> Iterator[list[str]]:
    """The rows, as long as they are no more than a workbook may have. Raises TooMuch."""
    cells, selection = 0, SELECTED.get()
    for number, row in enumerate(rows):
        texts = [text.strip()[:CELL] if selection.has(number, at) else "" for at, text in enumerate(row)]
        while texts and not texts[-1]:
            texts.pop()
        cells += len(texts)
        if (texts and number >= ROWS) or len(texts) > COLUMNS or cells > CELLS:
            raise TooMuch("cells", "")
        if number < ROWS:
            yield texts
