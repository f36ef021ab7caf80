"""An imported table for looking at: merged cells filled, the legend left out."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from aispec.web.words.typography import visible
from roles.formats.marks import is_number, mixed_letters, read_mark, shown_mark
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.marks.legend import find_legend
from roles.imports.sheet_reading.model import Cell

_WIDE = 3  # columns of a merged cell that is a band


class Grid:
    """The texts of a table by row and column, each on one line but for names in several."""

    def __init__(self, table: Table, names: Mapping[str, str] | None = None) -> None:
        seen = tuple(tuple(visible(text).strip() for text in row) for row in table.rows)
        self.table = table = table._replace(rows=seen)
        self.legend = find_legend(table)
        for mark, said in (names or {}).items():
            self.legend.words.setdefault(mark, said)
        self.width = max(map(len, table.rows), default=0)
        self.rows = [[*row] + [""] * (self.width - len(row)) for row in table.rows]
        self.wide: set[int] = set()  # rows that one text fills
        self.down: set[Cell] = set()  # cells merged with the one above
        self._across: dict[int, list[tuple[int, int]]] = {}  # by row the first and last column of each merged text
        for row, column in self.legend.cells:
            if row < len(self.rows) and column < self.width:
                self.rows[row][column] = ""
        for merge in table.merges:
            self._fill(*merge)
        self._filled = [[column for column, text in enumerate(row) if text] for row in self.rows]

    def _fill(self, top: int, left: int, bottom: int, right: int) -> None:
        """Text of a merged cell counts for each of its rows, a letter for each of its columns too."""
        if top >= len(self.rows) or left >= self.width or not (text := self.rows[top][left]):
            return
        right, bottom = min(right, self.width - 1), min(bottom, len(self.rows) - 1)
        if top == bottom and right - left + 1 >= _WIDE:
            self.wide.add(top)
        alone = top in self.wide and sum(map(bool, self.rows[top])) == 1  # the phase `Réalisation`, not its letter
        marks = bool(read_mark(text).letters) and not alone
        columns = range(left, right + 1) if marks else range(left, left + 1)
        for row in range(top, bottom + 1):
            self.rows[row][left : columns.stop] = [text] * len(columns)
            if right > left and not marks:
                self._across.setdefault(row, []).append((left, right))
        self.down |= {(row, column) for row in range(top + 1, bottom + 1) for column in columns}

    def start(self, row: int, column: int) -> int:
        """The column in which the text of a cell stands, which merged cells have further left."""
        return next((left for left, right in self._across.get(row, ()) if left < column <= right), column)

    def shown(self, row: int, column: int) -> str:
        """The text of a cell on one line; that of a merged cell counts for each of its columns."""
        return self.text(row, column) or self.text(row, self.start(row, column))

    def text(self, row: int, column: int) -> str:
        """The text of a cell on one line, "" beyond the edge."""
        return " ".join(self.raw(row, column).split())

    def raw(self, row: int, column: int) -> str:
        """The text of a cell with its line breaks."""
        return self.rows[row][column] if 0 <= row < len(self.rows) and 0 <= column < self.width else ""

    def is_letter(self, text: str) -> bool:
        """Whether a text is a letter: ours, one of the file's legend, or several of which one is ours."""
        return bool(text) and (
            bool(read_mark(text).letters or mixed_letters(text)) or shown_mark(text) in self.legend.words
        )

    def filled(self, row: int) -> Sequence[int]:
        """The columns of a row that hold a text."""
        return self._filled[row] if 0 <= row < len(self.rows) else ()

    def column(self, column: int, first: int, last: int) -> Iterator[str]:
        """The texts of a column that are not empty, none of a column that is not there."""
        for row in range(max(first, 0), min(last + 1, len(self.rows)) if 0 <= column < self.width else 0):
            if text := self.rows[row][column] or (row in self._across and self.raw(row, self.start(row, column))):
                yield text


@lru_cache(maxsize=8192)
def is_words(text: str) -> bool:
    """Whether a text is neither a mark, nor a number, nor nothing."""
    return (
        bool(text)
        and not is_number(text)
        and not read_mark(text).letters
        and not read_mark(text).nothing
        and not mixed_letters(text)
        and len(text) > 1
    )
