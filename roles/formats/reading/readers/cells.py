"""The cells of a sheet as a reader finds them, within what an upload may hold. Runs in the process that parses."""

from typing import Any

from roles.formats.reading.limits import CELL, CELLS, COLUMNS, MERGES, ROWS, TEXT, TooMuch
from roles.formats.reading.selection import SELECTED

Range = tuple[int, int, int, int]  # first row, first column, last row, last column


class Budget:
    """How much may still be read of all sheets of a file together."""

    def __init__(self) -> None:
        self._left = {"text": TEXT, "cells": CELLS, "merges": MERGES}

    def spend(self, what: str, count: int, sheet: str) -> None:
        """Count it. Raises TooMuch."""
        self._left[what] -= count
        if self._left[what] < 0:
            raise TooMuch(what, sheet)


class Cells:
    """The cells of a sheet that hold something, the merged ranges, and the hidden rows and columns."""

    def __init__(self, name: str, budget: Budget) -> None:
        self.name, self.budget = name, budget
        self._selection = SELECTED.get()
        self._cells: dict[int, dict[int, str]] = {}
        self._merges: list[Range] = []
        self._unseen: tuple[set[int], set[int]] = (set(), set())

    def put(self, row: int, column: int, text: str) -> None:
        """A cell with a text, if it is one of those that are read. Raises TooMuch."""
        if not text or not self._selection.has(row, column):
            return
        if not 0 <= row < ROWS:
            raise TooMuch("rows", self.name)
        if column >= COLUMNS:
            raise TooMuch("columns", self.name)
        self.budget.spend("text", len(text[:CELL]), self.name)
        self._cells.setdefault(row, {})[column] = text[:CELL]

    def merge(self, place: Range) -> None:
        """Cells that are one. Raises TooMuch."""
        self.budget.spend("merges", 1, self.name)
        self._merges.append(place)

    def hide_rows(self, first: int, last: int) -> None:
        """Rows that the sheet does not show."""
        self._unseen[0].update(range(first, min(last + 1, ROWS)))

    def hide_columns(self, first: int, last: int) -> None:
        """Columns that the sheet does not show."""
        self._unseen[1].update(range(first, min(last + 1, COLUMNS)))

    def table(self, *, hidden: bool = False) -> dict[str, Any]:
        """The rows from A1 on, each up to its last text; merged ranges end where the texts do.

        Empty cells are counted too, for a text far out in each row makes many.
        """
        rows: list[list[str]] = []
        for number in range(max(self._cells, default=-1) + 1):
            cells = self._cells.get(number, {})
            rows.append([cells.get(column, "") for column in range(max(cells, default=-1) + 1)])
            self.budget.spend("cells", len(rows[-1]), self.name)
        bottom, right = len(rows) - 1, max(map(len, rows), default=0) - 1
        clipped = [(top, left, min(low, bottom), min(far, right)) for top, left, low, far in self._merges]
        merges = [m for m in clipped if m[0] <= m[2] and m[1] <= m[3] and m[:2] != m[2:]]
        unseen = [
            sorted(row for row in self._unseen[0] if row <= bottom),
            sorted(at for at in self._unseen[1] if at <= right),
        ]
        return {"name": self.name, "hidden": hidden, "rows": rows, "merges": merges, "unseen": unseen}
