"""A document as one sheet: its tables below each other, and between them the lines that stand around them.

So headings start phases and legends explain letters, as they do on a sheet. Runs in the process that parses.
"""

import re
from collections import deque
from typing import Any

from roles.formats.reading.kinds import Kind, NotATable
from roles.formats.reading.limits import COLUMNS, ROWS, TooMuch
from roles.formats.reading.readers.cells import Budget, Cells, Range

AROUND = 12  # lines that are kept before a table, and after one: the rest of a document is about something else
_DEPTH = 20  # tables in tables
_SPACES = re.compile(r"[ \t\r\f\v]+")
BREAK = "\n"


class _Grid:
    """A table with its spans, and the tables inside of its cells."""

    def __init__(self) -> None:
        self.row, self.column = -1, 0
        self.cells: list[tuple[int, int, str]] = []
        self.merges: list[Range] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: set[int] = set()
        self.inner: list[_Grid] = []
        self._busy: dict[int, int] = {}  # columns that a cell above reaches into, with its last row

    def next_row(self) -> None:
        self.row, self.column = self.row + 1, 0
        if self.row > ROWS:
            raise TooMuch("rows", "")

    def place(self, across: int, down: int) -> tuple[int, int]:
        """Where the next cell stands, which reaches over so many columns and rows."""
        while self._busy.get(self.column, -1) >= self.row:
            self.column += 1
        left = self.column
        if left > COLUMNS:
            raise TooMuch("columns", "")
        right, low = min(left + max(across, 1), COLUMNS + 1) - 1, min(self.row + max(down, 1), ROWS + 1) - 1
        if low > self.row:
            self._busy.update(dict.fromkeys(range(left, right + 1), low))
        self.column = right + 1
        return left, right


class Document:
    """What a reader tells of a document, in the order in which it stands there."""

    def __init__(self) -> None:
        self.budget = Budget()
        self._sheet = Cells("", self.budget)
        self._row, self._gap = 0, False  # where the next line goes, and if a row is left empty before it
        self._before: deque[str] = deque(maxlen=AROUND)
        self._after = 0  # lines that may still follow the last table
        self._found = False
        self._open: list[_Grid] = []
        self._texts: list[list[str]] = [[]]  # of the cells that are open, the innermost last
        self._places: list[tuple[int, int]] = []  # where they stand

    @property
    def in_cell(self) -> bool:
        """Whether a text belongs to a cell."""
        return len(self._texts) > 1

    def text(self, text: str) -> None:
        """A piece of text; BREAK ends a line."""
        self._texts[-1].append(text)

    def end_line(self) -> None:
        """A paragraph ends."""
        if self.in_cell:
            self.text(BREAK)
        elif not self._open:
            self._line()

    def start_table(self) -> None:
        """A table begins, perhaps inside a cell."""
        if len(self._open) >= _DEPTH:
            raise TooMuch("nested", "")
        self.end_line()
        self._open.append(_Grid())

    def end_table(self) -> None:
        """A table ends; those inside of it follow it."""
        if not self._open:
            return
        grid = self._open.pop()
        if self._open:
            self._open[-1].inner.append(grid)
        else:
            self._texts = [[]]
            self._write(grid)

    def start_row(self, *, hidden: bool = False) -> None:
        """A row begins."""
        if self._open:
            self._open[-1].next_row()
            if hidden:
                self._open[-1].hidden_rows.append(self._open[-1].row)

    def start_cell(self, across: int = 1, down: int = 1, *, merged: bool = True, hidden: bool = False) -> int:
        """A cell begins; the answer is its column. Not `merged`, it only passes over the columns and rows."""
        if not self._open:
            return 0
        grid = self._open[-1]
        if grid.row < 0:
            grid.next_row()
        left, right = grid.place(across, down)
        if merged:
            grid.merges.append((grid.row, left, grid.row + max(down, 1) - 1, right))
        if hidden:
            grid.hidden_columns.update(range(left, right + 1))
        self._places.append((grid.row, left))
        self._texts.append([])
        return left

    def grow(self, column: int) -> None:
        """The merged cell above, in this column, reaches into the row, too."""
        grid = self._open[-1]
        for at in range(len(grid.merges) - 1, -1, -1):
            top, left, low, right = grid.merges[at]
            if left == column and low == grid.row - 1:
                grid.merges[at] = (top, left, grid.row, right)
                return

    def hide_column(self, column: int) -> None:
        """A column of the table is not shown."""
        if self._open:
            self._open[-1].hidden_columns.add(column)

    def end_cell(self) -> None:
        """A cell ends."""
        if self.in_cell:
            row, column = self._places.pop()
            text = tidy("".join(self._texts.pop()))
            if text:
                self._open[-1].cells.append((row, column, text))
                self.budget.spend("text", len(text), "")

    def tables(self) -> list[dict[str, Any]]:
        """The document as one sheet. Raises NotATable when it has no table."""
        self.end_line()
        if not self._found:
            raise NotATable(Kind.NO_TABLE)
        return [self._sheet.table()]

    def caption(self, text: str) -> None:
        """A line above the table that is open."""
        if len(self._open) == 1 and (words := tidy(text)):
            self._before.append(words)

    def _line(self) -> None:
        """A line outside of all tables."""
        text = tidy("".join(self._texts[-1]))
        self._texts[-1] = []
        if not text:
            return
        if self._after:
            self._after -= 1
            self._put_line(text)
        else:
            self._before.append(text)

    def _put_line(self, text: str) -> None:
        self._sheet.put(self._next_row(), 0, text)

    def _next_row(self) -> int:
        self._row += 1 + (self._gap and self._row > 0)
        self._gap = False
        return self._row - 1

    def _write(self, grid: _Grid) -> None:
        """A table goes below what is there, then those inside of it."""
        if grid.cells:
            self._found = True
            for line in self._before:
                self._put_line(line)
            self._before.clear()
            self._gap = True
            self._put_table(grid, self._next_row())
        for inner in grid.inner:
            self._write(inner)

    def _put_table(self, grid: _Grid, top: int) -> None:
        for row, column, text in grid.cells:
            self._sheet.put(top + row, column, text)
        last = max(row for row, _column, _text in grid.cells)
        for first, left, low, right in grid.merges:
            if first <= last and (first, left) != (low, right):
                self._sheet.merge((top + first, left, top + min(low, last), right))
        for row in grid.hidden_rows:
            self._sheet.hide_rows(top + row, top + row)
        for column in grid.hidden_columns:
            self._sheet.hide_columns(column, column)
        self._row, self._gap, self._after = top + last + 1, True, AROUND


def tidy(text: str) -> str:
    """The lines of a text without the spaces around them, and without empty ones."""
    lines = (_SPACES.sub(" ", line).strip() for line in text.split(BREAK))
    return BREAK.join(line for line in lines if line)


def number(text: str | None) -> int:
    """How many columns or rows a cell reaches over: what makes no sense is one, what is too many far too many."""
    found = re.match(r"\s*([0-9]{1,9})", text or "")
    return max(1, int(found[1])) if found else 1
