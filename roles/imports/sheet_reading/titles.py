"""What stands around the tables of a foreign file: its title, and the phase of a whole table."""

import re
from collections.abc import Sequence

from roles.formats.text import fold
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.headings import heading
from roles.imports.sheet_reading.model import Block, Part
from roles.imports.sheet_reading.rows import duty_column, is_note, names_phase

_NEAR = 6  # rows between a table and its own title


def title_of(grids: Sequence[Grid], used: Sequence[Block]) -> str:
    """A text above the first table: the first that speaks of a matrix or a project, otherwise the first.

    Neither the phase of the table is its title nor a note of its version; "" when there is none.
    """
    if not used:
        return ""
    block = used[0]
    grid = grids[block.table]
    lone = [(row, grid.filled(row)[0]) for row in range(_top(block)) if len(grid.filled(row)) == 1]
    phase = phase_of(grids, used, block)
    titles = [title for place in lone if (title := grid.text(*place)) != phase and not is_note(title)]
    return next(filter(_speaks, titles), next(iter(titles), ""))


def _speaks(title: str) -> bool:
    return bool(re.search(r"\b(ra[sc]+i\w*|matri\w+|projec?t\b\s*:)", fold(title)))


def phase_of(grids: Sequence[Grid], used: Sequence[Block], block: Block) -> str:
    """The phase of a table before any of its rows names one.

    Its heading may say so above the duties. Of several tables without phases inside, each is one: named by the text
    above it, otherwise by its sheet.
    """
    grid = grids[block.table]
    headed = grid.text(block.header, duty_column(block))
    says = heading(headed)
    if headed and names_phase(headed) and not (says and says.whole):
        return headed
    if block.bands or Part.PHASE in block.columns or len(used) == 1:
        return ""
    if headed and not says and len({_headed(grids, other) for other in used}) == len(used):
        return headed
    on_sheet = [other for other in used if other.table == block.table]
    above = _above(grid, on_sheet, block)
    if len(on_sheet) > 1 and len({_unnumbered(_above(grid, on_sheet, other)) for other in on_sheet}) == 1:
        return ""  # the same title on every page
    if above and (len(on_sheet) > 1 or len({_above(grids[o.table], [o], o) for o in used}) == len(used)):
        return above
    return grid.table.name if len(on_sheet) == 1 else ""


def _unnumbered(title: str) -> str:
    """A title without the word that says it goes on."""
    return re.sub(r"\W*\b(suite|cont(inued|'?d)?|page)\b[\s\d./)]*", "", fold(title))


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
