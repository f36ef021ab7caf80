"""What was read of an uploaded matrix, between its pages: the tables of a file, or what a workbook of ours changed."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from roles.formats.reading.table import Table
from roles.formats.sealed_form import HOUR, SealedPlan
from roles.imports.domain.taken import NotTaken, as_taken

KEPT_FOR = 12 * HOUR  # a matrix may lie open for a day of work


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
    """The file as it can be taken. Raises ValidationError for one without text, and for one that is too large."""
    try:
        return ImportedFile(name, as_taken(tables))
    except NotTaken as refused:
        raise ValidationError(str(refused)) from refused


def sealed_file(user_id: int, project_id: int = 0) -> SealedPlan:
    """Return the seal of a file that is read for a new project, or for one that exists."""
    return SealedPlan("roles.foreign", (user_id, project_id), _too_large(), KEPT_FOR)


def sealed_edits(user_id: int, project_id: int) -> SealedPlan:
    """Return the seal of what a file would change in a project."""
    return SealedPlan("roles.returned", (user_id, project_id), _too_large(), KEPT_FOR)


def _too_large() -> str:
    return _("The file holds too much text for one matrix. Keep the matrix alone in it.")
