"""Whether a workbook is one that this app wrote, of which project and version, and where its matrix stands by now.

People put rows above it, move columns, or delete the hidden one: then the properties of the workbook and the titles of
the columns still tell.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.exports.documents.matrix_xlsx.list_sheets import DESCRIBED
from roles.exports.documents.matrix_xlsx.shape import HEAD_ROW
from roles.exports.documents.matrix_xlsx.workbook import FILTERED, FORMAT
from roles.formats.reading.table import Table
from roles.imports.domain.edits import normalised

Rows = Sequence[Sequence[str]]  # the texts of a workbook sheet, every cell from A1 on
LANGUAGES = ("fr", "en")
NONE = -1  # no such row or column
_NEAR = 20  # rows and columns from A1 on in which a mark is looked for
_HEADS = 60  # rows in which the titles of the columns are


class MadeForPosting(Exception):
    """A file made for a posting: nothing in it says which row is which duty."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a file says of itself."""

    project_id: int
    version: int
    language: str
    filtered: bool


@dataclass(frozen=True, slots=True)
class Sheet:
    """A workbook sheet of ours: the row of its titles and the columns of what it says of each duty, from 0 or NONE."""

    rows: Rows
    head: int
    ids: int = NONE
    phase: int = NONE
    code: int = NONE
    duty: int = NONE
    description: int = NONE

    def text(self, row: int, column: int) -> str:
        """The text of a cell, "" outside the sheet."""
        inside = 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row])
        return self.rows[row][column].strip() if inside else ""

    @property
    def body(self) -> range:
        """The rows below the titles."""
        return range(self.head + 1, len(self.rows))

    @property
    def others(self) -> list[int]:
        """The columns that may hold letters."""
        width = max(map(len, self.rows), default=0)
        return [at for at in range(width) if at not in {self.ids, self.phase, self.code, self.duty}]


class Returned(NamedTuple):
    """What of a workbook comes back: the sheet of the matrix with its stamp, and that of the descriptions, if any."""

    matrix: Sheet
    stamp: Stamp
    descriptions: Sheet | None = None


def find_matrix(tables: Iterable[Table]) -> Returned | None:
    """Find the workbook sheets that come back; None when this app wrote none. Raises MadeForPosting."""
    tables = list(tables)
    for table in tables:
        for stamp, mark in _stamps(table):
            sheet = _matrix_sheet(table.rows, stamp.language, mark)
            if sheet is not None:
                return Returned(sheet, stamp, _descriptions(tables, stamp.language))
    return None


def _stamps(table: Table) -> Iterator[tuple[Stamp, tuple[int, int] | None]]:
    """What the hidden cells say, with the place of the first; else what the properties say. Raises MadeForPosting."""
    mark, said = _place(table.rows, FORMAT), table.source.split()
    cells = [_text(table.rows, mark[0] + below, mark[1]) for below in range(1, 4)] if mark else []
    ours = said[:1] == [FORMAT]
    properties = said[1:] if ours else []
    if (mark or ours) and not any(cells[:1]) and not properties:
        raise MadeForPosting
    for project, version, *words in ([*cells, "", ""], [*properties, "", ""]):
        if stamp := _stamp(project, version, " ".join(words).strip()):
            yield stamp, mark


def _stamp(project: str, version: str, words: str) -> Stamp | None:
    """The stamp of three texts, None if they are none."""
    language, _space, filtered = words.partition(" ")
    numbers = number_in(project), number_in(version)
    if None in numbers or language not in LANGUAGES:
        return None
    return Stamp(numbers[0] or 0, numbers[1] or 0, language, filtered == FILTERED)


def _matrix_sheet(rows: Rows, language: str, mark: tuple[int, int] | None) -> Sheet | None:
    """Where the matrix stands, by the titles of its columns; where nobody can tell any more, as it was written."""
    with override(language):
        titles = {"phase": _("Phase"), "code": _("Code"), "duty": _("Duty")}
    head, places = _titled(rows, titles)
    if mark is None:
        return Sheet(rows, head, **places) if {"phase", "duty"} <= places.keys() else None
    top, ids = mark
    if "duty" not in places:
        head, places = top + HEAD_ROW - 1, {"phase": ids + 1, "code": ids + 2, "duty": ids + 3}
    return Sheet(rows, head, ids, **places)


def _descriptions(tables: Iterable[Table], language: str) -> Sheet | None:
    """The sheet of descriptions, by its mark or its titles."""
    with override(language):
        titles = {"code": _("Code"), "duty": _("Duty"), "description": _("Description")}
    for table in tables:
        mark, (head, places) = _place(table.rows, DESCRIBED), _titled(table.rows, titles)
        if "description" in places and len(places) > 1:
            return Sheet(table.rows, head, mark[1] if mark else NONE, **places)
    return None


def _titled(rows: Rows, titles: Mapping[str, str]) -> tuple[int, dict[str, int]]:
    """The row that has most of the titles, the first of such, and the columns in which they stand."""
    wanted = {normalised(title): key for key, title in titles.items()}
    best: tuple[int, dict[str, int]] = (0, {})
    for number, row in enumerate(rows[:_HEADS]):
        places: dict[str, int] = {}
        for column, text in enumerate(row):
            if (key := wanted.get(normalised(text))) is not None:
                places.setdefault(key, column)
        if len(places) > max(len(best[1]), 1):
            best = number, places
    return best


def _place(rows: Rows, mark: str) -> tuple[int, int] | None:
    """The row and column of a text near A1."""
    cells = ((row, column) for row in range(min(len(rows), _NEAR)) for column in range(min(len(rows[row]), _NEAR)))
    return next(((row, column) for row, column in cells if rows[row][column].strip() == mark), None)


def _text(rows: Rows, row: int, column: int) -> str:
    return rows[row][column].strip() if row < len(rows) and column < len(rows[row]) else ""


def number_in(text: str) -> int | None:
    """A number as spreadsheets write it: 12, or 12.0."""
    digits = text.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None
