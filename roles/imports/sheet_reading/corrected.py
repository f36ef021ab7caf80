"""What a person says of the matrices of a file, and the matrices as they say: their word is done, not weighed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from roles.formats.reading.table import Table
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind, RowKind
from roles.imports.sheet_reading.tables.blocks import block_at

NO_GROUPS = -1
_TAKEN = (RowKind.DUTY, RowKind.PHASE, RowKind.UNDER_PHASE, RowKind.MORE)


@dataclass(frozen=True, slots=True)
class BlockCorrection:
    """What a person says of a matrix; None for what is not said, or makes no sense.

    `header` and `last` are rows, `left` and `right` columns: the corners of the matrix. `groups` may be NO_GROUPS.
    """

    used: bool = True
    turned: bool | None = None
    header: int | None = None
    last: int | None = None
    left: int | None = None
    right: int | None = None
    groups: int | None = None
    bands: bool | None = None
    columns: Mapping[int, ColumnKind] = field(default_factory=dict)
    titles: Mapping[int, str] = field(default_factory=dict)
    rows: Mapping[int, RowKind] = field(default_factory=dict)


@dataclass(frozen=True)
class Corrections:
    """What a person says of the matrices of a file, by their number; of its marks and joined names, by their text.

    `encoding` is the one in which the text is written, "" where they say nothing of it.
    """

    blocks: Mapping[int, BlockCorrection] = field(default_factory=dict)
    marks: Mapping[str, str | None] = field(default_factory=dict)
    apart: Mapping[str, bool] = field(default_factory=dict)
    encoding: str = ""


def with_reading(grid: Grid, block: Block, said: BlockCorrection | None) -> Block:
    """The block as it is read between the corners that a person gave, which it then has."""
    if said is None or (said.header, said.last, said.left, said.right) == (None,) * 4:
        return block
    header = _within(said.header, len(grid.rows), block.header)
    last = _within(said.last, len(grid.rows), block.last if header < block.last else len(grid.rows) - 1)
    last = last if header < last else len(grid.rows) - 1
    columns = range(said.left or 0, 1 + _within(said.right, grid.width, grid.width - 1))
    if (said.header, said.left, said.right) != (None, None, None):
        groups = block.groups if said.header is None else None
        cut = Grid(_cut(grid.table, header if groups is None else groups, last, columns))
        if found := block_at(cut, block.table, header, groups, last):
            return replace(found, used=block.used, last=last if said.last is not None else found.last)
    groups = block.groups if block.groups is None or block.groups < header else None
    return replace(block, header=header, last=last, groups=groups)


def _cut(table: Table, first: int, last: int, columns: range) -> Table:
    """The table with nothing outside of these rows and columns, all in their places."""
    rows = (
        tuple(text if first <= row <= last and column in columns else "" for column, text in enumerate(texts))
        for row, texts in enumerate(table.rows)
    )
    return table._replace(rows=tuple(rows))


def corrected(grid: Grid, block: Block, said: BlockCorrection | None) -> Block:
    """The block as a person has it; what they do not say, or say nonsense about, stays as it was read."""
    if said is None:
        return block
    groups = block.groups if said.groups is None else said.groups
    kinds = tuple(said.columns.get(place, kind) for place, kind in enumerate(block.columns))
    rows = {row: kind for row, kind in said.rows.items() if block.header < row < len(grid.rows)}
    return replace(
        block,
        groups=groups if groups is not None and NO_GROUPS < groups < block.header else None,
        last=max([block.last, *(row for row, kind in rows.items() if kind in _TAKEN)]),
        columns=kinds,
        certainties=tuple(
            Certainty.SURE if place in said.columns else sure for place, sure in enumerate(block.certainties)
        ),
        bands=block.bands if said.bands is None else said.bands,
        all_bands=bool(said.bands),
        used=said.used,
        rows=rows,
        titles={place: title for place, title in said.titles.items() if place < len(kinds)},
        settled=frozenset(said.columns),
    )


def _within(place: int | None, below: int, otherwise: int) -> int:
    return otherwise if place is None or place >= below else place
