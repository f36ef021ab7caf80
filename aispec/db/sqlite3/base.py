"""Django's SQLite, which rewrites the placeholders of a statement once and not each time it runs.

The rewriting searches the whole statement, which costs more than running a short one.
"""

from functools import lru_cache
from typing import Any

from django.db.backends.sqlite3 import base


class Cursor(base.SQLiteCursorWrapper):
    """A cursor that remembers the statements it has rewritten."""

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The statement as SQLite takes it."""
        if param_names is not None:
            return super().convert_query(query, param_names=param_names)
        return _converted(query)


class DatabaseWrapper(base.DatabaseWrapper):
    """The connections whose cursors these are."""

    def create_cursor(self, name: Any = None) -> Cursor:
        """A new cursor."""
        return self.connection.cursor(factory=Cursor)  # type: ignore[no-any-return]


@lru_cache(maxsize=512)
def _converted(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
