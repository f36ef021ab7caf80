"""Which rows and columns of a sheet are read, where somebody names them; the others are as if they were empty.

Needs nothing but Python: the process that parses has it.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import NamedTuple

_ROWS = re.compile(r"(\d{1,7})(?:\s*[-–:]\s*(\d{1,7}))?")
_COLUMNS = re.compile(r"([A-Z]{1,3})(?:\s*[-–:]\s*([A-Z]{1,3}))?", re.IGNORECASE)
_BETWEEN = re.compile(r"[,;]")
Ranges = tuple[tuple[int, int], ...]  # first and last, from 0


class Selection(NamedTuple):
    """The chosen ranges; all rows, or columns, where none is named."""

    rows: Ranges = ()
    columns: Ranges = ()

    @classmethod
    def of(cls, rows: str, columns: str) -> "Selection":
        """What people write: `5-300, 310` and `A-K, M`, or `300-5`. Raises ValueError for anything else."""
        return cls(
            tuple(_range(int(first) - 1, int(last) - 1) for first, last in _ranges(rows, _ROWS)),
            tuple(_range(column_at(first), column_at(last)) for first, last in _ranges(columns, _COLUMNS)),
        )

    def has(self, row: int, column: int) -> bool:
        """Whether a cell is read."""
        return _within(row, self.rows) and _within(column, self.columns)


EVERYTHING = Selection()
SELECTED: ContextVar[Selection] = ContextVar("selected", default=EVERYTHING)


@contextmanager
def selected(selection: Selection) -> Iterator[None]:
    """Within it, readers leave out the cells that are not chosen."""
    token = SELECTED.set(selection)
    try:
        yield
    finally:
        SELECTED.reset(token)


def _ranges(text: str, shape: re.Pattern[str]) -> Iterator[tuple[str, str]]:
    for part in filter(None, (part.strip() for part in _BETWEEN.split(text))):
        found = shape.fullmatch(part)
        if not found or found[1] == "0":
            raise ValueError(part)
        yield found[1], found[2] or found[1]


def _range(one: int, other: int) -> tuple[int, int]:
    return min(one, other), max(one, other)


def column_at(name: str) -> int:
    """The column of this name, counted from 0."""
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def _within(place: int, ranges: Ranges) -> bool:
    return not ranges or any(first <= place <= last for first, last in ranges)
