"""A text as one table: what it is, and its rows. Runs in the process that parses."""

from typing import Any

from roles.formats.reading.delimited import decoded, text_rows
from roles.formats.reading.kinds import Kind, NotATable, text_kind


def read(data: bytes) -> list[dict[str, Any]]:
    """The table. Raises NotATable and TooMuch."""
    text = decoded(data)
    kind = text_kind(text)
    if kind is not Kind.TEXT:
        raise NotATable(kind)
    rows = text_rows(text)
    if not any(map(any, rows)):
        raise NotATable(Kind.BLANK)
    return [{"name": "", "hidden": False, "rows": rows, "merges": [], "unseen": [[], []]}]
