"""An index of PostgreSQL by parts of words (pg_trgm), for what is searched anywhere in a text."""

import sys
from collections.abc import Callable
from typing import Any

from django.db import DatabaseError, transaction

EXTENSION = "CREATE EXTENSION IF NOT EXISTS pg_trgm"


def index_parts_of_words(name: str, table: str, column: str) -> Callable[[Any, Any], None]:
    """What a migration runs to make it; where the server has or allows no pg_trgm, it says what is to be done."""
    index = f"CREATE INDEX IF NOT EXISTS {name} ON {table} USING gin ({column} gin_trgm_ops)"

    def make(_apps: Any, schema_editor: Any) -> None:
        if schema_editor.connection.vendor != "postgresql":
            return
        try:
            with transaction.atomic(using=schema_editor.connection.alias):
                schema_editor.execute(EXTENSION)
                schema_editor.execute(index)
        except DatabaseError as refused:
            said = (str(refused) or type(refused).__name__).splitlines()[0]
            sys.stderr.write(
                f"\n{table} has no index of parts of words, so its search reads all rows: {said}\n"
                f"A superuser of this database makes it at any time: {EXTENSION}; {index};\n"
            )

    return make
