"""How large a matrix from elsewhere may be: the same for the page and the command."""

from collections.abc import Sequence

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from roles.formats.reading.limits import TAKEN_COLUMNS, TAKEN_ROWS
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account.counts import is_counted
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.model import Block, ColumnKind

SAMPLE = TAKEN_ROWS * TAKEN_COLUMNS  # cells of all large tables together
FEWEST = 100  # rows of each


class NotTaken(Exception):
    """A file of which no matrix is taken; the message says why, in the reader's language."""


def as_taken(tables: Sequence[Table]) -> tuple[Table, ...]:
    """The tables as far as a matrix can be that large: what is larger and not taken is emptied.

    Raises NotTaken for a file without text, and for a table that is taken and larger.
    """
    if not any(map(_has_text, tables)):
        raise NotTaken(_("There is no text in this file."))
    if not any(map(_is_large, tables)):
        return tuple(tables)
    found = interpret(_samples(tables), Corrections())
    taken = {found.source(block) for block in found.blocks if block.used}
    kept = [_narrowed(table, [one for one in found.blocks if one.table == at]) for at, table in enumerate(tables)]
    large = {number for number, table in enumerate(kept) if _is_large(table)}
    for number in sorted(large & taken):
        raise NotTaken(_too_large(kept[number]))
    return tuple(Table(one.name, (), one.hidden) if at in large else one for at, one in enumerate(kept))


def _samples(tables: Sequence[Table]) -> list[Table]:
    """The tables, of large ones the first rows: they tell whether it is taken, and the rest is not read for that."""
    cells = SAMPLE // max(sum(map(_is_large, tables)), 1)
    return [
        table._replace(rows=table.rows[: max(cells // max(_size(table)[1], 1), FEWEST)]) if _is_large(table) else table
        for table in tables
    ]


def _too_large(table: Table) -> str:
    rows, columns = (number_format(count, force_grouping=True) for count in _size(table))
    words = _(
        "The table has %(rows)s rows and %(columns)s columns with something in them; 2,000 rows and 100 columns can be "
        "taken. Say which rows and columns are the matrix, then choose the file again."
    )
    return words % {"rows": rows, "columns": columns}


def _has_text(table: Table) -> bool:
    """Whether anything stands in it but a legend."""
    grid = Grid(table)
    return any(map(grid.filled, range(len(grid.rows))))


def _is_large(table: Table) -> bool:
    rows, columns = _size(table)
    return rows > TAKEN_ROWS or columns > TAKEN_COLUMNS


def _size(table: Table) -> tuple[int, int]:
    """How many rows and columns hold something."""
    used = {at for row in table.rows for at, text in enumerate(row) if text}
    return sum(map(any, table.rows)), len(used)


def _aside(block: Block) -> int:
    """How many columns at the end of a table hold nothing that is taken."""
    return next((at for at, kind in enumerate(reversed(block.columns)) if kind is not ColumnKind.ASIDE), 0)


def _narrowed(table: Table, blocks: Sequence[Block]) -> Table:
    """The table without the columns beyond those that are taken, such as the days of a calendar, unless letters are."""
    used = [len(block.columns) - _aside(block) for block in blocks if block.used]
    if not _is_large(table) or not used or max(used) > TAKEN_COLUMNS:
        return table
    if any(is_counted(text) for row in table.rows for text in row[TAKEN_COLUMNS:]):
        return table
    rows = tuple(row[:TAKEN_COLUMNS] for row in table.rows)
    last = TAKEN_COLUMNS - 1
    merges = tuple((top, left, low, min(right, last)) for top, left, low, right in table.merges if left <= last)
    return table._replace(rows=rows, merges=merges)
