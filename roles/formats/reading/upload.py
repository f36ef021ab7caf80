"""Files and pasted text as tables: the first step of taking a matrix from elsewhere."""

from django.utils.translation import gettext as _

from roles.formats.reading.delimited import decoded, text_table
from roles.formats.reading.file_types import FileRefused, Kind, kind_of, refused, text_kind
from roles.formats.reading.table import Table
from roles.formats.reading.workbook import check_size, read_workbook


def read_tables(data: bytes) -> list[Table]:
    """The sheets of a workbook, or the table of a text. What it is, its content says: its name may be wrong.

    Raises FileRefused.
    """
    check_size(data)
    if kind_of(data) is Kind.TEXT:
        return _tables(decoded(data))
    return read_workbook(data)


def pasted_tables(text: str) -> list[Table]:
    """The table of a text that somebody pasted, from a spreadsheet or as Markdown. Raises FileRefused."""
    check_size(text.encode(errors="replace"))
    if not text.strip():
        raise FileRefused(_("There is nothing to read. Copy the table with its headings, and paste it here."))
    return _tables(text.removeprefix("\ufeff"))


def _tables(text: str) -> list[Table]:
    kind = text_kind(text)
    table = text_table(text) if kind is Kind.TEXT else None
    if table is None or not table.rows:
        raise refused(Kind.EMPTY if table else kind)
    return [table]
