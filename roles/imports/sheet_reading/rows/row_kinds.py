"""What each row of a matrix is: a duty, a phase and how deep, a heading that comes again, a total."""

import itertools

from roles.formats.marks import is_number
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import Block, ColumnKind, RowKind
from roles.imports.sheet_reading.rows.phase_rows import (
    band_rows,
    columns_of,
    depth,
    duty_column,
    duty_text,
    has_marks,
    is_heading,
    is_total,
    mark_columns,
    marks_of,
    names_phase,
)

PHASES = (RowKind.PHASE, RowKind.UNDER_PHASE)


def row_kinds(grid: Grid, block: Block) -> dict[int, RowKind]:
    """The kind of each row below the heading that holds anything; what a person said of one is done."""
    rows = [row for row in range(max(block.header, -1) + 1, block.last + 1) if grid.filled(row)]
    phases = _levels(grid, block, rows) if block.bands else {}
    numbers = any(map(grid.is_letter, (text for row in rows for text in marks_of(grid, block, row).values())))
    found: dict[int, RowKind] = {}
    for row in rows:
        kind = block.rows.get(row) or phases.get(row) or _aside(grid, block, row, numbers=numbers)
        if kind is None and found.get(row - 1) in (RowKind.DUTY, RowKind.MORE) and _goes_on(grid, block, row):
            kind = RowKind.MORE
        found[row] = kind or _by_text(grid, block, row)
    return found


def _aside(grid: Grid, block: Block, row: int, *, numbers: bool) -> RowKind | None:
    """A row that names the columns again, or counts; None for any other."""
    if is_heading(grid, block, row):
        return RowKind.HEADING
    return RowKind.TOTAL if is_total(grid, block, row, numbers=numbers) else None


def _by_text(grid: Grid, block: Block, row: int) -> RowKind:
    return RowKind.DUTY if duty_text(grid, block, row) else _without_duty(grid, block, row)


def _without_duty(grid: Grid, block: Block, row: int) -> RowKind:
    """A row that only says in which phase the next ones are, or nothing that is known."""
    named = any(grid.text(row, column) for column in columns_of(block, ColumnKind.PHASE))
    return RowKind.PHASE if named and not has_marks(grid, block, row) else RowKind.LEFT


def _goes_on(grid: Grid, block: Block, row: int) -> bool:
    """Whether a row goes on with the duty above: its duty, or all of its letters, are merged with those above."""
    duty = duty_column(block)
    if (row, duty) in grid.down:
        return has_marks(grid, block, row)
    merged = [column for column in mark_columns(block) if (row, column) in grid.down]
    own = sorted(marks_of(grid, block, row).keys() | marks_of(grid, block, row - 1)) if merged else []
    coded = any(grid.text(row, column) for column in columns_of(block, ColumnKind.CODE))
    return bool(merged) and merged == own and not coded and bool(grid.text(row, duty))


def _levels(grid: Grid, block: Block, rows: list[int]) -> dict[int, RowKind]:
    """The rows that begin a phase. One that is followed at once by another holds it, if those two look otherwise.

    A single one above all others, which does not call itself a phase, is no phase but the name of the table.
    """
    bands = band_rows(grid, block)
    following = dict(itertools.pairwise(rows))
    upper = {row for row in bands if following.get(row) in bands}
    looks = {row: _looks(grid, block, row, column) for row, column in bands.items()}
    above = {looks[row] for row in upper}
    if not upper or any(looks[row] in above for row in bands.keys() - upper):
        return dict.fromkeys(bands, RowKind.PHASE)
    first, *more = [row for row in bands if looks[row] in above]
    if not more and first == rows[0] and not names_phase(grid.text(first, bands[first])):
        return dict.fromkeys(bands, RowKind.PHASE) | {first: RowKind.HEADING}
    return {row: RowKind.PHASE if look in above else RowKind.UNDER_PHASE for row, look in looks.items()}


def _looks(grid: Grid, block: Block, row: int, column: int) -> tuple[object, ...]:
    """What tells a phase from one of another level: merged or not, where it stands, its capitals, its number."""
    text = grid.text(row, column)
    codes = [grid.text(row, code) for code in columns_of(block, ColumnKind.CODE) if grid.text(row, code)]
    number = next((code for code in codes if is_number(code)), "")
    return row in grid.wide, column, text.isupper(), names_phase(text), bool(codes), depth(number)
