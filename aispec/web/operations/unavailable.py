"""What a database or a cache says when it is away, full or read-only, and reading that goes on without a write."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, ProgrammingError

logger = logging.getLogger(__name__)
TO_MIGRATE = ("42P01", "42703")  # undefined_table, undefined_column


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the fault passes with the database, or with the cache that counts attempts, and is none of ours.

    SQLite says of a damaged file a plain DatabaseError, PostgreSQL of one that takes no changes an InternalError, of a
    table or column that is still to be migrated a ProgrammingError.
    """
    if isinstance(error, ProgrammingError):
        return getattr(error.__cause__, "sqlstate", "") in TO_MIGRATE
    if isinstance(error, OperationalError | InterfaceError | InternalError) or type(error) is DatabaseError:
        return True
    return type(error).__module__ == "redis.exceptions"  # not imported: few have such a cache


@contextmanager
def dispensable() -> Iterator[None]:
    """A write that reading does without, such as when something was last seen."""
    try:
        yield
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        logger.warning("Not noted: %s", error)
