"""What would come of an imported file: duties, positions and letters, and everything in doubt by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from roles.enums import APPROVING, Letter
from roles.formats.marks import combined, read_mark, shown_mark
from roles.formats.text import fold
from roles.imports.sheet_reading.columns import titles
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import (
    NAME_KINDS,
    NO_PHASE,
    Block,
    ColumnKind,
    Doubt,
    DoubtKind,
    ImportedDuty,
    ImportPlan,
    JoinedNames,
    Mark,
    Place,
)
from roles.imports.sheet_reading.names import is_undecided, names_of, split_names
from roles.imports.sheet_reading.rows import band_rows, columns_of, duty_column, is_total
from roles.imports.sheet_reading.titles import phase_of, title_of
from roles.imports.sheet_reading.unclear_marks import contradicts

TEXT, TITLE, CODE = 500, 200, 20  # characters of a duty, of a title or a phase, of a code
Cells = dict[int, str]  # stored letters by position


def plan_import(
    grids: Sequence[Grid], blocks: Sequence[Block], marks: Iterable[Mark], joined: Iterable[JoinedNames] = ()
) -> ImportPlan:
    """Return the plan of a file; blocks that do not fit its tables are left out."""
    letters, apart = {mark.text: mark.letter for mark in marks}, {names.text: names.apart for names in joined}
    return _Planner(grids, blocks, letters, apart).plan()


class _Names:
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


@dataclass
class _Planner:
    """The plan as it grows, block by block."""

    grids: Sequence[Grid]
    blocks: Sequence[Block]
    marks: Mapping[str, str | None]  # what each stands for, None for what nobody has explained
    apart: Mapping[str, bool]  # which joined names are several
    phases: _Names = field(default_factory=_Names)
    positions: _Names = field(default_factory=_Names)
    duties: list[ImportedDuty] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)

    def plan(self) -> ImportPlan:
        """All used blocks, one after the other."""
        used = [block for block in self.blocks if block.used and block.table < len(self.grids)]
        self._hidden()
        self._legend()
        for block in used:
            _BlockPlanner(self, self.grids[block.table], block, phase_of(self.grids, used, block)).run()
        self._duplicates()
        return ImportPlan(
            title_of(self.grids, used)[:TITLE],
            tuple(self.phases.shown),
            tuple(self.positions.shown),
            tuple(self.duties),
            tuple(self.doubts),
        )

    def doubt(self, kind: DoubtKind, place: Place, text: str = "") -> None:
        """Note something to look at."""
        self.doubts.append(Doubt(kind, place, text))

    def fits(self, text: str, most: int, place: Place) -> str:
        """The text, cut and doubted when it is too long."""
        if len(text) > most:
            self.doubt(DoubtKind.TOO_LONG, place, text)
        return text[:most].rstrip()

    def _hidden(self) -> None:
        for block in self.blocks:
            if not block.used and block.table < len(self.grids) and self.grids[block.table].table.hidden:
                self.doubt(DoubtKind.HIDDEN, Place(block.table, block.header), self.grids[block.table].table.name)

    def _legend(self) -> None:
        """Letters to which the file's legend gives another meaning."""
        for number, grid in enumerate(self.grids):
            for mark, said in grid.legend.words.items():
                if contradicts(mark, {mark: said}):
                    rows = [row for row, column in grid.legend.cells if said in grid.table.cell(row, column)]
                    self.doubt(DoubtKind.LEGEND, Place(number, min(rows, default=0)), f"{mark} = {said}")

    def _duplicates(self) -> None:
        """Duties whose words stand above in the same phase; both are kept."""
        met: set[tuple[int, str]] = set()
        for duty in self.duties:
            if (key := (duty.phase, fold(duty.text))) in met:
                self.doubt(DoubtKind.DUPLICATE, duty.place, duty.text)
            met.add(key)


class _BlockPlanner:
    """One table of the file: its columns become positions, its rows phases and duties."""

    def __init__(self, planner: _Planner, grid: Grid, block: Block, phase: str) -> None:
        self.planner = planner
        self.grid = grid
        self.block = block = replace(
            block, columns=block.columns[: grid.width], last=min(block.last, len(grid.rows) - 1)
        )
        self.phase = phase
        self.names = columns_of(block, *NAME_KINDS)
        self.known = names_of(grid, block)
        self.columns = self._columns()

    def place(self, row: int, column: int | None = None) -> Place:
        """A place of this block."""
        return Place(self.block.table, row, column)

    def run(self) -> None:
        """Read the rows from top to bottom."""
        bands = band_rows(self.grid, self.block) if self.block.bands else {}
        phase_column = next(iter(columns_of(self.block, ColumnKind.PHASE)), None)
        homeless = len(self.planner.duties)
        for row in range(self.block.header + 1, self.block.last + 1):
            if row in bands:
                self.phase = bands[row]
            elif self.grid.filled(row) and not is_total(self.grid, self.block, row):
                if phase_column is not None and (named := self.grid.text(row, phase_column)):
                    self.phase = named
                self._row(row)
        if any(duty.phase == NO_PHASE for duty in self.planner.duties[homeless:]):
            self.planner.doubt(DoubtKind.NO_PHASE, self.place(self.block.header))

    def _columns(self) -> dict[int, int]:
        """The position of each column; those of an earlier block that have the same title are the same."""
        positions = columns_of(self.block, ColumnKind.POSITION)
        headed = titles(self.grid, self.block.header, self.block.groups, set(positions))
        found: dict[int, int] = {}
        for column in positions:
            title, place = headed[column], self.place(max(self.block.header, 0), column)
            if not title:
                if any(
                    read_mark(text).letters for text in self.grid.column(column, self.block.header + 1, self.block.last)
                ):
                    self.planner.doubt(DoubtKind.NO_TITLE, place)
                continue
            title = self.planner.fits(title, TITLE, place)
            number = self.planner.positions.number(title)
            if number in found.values():
                self.planner.doubt(DoubtKind.SAME_TITLE, place, title)
                number = self.planner.positions.number(self._another(title, set(found.values())))
            found[column] = number
        return found

    def _another(self, title: str, taken: set[int]) -> str:
        """The title with a number, so that two columns of one title stay two positions."""
        number = 2
        while self.planner.positions.number(named := f"{title[: TITLE - 5]} ({number})") in taken:
            number += 1
        return named

    def _row(self, row: int) -> None:
        letters = self._names(row) if self.names else self._letters(row)
        text = self.grid.text(row, duty_column(self.block))
        if not text:
            if letters:
                self.planner.doubt(DoubtKind.NO_TEXT, self.place(row))
            return
        duty = ImportedDuty(
            self.place(row),
            self._phase_number(row),
            self.planner.fits(text, TEXT, self.place(row)),
            self._code(row),
            self._one_approver(row, letters),
        )
        self.planner.duties.append(duty)

    def _phase_number(self, row: int) -> int:
        if not self.phase:
            return NO_PHASE
        if len(self.phase) > TITLE:
            self.phase = self.planner.fits(self.phase, TITLE, self.place(row))
        return self.planner.phases.number(self.phase)

    def _code(self, row: int) -> str:
        codes = [self.grid.text(row, column) for column in columns_of(self.block, ColumnKind.CODE)]
        return next((code for code in codes if 0 < len(code) <= CODE), "")

    def _letters(self, row: int) -> Cells:
        """The letters in the cells of a row."""
        found: Cells = {}
        for column, position in self.columns.items():
            if (raw := self.grid.raw(row, column)) and (letter := self._letter(raw, self.place(row, column))):
                found[position] = letter
        return found

    def _letter(self, raw: str, place: Place) -> str:
        """What a mark is taken for; "" for nothing, and for what nobody has explained."""
        text, mark = shown_mark(raw), read_mark(raw)
        if mark.lookalike:
            self.planner.doubt(DoubtKind.LOOKALIKE, place, raw)
        asked = text in self.planner.marks
        clear = mark.plain or mark.nothing or mark.letters == {Letter.S}
        letter = self.planner.marks[text] if asked else mark.stored if clear else None
        if letter is None:
            self.planner.doubt(DoubtKind.UNKNOWN, place, raw)
        elif letter and len(mark.letters) > 1 and not mark.plain:
            self.planner.doubt(DoubtKind.SEVERAL, place, raw)
        return letter or ""

    def _names(self, row: int) -> Cells:
        """The letters of those whom the cells of a row name; who stands in two gets A/R, or the stronger."""
        found: dict[int, list[Letter]] = {}
        for column in self.names:
            for name in split_names(self.grid.raw(row, column), self.known, self.planner.apart):
                if is_undecided(name):
                    self.planner.doubt(DoubtKind.UNKNOWN, self.place(row, column), name)
                    continue
                title = self.planner.fits(name, TITLE, self.place(row, column))
                number = self.planner.positions.number(title)
                found.setdefault(number, []).append(Letter(self.block.columns[column].value))
        cells: Cells = {}
        for number, letters in found.items():
            mark = combined(letters)
            if not mark.plain and len(mark.letters) > 1:
                self.planner.doubt(DoubtKind.TWICE, self.place(row), self.planner.positions.shown[number])
            cells[number] = mark.stored
        return cells

    def _one_approver(self, row: int, letters: Cells) -> Cells:
        """The letters with no A where there are two; an A/R keeps its R."""
        approving = [position for position, letter in letters.items() if letter in APPROVING]
        if len(approving) == 1:
            return letters
        kind = DoubtKind.TWO_A if approving else DoubtKind.NO_A
        self.planner.doubt(
            kind, self.place(row), ", ".join(self.planner.positions.shown[position] for position in approving)
        )
        kept = {p: Letter.R.value if letter == Letter.AR else letter for p, letter in letters.items()}
        return {p: letter for p, letter in kept.items() if letter != Letter.A}
