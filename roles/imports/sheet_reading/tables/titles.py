"""What stands around the matrices of an imported file: its title, and the phase of a whole matrix."""

import re
from collections.abc import Sequence

from aispec.web.words.folding import fold
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, ColumnKind
from roles.imports.sheet_reading.rows.phase_rows import duty_column, is_note, names_phase
from roles.imports.sheet_reading.tables.headings import heading

_MATRIX = re.compile(r"\b(ra[sc]+i\w*|matri\w+|projec?t\b\s*:)")
_NAMED = re.compile(r"^(title|titre)\s*:\s*", re.IGNORECASE)
_NEAR = 6  # rows between a table and its own title


def title_of(grids: Sequence[Grid], used: Sequence[Block]) -> str:
    """A text above the first table: the first that speaks of a matrix or a project, otherwise the first.

    Neither the phase of the table is its title nor a note of its version; "" when there is none.
    """
    if not used:
        return ""
    block = used[0]
    grid = grids[block.table]
    legend = {row for row, _column in grid.legend.cells}
    rows = (row for row in range(_top(block)) if len(grid.filled(row)) == 1 and row not in legend)
    phase = phase_of(grids, used, block)
    named = [_NAMED.sub("", grid.text(row, grid.filled(row)[0])) for row in rows]
    titles = [title for title in named if title != phase and any(map(str.isalnum, title)) and not is_note(title)]
    return next((title for title in titles if _MATRIX.search(fold(title))), next(iter(titles), ""))


def phase_of(grids: Sequence[Grid], used: Sequence[Block], block: Block) -> str:
    """The phase of a table before any of its rows names one.

    Its heading may say so above the duties. Of several tables without phases inside, each is one: named by the text
    above it, otherwise by its workbook sheet.
    """
    headed = _headed(grids, block)
    says = heading(headed)
    if names_phase(headed) and not (says and says.whole):
        return headed
    if block.bands or ColumnKind.PHASE in block.columns or len(used) == 1:
        return ""
    if (
        headed
        and not says
        and not _MATRIX.search(fold(headed))
        and len({_headed(grids, other) for other in used}) == len(used)
    ):
        return headed
    named = _name_of(grids, used, block)
    return "" if _MATRIX.search(fold(named)) and len({one.table for one in used}) == 1 else named


def _headed(grids: Sequence[Grid], block: Block) -> str:
    return grids[block.table].text(block.header, duty_column(block))


def _name_of(grids: Sequence[Grid], used: Sequence[Block], block: Block) -> str:
    """The text above a table, unless others have the same; alone on its workbook sheet it has the name of that, too."""
    grid = grids[block.table]
    beside = [other for other in used if other.table == block.table]
    above = _above(grid, beside, block)
    if len(beside) > 1:
        titles = {_unnumbered(_above(grid, beside, other)) for other in beside}
        return above if len(titles) > 1 else ""  # the same title on every page
    titles = {_above(grids[other.table], [other], other) for other in used}
    return above if above and len(titles) == len(used) else grid.table.name


def _unnumbered(title: str) -> str:
    """A title without the word that says it goes on."""
    return re.sub(r"\W*\b(suite|cont(inued|'?d)?|page)\b[\s\d./)]*", "", fold(title))


def _above(grid: Grid, beside: Sequence[Block], block: Block) -> str:
    """The lone text right above a table, after the table before it."""
    floor = max((other.last for other in beside if other.last < block.header), default=-1)
    for row in range(_top(block) - 1, max(floor, _top(block) - 1 - _NEAR), -1):
        filled = grid.filled(row)
        if len(filled) == 1 and not (text := grid.text(row, filled[0])).endswith(":"):
            return text
    return ""


def _top(block: Block) -> int:
    return max(block.header if block.groups is None else block.groups, 0)
