"""A file or a pasted text that holds tables, whoever made it, as tables of text."""

import zipfile
from io import BytesIO

from django.utils.translation import gettext as _

from roles.documents.text_tables import TextTooLarge, decoded, text_tables
from roles.documents.workbook_read import SIZE, FileRefused, read_workbook
from roles.domain.foreign import Table

_ARCHIVE, _OLE = b"PK", b"\xd0\xcf\x11\xe0"


def read_tables(data: bytes, name: str) -> list[Table]:
    """The sheets of a workbook, or the tables of a text. What it is, its content says, not its name.

    Raises FileRefused.
    """
    if not data.strip():
        raise FileRefused(_("The file is empty."))
    if data.startswith((_ARCHIVE, _OLE)) or zipfile.is_zipfile(BytesIO(data)):
        return read_workbook(data)
    if len(data) > SIZE:
        raise FileRefused(_("The file is larger than 5 MB."))
    return pasted_tables(decoded(data))


def pasted_tables(text: str) -> list[Table]:
    """The tables of a text: Markdown, or rows with tabs, semicolons or commas. Raises FileRefused."""
    try:
        tables = text_tables(text)
    except TextTooLarge as large:
        raise FileRefused(_("The text has more than 5,000 rows or 300 columns.")) from large
    if not tables:
        raise FileRefused(_("There is no table in this text."))
    return tables
