"""What was read of an uploaded matrix, between its pages: the tables of a file, or what a workbook of ours changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roles.formats.reading.table import Table
from roles.formats.sealed_form import HOUR, SealedPlan
from roles.imports.sheet_reading.account import is_counted
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.model import Block, ColumnKind

KEPT_FOR = 12 * HOUR  # a matrix may lie open for a day of work
ROWS, COLUMNS = 2_000, 100  # of a table that is taken


class ImportedFile(NamedTuple):
    """The tables of a file with its name."""

    name: str
    tables: tuple[Table, ...]

    @classmethod
    def of(cls, data: Any) -> "ImportedFile":
        """Return the file that was sealed as this data."""
        name, tables = data
        return cls(name, tuple(map(_table, tables)))


def _table(data: Any) -> Table:
    """A table that was sealed; none is turned, for a person may always turn it back."""
    sealed = Table(*data)
    return sealed._replace(
        rows=tuple(map(tuple, sealed.rows)),
        merges=tuple((top, left, low, right) for top, left, low, right in sealed.merges),
        hidden_rows=tuple(sealed.hidden_rows),
        hidden_columns=tuple(sealed.hidden_columns),
        turned=False,
    )


def matrix_file(name: str, tables: Sequence[Table]) -> ImportedFile:
    """Return the file as far as a matrix can be that large: what is larger and not taken is emptied.

    Raises ValidationError for a file without text, and for a table that is taken and larger.
    """
    found = interpret(tables, Corrections())
    if not found.blocks:
        raise ValidationError(_("There is no text in this file."))
    taken = {found.source(block) for block in found.blocks if block.used}
    kept = [_narrowed(table, [one for one in found.blocks if one.table == at]) for at, table in enumerate(tables)]
    large = {number for number, table in enumerate(kept) if _is_large(table)}
    if large & taken:
        raise ValidationError(_("The table has more than 2,000 rows or 100 columns. Keep the matrix alone in it."))
    return ImportedFile(
        name, tuple(Table(one.name, (), one.hidden) if at in large else one for at, one in enumerate(kept))
    )


def _is_large(table: Table) -> bool:
    return len(table.rows) > ROWS or max(map(len, table.rows), default=0) > COLUMNS


def _aside(block: Block) -> int:
    """How many columns at the end of a table hold nothing that is taken."""
    return next((at for at, kind in enumerate(reversed(block.columns)) if kind is not ColumnKind.ASIDE), 0)


def _narrowed(table: Table, blocks: Sequence[Block]) -> Table:
    """The table without the columns beyond those that are taken, such as the days of a calendar, unless letters are."""
    used = [len(block.columns) - _aside(block) for block in blocks if block.used]
    if not _is_large(table) or not used or max(used) > COLUMNS:
        return table
    if any(is_counted(text) for row in table.rows for text in row[COLUMNS:]):
        return table
    rows = tuple(row[:COLUMNS] for row in table.rows)
    merges = tuple(
        (top, left, low, min(right, COLUMNS - 1)) for top, left, low, right in table.merges if left < COLUMNS
    )
    return table._replace(rows=rows, merges=merges)


def sealed_file(user_id: int, project_id: int = 0) -> SealedPlan:
    """Return the seal of a file that is read for a new project, or for one that exists."""
    return SealedPlan("roles.foreign", (user_id, project_id), _too_large(), KEPT_FOR)


def sealed_edits(user_id: int, project_id: int) -> SealedPlan:
    """Return the seal of what a file would change in a project."""
    return SealedPlan("roles.returned", (user_id, project_id), _too_large(), KEPT_FOR)


def _too_large() -> str:
    return _("The file holds too much text for one matrix. Keep the matrix alone in it.")
