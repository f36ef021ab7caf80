"""SQLite, for whose writers nobody waits longer than their patience."""

from typing import Any

from django.db.backends.sqlite3 import base

from aispec.db.patience import limit


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with patience."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file."""
        timeout = conn_params["timeout"]
        return super().get_new_connection({**conn_params, "timeout": min(timeout, limit.get() or timeout)})
