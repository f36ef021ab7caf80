"""What would come of an imported file: duties, positions and letters, and everything in doubt by row."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from aispec.web.words.folding import fold
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.marks.unclear_marks import contradicts
from roles.imports.sheet_reading.model import (
    Block,
    ColumnKind,
    Doubt,
    DoubtKind,
    ImportedDuty,
    ImportPlan,
    JoinedNames,
    Mark,
    Place,
    RowKind,
)
from roles.imports.sheet_reading.rows.block_plan import TITLE, BlockPlanner, Names
from roles.imports.sheet_reading.tables.titles import phase_of, title_of

WORDS = 4  # that show how a text reads in an encoding


def plan_import(
    grids: Sequence[Grid], blocks: Sequence[Block], marks: Iterable[Mark], joined: Iterable[JoinedNames] = ()
) -> ImportPlan:
    """Return the plan of a file; blocks that do not fit its tables are left out."""
    letters, apart = {mark.text: mark.letter for mark in marks}, {names.text: names.apart for names in joined}
    return Planner(grids, blocks, letters, apart).plan()


@dataclass
class Planner:
    """The plan as it grows, block by block."""

    grids: Sequence[Grid]
    blocks: Sequence[Block]
    marks: Mapping[str, str | None]  # what each stands for, None for what nobody has explained
    apart: Mapping[str, bool]  # which joined names are several
    phases: Names = field(default_factory=Names)
    positions: Names = field(default_factory=Names)
    duties: list[ImportedDuty] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    rows: list[tuple[Place, RowKind]] = field(default_factory=list)

    def plan(self) -> ImportPlan:
        """All used blocks, one after the other."""
        used = [block for block in self.blocks if block.used and block.table < len(self.grids)]
        self._encodings(used)
        self._hidden()
        self._legend()
        for block in used:
            self._hidden_parts(block)
            BlockPlanner(self, self.grids[block.table], block, phase_of(self.grids, used, block)).run()
        self._duplicates()
        return ImportPlan(
            title_of(self.grids, used)[:TITLE],
            tuple(self.phases.shown),
            tuple(self.positions.shown),
            tuple(self.duties),
            tuple(self.doubts),
            tuple(self.rows),
        )

    def doubt(self, kind: DoubtKind, place: Place, text: str = "") -> None:
        """Note something to look at."""
        self.doubts.append(Doubt(kind, place, text))

    def fits(self, text: str, most: int, place: Place) -> str:
        """The text, cut and doubted when it is too long."""
        if len(text) > most:
            self.doubt(DoubtKind.TOO_LONG, place, text)
        return text[:most].rstrip()

    def _hidden_parts(self, block: Block) -> None:
        """The rows and columns of a table that its sheet hides, and that are taken all the same."""
        table = self.grids[block.table].table
        for row in table.hidden_rows:
            if block.header <= row <= block.last and any(table.rows[row : row + 1]):
                self.doubt(DoubtKind.HIDDEN_PART, Place(block.table, row))
        for column in table.hidden_columns:
            if 0 <= column < len(block.columns) and block.columns[column] is not ColumnKind.ASIDE:
                self.doubt(DoubtKind.HIDDEN_PART, Place(block.table, max(block.header, 0), column))

    def _encodings(self, used: Iterable[Block]) -> None:
        """Texts of which nobody has said in what encoding they are written."""
        for number in sorted({block.table for block in used}):
            if (table := self.grids[number].table).unsure:
                self.doubt(DoubtKind.ENCODING, Place(number, 0), ", ".join(table.foreign_words(WORDS)))

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
