"""PostgreSQL that may be away: where it refuses, that is said at once; where it hangs, few wait, and not for long.

A server that is stopped or cut off still takes connections and answers nothing. Whoever comes in the seconds after
somebody has waited in vain is refused at once, so that threads stay free for what needs no database.
"""

from functools import partial
from typing import Any

from django.db.backends.postgresql import base
from psycopg import Error, OperationalError
from psycopg import connection as connecting
from psycopg.conninfo import timeout_from_conninfo
from psycopg.errors import ConnectionTimeout, _WaitTimeout

from aispec.db.away import Away
from aispec.patience import limit, patience

TO_CHECK = 2  # seconds that a connection of before may take to say that it is still one
_away = Away()


def _within_patience(params: Any) -> float:
    """Seconds to connect: no more than there is patience for, whereas psycopg, as libpq, knows no fewer than two."""
    timeout = timeout_from_conninfo(params)
    return min(timeout, limit.get() or timeout)


connecting.timeout_from_conninfo = _within_patience  # type: ignore[assignment, attr-defined]


class Unanswered(OperationalError):
    """A statement was sent, and nothing came back."""


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's, with patience."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Connect. Raises OperationalError."""
        if _away.is_so():
            raise OperationalError("PostgreSQL did not answer a moment ago")
        try:
            connection = super().get_new_connection(conn_params)
        except ConnectionTimeout:
            _away.note()
            raise
        _away.until = 0
        connection.wait = partial(_wait, connection, connection.wait)
        return connection

    def is_usable(self) -> bool:
        """Whether the connection of before is still one."""
        if self.connection is None or _away.is_so():
            return False
        try:
            with patience(TO_CHECK):
                self.connection.execute("SELECT 1")
        except Unanswered:
            _away.note()
            return False
        except Error:
            return False
        _away.until = 0
        return True


def _wait(connection: Any, wait: Any, *args: Any, **kwargs: Any) -> Any:
    """Wait for an answer; a connection that owes one is of no more use, nor is the answer."""
    try:
        return wait(*args, **{"timeout": limit.get(), **kwargs})
    except _WaitTimeout:
        try:
            connection.cancel_safe(timeout=0.5)
        except Error:  # it says nothing at all
            _away.note()
        connection.close()
        raise Unanswered(f"PostgreSQL has not answered for {limit.get()} seconds") from None
