"""Statements that take longer than SLOW_STATEMENT_MS are told in the log: their words, never their values."""

import logging
from collections.abc import Callable
from time import perf_counter
from typing import Any

from django.conf import settings
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

logger = logging.getLogger(__name__)
LONGEST = 2000  # characters of a statement that are told


def connect() -> None:
    """Watch every connection."""
    connection_created.connect(_watch, dispatch_uid="slow-statements")


def _watch(connection: BaseDatabaseWrapper, **_signal: Any) -> None:
    if _timed not in connection.execute_wrappers:  # a connection that was lost is made anew
        connection.execute_wrappers.append(_timed)


def _timed(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
    began = perf_counter()
    try:
        return execute(sql, params, many, context)
    finally:
        took = 1000 * (perf_counter() - began)
        if took > settings.SLOW_STATEMENT_MS:
            logger.warning("Slow statement, %d ms: %s", took, sql[:LONGEST])
