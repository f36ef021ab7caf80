"""SQLite, for whose writers nobody waits longer than their patience, and whose file may be taken away."""

import os
import signal
import sqlite3
from pathlib import Path
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base
from django.db.backends.sqlite3.features import DatabaseFeatures as Features

from aispec.db.away import Away
from aispec.patience import PAGE, limit

AT_ONCE, TRYING = 0.1, 0.8  # seconds
_free = Away()  # the right to write


class DatabaseFeatures(Features):
    """Django's; it would ask a file that others write to, and take its silence for no."""

    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with patience."""

    features_class = DatabaseFeatures
    _opened: tuple[int, int] | None = None

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open the file; a page makes none, nor does who had one before it went. Raises OperationalError."""
        if (limit.get() or self._opened) and not self._file():
            raise sqlite3.OperationalError("unable to open database file")
        self._writes = self._may_write()
        self._patience = min(conn_params["timeout"], limit.get() or conn_params["timeout"])
        connection = super().get_new_connection({**conn_params, "timeout": self._patience})
        self._opened = self._file()
        return connection

    def close_if_unusable_or_obsolete(self) -> None:
        """As a request begins and ends: let gunicorn begin this process anew if it alone may not write.

        All that a process opens while it has one connection of a read-only disk may not write either.
        """
        super().close_if_unusable_or_obsolete()
        if limit.get() and self.connection and not self._writes and self._may_write():
            os.kill(os.getpid(), signal.SIGTERM)

    def is_usable(self) -> bool:
        """Whether it is still the file of before that is open: what is written to one that was deleted is lost."""
        return self._opened == self._file() and bool(super().is_usable())

    def _start_transaction_under_autocommit(self) -> None:
        """Begin to write; where a page has waited for another writer in vain, the next ones do not wait as well.

        Nor does the one that tries again, for it may have waited for a thread before.
        """
        shorter = AT_ONCE if _free.is_so() else TRYING if _free.until else 0
        if shorter:
            self._wait(min(shorter, self._patience))
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]  # Django's stubs lack it
            _free.until = 0
        except OperationalError:
            if limit.get() == PAGE:
                _free.note()
            raise
        finally:
            if shorter:
                self._wait(self._patience)

    def _wait(self, seconds: float) -> None:
        self.connection.execute(f"PRAGMA busy_timeout = {round(1000 * seconds)}")

    def _may_write(self) -> bool:
        return os.access(self.settings_dict["NAME"], os.W_OK)

    def _file(self) -> tuple[int, int] | None:
        try:
            found = Path(self.settings_dict["NAME"]).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino
