"""A text as tables: what it is, and its rows. Runs in the process that parses."""

from typing import Any

from roles.formats.reading.kinds import Kind, NotATable, text_kind
from roles.formats.reading.readers import wiki
from roles.formats.reading.readers.delimited import text_rows
from roles.formats.reading.readers.encodings import decoded


def read(data: bytes, encoding: str = "") -> list[dict[str, Any]]:
    """The table of a text, the tables of a web page or a wiki. Raises NotATable and TooMuch.

    `encoding` is what somebody says; each table says which one was guessed, if any, and if that is in doubt.
    """
    text, guessed, unsure = decoded(data, encoding)
    return [{**table, "encoding": guessed, "unsure": unsure} for table in _tables(text)]


def _tables(text: str) -> list[dict[str, Any]]:
    kind = text_kind(text)
    if kind is Kind.PAGE:
        from roles.formats.reading.readers import web_page  # noqa: PLC0415 (its library is loaded for pages only)

        return web_page.read_page(text)
    if kind is not Kind.TEXT:
        raise NotATable(kind)
    if wiki.dialect_of(text):
        return wiki.read(text)
    rows = text_rows(text)
    if not any(map(any, rows)):
        raise NotATable(Kind.BLANK)
    return [{"name": "", "hidden": False, "rows": rows, "merges": [], "unseen": [[], []]}]
