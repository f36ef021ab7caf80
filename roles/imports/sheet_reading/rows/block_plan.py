"""What would come of one table of a file: its columns become positions, its rows phases and duties."""

import itertools
from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from aispec.web.words.folding import fold
from roles.enums import APPROVING, Letter
from roles.formats.marks import combined, is_tick, read_mark, shown_mark
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.marks.names import is_undecided, names_of, split_names
from roles.imports.sheet_reading.model import (
    NAME_KINDS,
    NO_PHASE,
    Block,
    Cell,
    ColumnKind,
    DoubtKind,
    ImportedDuty,
    Place,
    RowKind,
)
from roles.imports.sheet_reading.rows.phase_rows import band_column, columns_of, duty_text, marks_of
from roles.imports.sheet_reading.rows.row_kinds import PHASES, row_kinds
from roles.imports.sheet_reading.tables.heads import heads, ticked_letters

TEXT, TITLE, CODE = 500, 200, 20  # characters of a duty, of a title or a phase, of a code
BETWEEN = " – "  # a phase and the one inside it
Found = dict[int, list[tuple[Letter, Cell]]]  # by position its letters, with the cells that they stand in


class Names:
    """Names in the order in which they came, each once however it is written."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        """The place of a name, which is the last one when it is new."""
        number = self._numbers.setdefault(fold(name), len(self.shown))
        if number == len(self.shown):
            self.shown.append(name)
        return number


class Planner(Protocol):
    """The plan of the whole file, as it grows."""

    marks: Mapping[str, str | None]
    apart: Mapping[str, bool]
    phases: Names
    positions: Names
    duties: list[ImportedDuty]
    rows: list[tuple[Place, RowKind]]

    def doubt(self, kind: DoubtKind, place: Place, text: str = "") -> None:
        """Note something to look at."""

    def fits(self, text: str, most: int, place: Place) -> str:
        """The text, cut and doubted when it is too long."""


class BlockPlanner:
    """One table on its way into the plan."""

    def __init__(self, planner: Planner, grid: Grid, block: Block, phase: str) -> None:
        self.planner = planner
        self.grid = grid
        self.block = block = replace(
            block,
            columns=(*block.columns, *[ColumnKind.ASIDE] * grid.width)[: grid.width],
            last=min(block.last, len(grid.rows) - 1),
        )
        self.bands = [phase, ""]  # the phase of the rows, and the one inside it
        self.named: dict[int, str] = {}  # what the columns of phases say
        self.began = False  # by a row
        self.phase = phase
        self.empty: Place | None = None  # a phase that nothing stands in so far
        self.names = columns_of(block, *NAME_KINDS)
        self.known = names_of(grid, block)
        self.ticked = ticked_letters(grid, block)
        self.columns = self._columns()

    def place(self, row: int, column: int | None = None) -> Place:
        """A place of this block."""
        return Place(self.block.table, row, column)

    def run(self) -> None:
        """Read the rows from top to bottom."""
        homeless = len(self.planner.duties)
        lines = list(row_kinds(self.grid, self.block).items())
        for at, (row, kind) in enumerate(lines):
            if kind is RowKind.DUTY:
                more = itertools.takewhile(lambda line: line[1] is RowKind.MORE, lines[at + 1 :])
                self._row((row, *(line for line, _kind in more)))
            elif kind is not RowKind.MORE:
                self._other(row, kind)
                self.planner.rows.append((self.place(row), kind))
        self._end_phase()
        if any(duty.phase == NO_PHASE for duty in self.planner.duties[homeless:]):
            self.planner.doubt(DoubtKind.NO_PHASE, self.place(self.block.header))

    def _other(self, row: int, kind: RowKind) -> None:
        """A row that becomes no duty."""
        if kind in PHASES:
            if kind is RowKind.PHASE:
                self._end_phase()
            self._begin(row, kind)
            self.empty = self.place(row)
        elif kind is RowKind.LEFT and row not in self.block.rows and marks_of(self.grid, self.block, row):
            self._follow(row)
            self._without_text(row)

    def _end_phase(self) -> None:
        """A phase in which nothing stands is doubted."""
        if self.empty:
            self.planner.doubt(DoubtKind.EMPTY_PHASE, self.empty, self.phase)

    def _begin(self, row: int, kind: RowKind) -> None:
        """A row begins a phase, or one inside the phase above it."""
        if row not in self.block.rows and any(
            self.grid.text(row, column) for column in columns_of(self.block, ColumnKind.PHASE)
        ):
            self._follow(row)
            return
        text = self.grid.text(row, band_column(self.grid, self.block, row))
        self.bands = [self.bands[0], text] if kind is RowKind.UNDER_PHASE else [text, ""]
        self.named, self.began = {}, True
        self._join()

    def _follow(self, row: int) -> None:
        """The columns of phases say in which one the rows are, from here on."""
        for column in columns_of(self.block, ColumnKind.PHASE):
            if (text := self.grid.shown(row, column)) and text != self.named.get(column):
                self.named = {at: said for at, said in self.named.items() if at < column} | {column: text}
                self._join()

    def _join(self) -> None:
        own = [text for _column, text in sorted(self.named.items())]
        self.phase = BETWEEN.join(filter(None, [*(self.bands if self.began or not own else []), *own]))

    def _columns(self) -> dict[int, int]:
        """The position of each column; those of an earlier block that have the same title are the same."""
        found: dict[int, int] = {}
        numbers: dict[int, int] = {}
        for column, (title, start) in heads(self.grid, self.block).items():
            place = self.place(max(self.block.header, 0), column)
            if not title:
                below = self.grid.column(column, self.block.header + 1, self.block.last)
                if not all(read_mark(text).nothing for text in below):
                    self.planner.doubt(DoubtKind.NO_TITLE, place)
                continue
            if start in numbers:
                found[column] = numbers[start]
                continue
            named = self.planner.fits(title, TITLE, place)
            number = self.planner.positions.number(named)
            if number in found.values():
                self.planner.doubt(DoubtKind.SAME_TITLE, place, named)
                number = self.planner.positions.number(self._another(named, set(found.values())))
            found[column] = numbers[start] = number
        return found

    def _another(self, title: str, taken: set[int]) -> str:
        """The title with a number, so that two columns of one title stay two positions."""
        number = 2
        while self.planner.positions.number(named := f"{title[: TITLE - 5]} ({number})") in taken:
            number += 1
        return named

    def _row(self, rows: tuple[int, ...]) -> None:
        """One duty, which several rows may hold."""
        row = rows[0]
        self._follow(row)
        texts = [text for each in rows if (text := duty_text(self.grid, self.block, each))]
        if not texts:
            self._without_text(row)
            return
        self.empty = None
        if len(rows) > 1:
            self.planner.doubt(DoubtKind.JOINED, self.place(row))
        letters, cells = self._one_approver(row, self._found(rows))
        self.planner.duties.append(
            ImportedDuty(
                self.place(row),
                self._phase_number(row),
                self.planner.fits(" ".join(dict.fromkeys(texts)), TEXT, self.place(row)),
                self._code(row),
                letters,
                rows,
                cells,
            )
        )

    def _without_text(self, row: int) -> None:
        if self._found((row,)):
            self.planner.doubt(DoubtKind.NO_TEXT, self.place(row))

    def _phase_number(self, row: int) -> int:
        if not self.phase:
            return NO_PHASE
        if len(self.phase) > TITLE:
            self.phase = self.planner.fits(self.phase, TITLE, self.place(row))
        return self.planner.phases.number(self.phase)

    def _code(self, row: int) -> str:
        codes = [self.grid.text(row, column) for column in columns_of(self.block, ColumnKind.CODE)]
        return next((code for code in codes if 0 < len(code) <= CODE), "")

    def _found(self, rows: tuple[int, ...]) -> Found:
        """The letters of rows by position."""
        found: Found = {}
        for row in rows:
            for column, text in marks_of(self.grid, self.block, row).items():
                if row != rows[0] and (row, column) in self.grid.down:
                    continue
                if column in self.names:
                    self._add_names(found, row, column, text)
                elif column in self.columns and (letter := self._letter(text, self.place(row, column))):
                    found.setdefault(self.columns[column], []).append((Letter(letter), (row, column)))
        return found

    def _letter(self, raw: str, place: Place) -> str:
        """What a mark is taken for; "" for nothing, and for what nobody has explained."""
        text, mark = shown_mark(raw), read_mark(raw)
        if mark.lookalike:
            self.planner.doubt(DoubtKind.LOOKALIKE, place, raw)
        if is_tick(raw) and (ticked := self.ticked.get(place.column or 0)):
            return ticked
        asked = text in self.planner.marks
        clear = mark.plain or mark.nothing or mark.letters == {Letter.S}
        letter = self.planner.marks[text] if asked else mark.stored if clear else None
        if letter is None:
            self.planner.doubt(DoubtKind.UNKNOWN, place, raw)
        elif letter and len(mark.letters) > 1 and not mark.plain:
            self.planner.doubt(DoubtKind.SEVERAL, place, raw)
        return letter or ""

    def _add_names(self, found: Found, row: int, column: int, text: str) -> None:
        """Those whom a cell names have the letter of its column."""
        for name in split_names(text, self.known, self.planner.apart):
            if is_undecided(name):
                self.planner.doubt(DoubtKind.UNKNOWN, self.place(row, column), name)
                continue
            title = self.planner.fits(name, TITLE, self.place(row, column))
            letter = Letter(self.block.columns[column].value)
            found.setdefault(self.planner.positions.number(title), []).append((letter, (row, column)))

    def _one_approver(self, row: int, found: Found) -> tuple[dict[int, str], dict[int, tuple[Cell, ...]]]:
        """One letter a position, A/R or the stronger of several; where there are two A, none, but the R of A/R."""
        letters = {
            position: pairs[0][0].value if len(pairs) == 1 else self._combined(row, position, pairs)
            for position, pairs in found.items()
        }
        approving = [position for position, letter in letters.items() if letter in APPROVING]
        if len(approving) != 1:
            self._doubt_approvers(row, approving)
            letters |= dict.fromkeys([p for p in approving if letters[p] == Letter.AR], Letter.R.value)
            letters = {position: letter for position, letter in letters.items() if letter != Letter.A}
        return letters, {position: tuple(cell for _letter, cell in found[position]) for position in letters}

    def _doubt_approvers(self, row: int, approving: list[int]) -> None:
        names = ", ".join(self.planner.positions.shown[position] for position in approving)
        self.planner.doubt(DoubtKind.TWO_A if approving else DoubtKind.NO_A, self.place(row), names)

    def _combined(self, row: int, position: int, pairs: list[tuple[Letter, Cell]]) -> str:
        """A/R, or the stronger of several letters of one position."""
        mark = combined(letter for letter, _cell in pairs)
        if not mark.plain and len(mark.letters) > 1:
            self.planner.doubt(DoubtKind.TWICE, self.place(row), self.planner.positions.shown[position])
        return mark.stored
