"""What stands around the tables of a foreign file: its title, and the phase of a whole table."""

from collections.abc import Sequence

from roles.domain.foreign import Block, Part
from roles.domain.foreign_grid import Grid
from roles.domain.foreign_headings import heading
from roles.domain.foreign_rows import duty_column, names_phase

_NEAR = 6  # rows between a table and its own title


def title_of(grids: Sequence[Grid], used: Sequence[Block]) -> str:
    """The first text above the first table, unless it is the phase of it; "" when there is none."""
    if not used:
        return ""
    block = used[0]
    grid = grids[block.table]
    lone = [(row, grid.filled(row)[0]) for row in range(_top(block)) if len(grid.filled(row)) == 1]
    titles = [grid.text(*place) for place in lone]
    return next((title for title in titles if title != phase_of(grids, used, block)), "")


def phase_of(grids: Sequence[Grid], used: Sequence[Block], block: Block) -> str:
    """The phase of a table before any of its rows names one.

    Its heading may say so above the duties. Of several tables without phases inside, each is one: named by the text
    above it, otherwise by its sheet.
    """
    grid = grids[block.table]
    headed = grid.text(block.header, duty_column(block))
    if headed and names_phase(headed):
        return headed
    if block.bands or Part.PHASE in block.columns or len(used) == 1:
        return ""
    if headed and not heading(headed) and len({_headed(grids, other) for other in used}) == len(used):
        return headed
    on_sheet = [other for other in used if other.table == block.table]
    above = _above(grid, on_sheet, block)
    if above and (len(on_sheet) > 1 or len({_above(grids[o.table], [o], o) for o in used}) == len(used)):
        return above
    return grid.table.name if len(on_sheet) == 1 else ""


def _headed(grids: Sequence[Grid], block: Block) -> str:
    return grids[block.table].text(block.header, duty_column(block))


def _above(grid: Grid, on_sheet: Sequence[Block], block: Block) -> str:
    """The lone text right above a table, after the table before it."""
    floor = max((other.last for other in on_sheet if other.last < block.header), default=-1)
    for row in range(_top(block) - 1, max(floor, _top(block) - 1 - _NEAR), -1):
        filled = grid.filled(row)
        if len(filled) == 1 and not (text := grid.text(row, filled[0])).endswith(":"):
            return text
    return ""


def _top(block: Block) -> int:
    return max(block.header if block.groups is None else block.groups, 0)
