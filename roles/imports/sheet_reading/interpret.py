"""An imported file from tables to plan: what it is taken for, what a person corrected, and what would come of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from aispec.web.edit_conflict import fingerprint
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account import Account
from roles.imports.sheet_reading.account_table import account_of
from roles.imports.sheet_reading.blocks import find_blocks
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind, ImportPlan, Mark
from roles.imports.sheet_reading.plan import plan_import
from roles.imports.sheet_reading.unclear_marks import unclear_marks

NO_GROUPS = -1


@dataclass(frozen=True, slots=True)
class BlockCorrection:
    """What a person says of a matrix; None for a row that is not said, or makes no sense. `groups` may be NO_GROUPS."""

    header: int | None
    last: int | None
    groups: int | None
    columns: Mapping[int, ColumnKind]
    bands: bool
    used: bool


@dataclass(frozen=True)
class Corrections:
    """What a person says of the matrices of a file, by their number, and of its marks, by their text."""

    blocks: Mapping[int, BlockCorrection] = field(default_factory=dict)
    marks: Mapping[str, str | None] = field(default_factory=dict)


@dataclass(frozen=True)
class Interpretation:
    """What the tables of a file are taken for, and the plan that comes of it."""

    tables: Sequence[Table]
    blocks: tuple[Block, ...]
    marks: tuple[Mark, ...]
    plan: ImportPlan
    account: Account

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


def interpret(
    tables: Sequence[Table], corrections: Corrections | None = None, names: Mapping[str, str] | None = None
) -> Interpretation:
    """Find the matrices, apply the corrections, and plan what would come of it.

    With corrections, be they empty, every table has a block, for a person who knows better than the guess. `names` are
    marks that a project explains as a legend would.
    """
    grids = [Grid(table, names) for table in tables]
    blocks = [block for number, grid in enumerate(grids) for block in find_blocks(grid, number)]
    if corrections is not None:
        blocks += _other_tables(tables, blocks)
        blocks = [
            _corrected(block, corrections.blocks.get(number), tables[block.table])
            for number, block in enumerate(blocks)
        ]
    marks = unclear_marks(grids, blocks)
    if corrections is not None:
        meanings = corrections.marks
        marks = tuple(
            replace(mark, letter=meanings[mark.text], certainty=Certainty.SURE)
            if meanings.get(mark.text, mark.letter) != mark.letter
            else mark
            for mark in marks
        )
    plan = plan_import(grids, blocks, marks)
    account = account_of(grids, blocks, plan, marks)
    earned = tuple(
        block if account.holds(block.table) else replace(block, certainty=min(block.certainty, Certainty.LIKELY))
        for block in blocks
    )
    return Interpretation(tables, earned, marks, plan, account)


def _other_tables(tables: Sequence[Table], found: Sequence[Block]) -> Iterator[Block]:
    """A block for every table in which no matrix was found."""
    known = {block.table for block in found}
    for number, table in enumerate(tables):
        filled = [row for row, texts in enumerate(table.rows) if any(texts)]
        if number not in known and filled:
            width = max(map(len, table.rows))
            yield Block(
                number,
                filled[0],
                filled[-1],
                (ColumnKind.ASIDE,) * width,
                used=not found and number == 0,
                certainty=Certainty.GUESS,
                certainties=(Certainty.GUESS,) * width,
            )


def _corrected(block: Block, said: BlockCorrection | None, table: Table) -> Block:
    """The block as a person has it; what they do not say, or say nonsense about, stays as it was guessed."""
    if said is None:
        return block
    header = _within(said.header, len(table.rows), block.header)
    last = _within(said.last, len(table.rows), block.last)
    groups = _within(said.groups, header, NO_GROUPS if block.groups is None else block.groups)
    columns = tuple(said.columns.get(place, kind) for place, kind in enumerate(block.columns))
    return replace(
        block,
        header=header,
        groups=groups if NO_GROUPS < groups < header else None,
        last=last if header < last else len(table.rows) - 1,
        columns=columns,
        certainties=tuple(
            sure if kind is was else Certainty.SURE
            for kind, was, sure in zip(columns, block.columns, block.certainties, strict=True)
        ),
        bands=said.bands,
        used=said.used,
    )


def _within(row: int | None, below: int, otherwise: int) -> int:
    return otherwise if row is None or row >= below else row
