"""Matrices that stand the other way: positions down, duties across."""

from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, ColumnKind
from roles.imports.sheet_reading.rows.phase_rows import duty_column
from roles.imports.sheet_reading.tables.headings import heads_positions


def stands_turned(grid: Grid, block: Block) -> bool:
    """Whether the heading of what would be the duties says that they are positions."""
    return ColumnKind.POSITION in block.columns and heads_positions(grid.text(block.header, duty_column(block)))
