"""An imported file from tables to plan: what it is taken for, what a person corrected, and what would come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from aispec.web.edit_conflict import fingerprint
from roles.formats.collector import collector_at_rest
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account.counts import Account
from roles.imports.sheet_reading.account.recount import account_of
from roles.imports.sheet_reading.corrected import BlockCorrection, Corrections, corrected, with_reading
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.marks.names import joined_names
from roles.imports.sheet_reading.marks.unclear_marks import unclear_marks
from roles.imports.sheet_reading.model import (
    Block,
    Certainty,
    ColumnKind,
    DoubtKind,
    ImportPlan,
    JoinedNames,
    Mark,
    RowKind,
)
from roles.imports.sheet_reading.plan import plan_import
from roles.imports.sheet_reading.rows.row_kinds import row_kinds
from roles.imports.sheet_reading.tables.blocks import find_blocks
from roles.imports.sheet_reading.tables.turning import stands_turned

# Doubts about how a whole table is to be read, not about single cells.
_WEIGHED = (DoubtKind.JOINED, DoubtKind.EMPTY_PHASE, DoubtKind.SAME_TITLE)


@dataclass(frozen=True)
class Interpretation:
    """What the tables of a file are taken for, and the plan that comes of it.

    Tables that are read with their rows as columns stand after those of the file. `said` is what a person said;
    `guessed` are the matrices without that, `read` as they are read between the corners that were given, and
    `read_marks` the marks without the meanings that were.
    """

    tables: Sequence[Table]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    joined: tuple[JoinedNames, ...]
    plan: ImportPlan
    account: Account
    said: Corrections
    guessed: tuple[Block, ...]
    read: tuple[Block, ...]
    read_marks: tuple[Mark, ...]
    grids: Sequence[Grid]
    sources: Mapping[int, int]  # the tables of the file of those that are turned
    method: str  # another one whose letters these are, "" for ours

    def source(self, block: Block) -> int:
        """The table of the file that a matrix stands in."""
        return self.sources.get(block.table, block.table)

    @property
    def certain(self) -> bool:
        """Whether nothing need be looked at: no doubt, and everything in the tables accounted for."""
        sure = all(block.certainty is Certainty.SURE for block in self.blocks if block.used)
        guessed = any(mark.certainty is Certainty.GUESS for mark in self.marks)
        return bool(self.plan.duties) and sure and not guessed and not self.plan.doubts and not any(self.account.left())

    @property
    def seen(self) -> str:
        """The mark of the plan, for a confirmation to carry."""
        return fingerprint(repr(self.plan))

    def rows(self, block: Block) -> Mapping[int, RowKind]:
        """What each row of a matrix is."""
        return row_kinds(self.grids[block.table], block)


@collector_at_rest()
def interpret(
    tables: Sequence[Table], corrections: Corrections | None = None, names: Mapping[str, str] | None = None
) -> Interpretation:
    """Find the matrices, apply the corrections, and plan what would come of it.

    With corrections, be they empty, every table has a block, for a person who knows better than the guess. `names` are
    marks that a project explains as a legend would.
    """
    said = corrections or Corrections()
    sheets = _Sheets(_in_encoding(tables, said.encoding), names)
    guessed = sheets.blocks()
    if corrections is not None:
        guessed += sheets.other_blocks(guessed)
    guessed = [sheets.turned(block, said.blocks.get(number)) for number, block in enumerate(guessed)]
    read = [with_reading(sheets.grids[one.table], one, said.blocks.get(n)) for n, one in enumerate(guessed)]
    blocks = [corrected(sheets.grids[one.table], one, said.blocks.get(n)) for n, one in enumerate(read)]
    read_marks, method = unclear_marks(sheets.grids, blocks)
    marks = tuple(_explained(mark, said.marks) for mark in read_marks)
    names_together = joined_names(sheets.grids, blocks)
    joined = tuple(replace(each, apart=said.apart.get(each.text, each.apart)) for each in names_together)
    plan = plan_import(sheets.grids, blocks, marks, joined)
    account = account_of(sheets.grids, blocks, plan, marks, sheets.replaced(blocks))
    return Interpretation(
        tables=sheets.tables,
        blocks=_weighed(blocks, plan, account),
        marks=marks,
        joined=joined,
        plan=plan,
        account=account,
        said=said,
        guessed=tuple(guessed),
        read=tuple(read),
        read_marks=read_marks,
        grids=sheets.grids,
        sources=sheets.sources,
        method=method,
    )


def _weighed(blocks: Sequence[Block], plan: ImportPlan, account: Account) -> tuple[Block, ...]:
    """The blocks, no more than likely where something was lost or is in doubt."""
    doubtful = {doubt.place.table for doubt in plan.doubts if doubt.kind in _WEIGHED}
    doubtful |= {duty.place.table for duty in plan.duties if not duty.letters}  # each may be a phase, or a note
    return tuple(
        block
        if account.holds(block.table) and block.table not in doubtful
        else replace(block, certainty=min(block.certainty, Certainty.LIKELY))
        for block in blocks
    )


def _in_encoding(tables: Sequence[Table], said: str) -> list[Table]:
    """The tables as a person has their encoding, where it was guessed."""
    return [table.in_encoding(said) if said and table.encoding else table for table in tables]


def _explained(mark: Mark, said: Mapping[str, str | None]) -> Mark:
    """The mark with the meaning that a person gave it."""
    if said.get(mark.text, mark.letter) == mark.letter:
        return mark
    return replace(mark, letter=said[mark.text], certainty=Certainty.SURE)


class _Sheets:
    """The tables of a file for looking at, those that are turned behind them."""

    def __init__(self, tables: Sequence[Table], names: Mapping[str, str] | None) -> None:
        self.tables, self.names = list(tables), names
        self.grids = [Grid(table, names) for table in tables]
        self.count = len(self.tables)  # of the file
        self._turned: dict[int, int] = {}

    def blocks(self) -> list[Block]:
        """The matrices that are found."""
        return [block for number, grid in enumerate(self.grids) for block in find_blocks(grid, number)]

    def other_blocks(self, found: Sequence[Block]) -> Iterator[Block]:
        """A block for every table in which no matrix was found."""
        known = {block.table for block in found}
        for number, grid in enumerate(self.grids):
            if number not in known and any(map(grid.filled, range(len(grid.rows)))):
                yield replace(_whole(grid, number), used=not found and number == 0)

    def turned(self, block: Block, said: BlockCorrection | None) -> Block:
        """The block, or the matrix in its table with rows as columns, if it stands that way or a person says so."""
        guess = stands_turned(self.grids[block.table], block)
        if not (guess if said is None or said.turned is None else said.turned):
            return block
        number = self._turned.setdefault(block.table, len(self.tables))
        if number == len(self.tables):
            self.tables.append(self.tables[block.table].transposed())
            self.grids.append(Grid(self.tables[number], self.names))
        found = next(iter(find_blocks(self.grids[number], number)), None) or _whole(self.grids[number], number)
        return replace(found, used=block.used, certainty=min(found.certainty, Certainty.LIKELY))

    @property
    def sources(self) -> dict[int, int]:
        """The tables of the file, by those that are made of them by turning."""
        return {number: table for table, number in self._turned.items()}

    def replaced(self, blocks: Sequence[Block]) -> set[int]:
        """The tables that are only read turned."""
        return set(self._turned) - {block.table for block in blocks}


def _whole(grid: Grid, number: int) -> Block:
    """A table in which no matrix was found, with nothing in it taken."""
    filled = [row for row in range(len(grid.rows)) if grid.filled(row)]
    aside, guess = (ColumnKind.ASIDE,) * grid.width, (Certainty.GUESS,) * grid.width
    return Block(number, filled[0], filled[-1], aside, certainty=Certainty.GUESS, certainties=guess)
