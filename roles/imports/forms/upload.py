"""What was read of an uploaded matrix, between its pages: the tables of a file, or what a workbook of ours changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roles.formats.reading.table import Table
from roles.formats.sealed_form import HOUR, SealedPlan
from roles.imports.sheet_reading.interpret import Corrections, interpret

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
        return cls(
            name,
            tuple(
                Table(title, tuple(map(tuple, rows)), hidden, tuple(map(tuple, merges)))
                for title, rows, hidden, merges in tables
            ),
        )


def matrix_file(name: str, tables: Sequence[Table]) -> ImportedFile:
    """Return the file as far as a matrix can be that large: what is larger and not taken is emptied.

    Raises ValidationError for a file without text, and for a table that is taken and larger.
    """
    blocks = interpret(tables, Corrections()).blocks
    if not blocks:
        raise ValidationError(_("There is no text in this file."))
    taken = {block.table for block in blocks if block.used}
    large = {
        number
        for number, table in enumerate(tables)
        if len(table.rows) > ROWS or max(map(len, table.rows), default=0) > COLUMNS
    }
    if large & taken:
        raise ValidationError(_("The table has more than 2,000 rows or 100 columns. Keep the matrix alone in it."))
    kept = (Table(table.name, (), table.hidden) if n in large else table for n, table in enumerate(tables))
    return ImportedFile(name, tuple(kept))


def sealed_file(user_id: int, project_id: int = 0) -> SealedPlan:
    """Return the seal of a file that is read for a new project, or for one that exists."""
    return SealedPlan("roles.foreign", (user_id, project_id), _too_large(), KEPT_FOR)


def sealed_edits(user_id: int, project_id: int) -> SealedPlan:
    """Return the seal of what a file would change in a project."""
    return SealedPlan("roles.returned", (user_id, project_id), _too_large(), KEPT_FOR)


def _too_large() -> str:
    return _("The file holds too much text for one matrix. Keep the matrix alone in it.")
