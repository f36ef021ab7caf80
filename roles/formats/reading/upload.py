"""Files and pasted text as tables: the first step of taking a matrix from elsewhere."""

import codecs

from django.utils.translation import gettext as _

from roles.formats.reading.archive import check_archive
from roles.formats.reading.file_types import FileRefused, refused
from roles.formats.reading.kinds import READ, kind_of
from roles.formats.reading.limits import SIZE
from roles.formats.reading.parsing import parsed
from roles.formats.reading.selection import EVERYTHING, Selection
from roles.formats.reading.table import Table, whole


def read_tables(data: bytes, encoding: str = "", selection: Selection = EVERYTHING) -> list[Table]:
    """The sheets of a workbook, or the tables of a document or a text. What it is, its content says, not its name.

    Raises FileRefused.
    """
    if len(data) > SIZE:
        raise FileRefused(_("The file is larger than 5 MB. Take out pictures and other sheets, save it, try again."))
    kind = kind_of(data)
    if kind not in READ:
        raise refused(kind)
    if data.startswith(b"PK"):
        check_archive(data)
    tables = parsed(kind, data, encoding, selection)
    if not any(table.rows for table in tables):
        raise FileRefused(_("This workbook has no sheet with anything in its cells. Choose the one with the matrix."))
    return tables


def pasted_tables(text: str, selection: Selection = EVERYTHING) -> list[Table]:
    """The tables of a text that somebody pasted, whatever markup it has. Raises FileRefused."""
    if not text.strip():
        raise FileRefused(_("There is nothing to read. Copy the table with its headings, and paste it here."))
    return read_tables(codecs.BOM_UTF8 + whole(text.removeprefix("\ufeff")).encode(), selection=selection)
