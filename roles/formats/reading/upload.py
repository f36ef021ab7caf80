"""Files and pasted text as tables: the first step of taking a matrix from elsewhere."""

import codecs

from django.utils.translation import gettext as _

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.kinds import Kind, kind_of
from roles.formats.reading.limits import SIZE
from roles.formats.reading.parsing import parsed
from roles.formats.reading.table import Table, whole
from roles.formats.reading.workbook import read_workbook


def read_tables(data: bytes) -> list[Table]:
    """The sheets of a workbook, or the table of a text. What it is, its content says: its name may be wrong.

    Raises FileRefused.
    """
    if len(data) > SIZE:
        raise FileRefused(_("The file is larger than 5 MB. Take out pictures and other sheets, save it, try again."))
    return parsed("text", data) if kind_of(data) is Kind.TEXT else read_workbook(data)


def pasted_tables(text: str) -> list[Table]:
    """The table of a text that somebody pasted, from a spreadsheet or as Markdown. Raises FileRefused."""
    if not text.strip():
        raise FileRefused(_("There is nothing to read. Copy the table with its headings, and paste it here."))
    return read_tables(codecs.BOM_UTF8 + whole(text.removeprefix("\ufeff")).encode())
