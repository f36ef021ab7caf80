"""What a database says when it is away, full or read-only, and reading that goes on without a write."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import DatabaseError, InterfaceError, InternalError, OperationalError

logger = logging.getLogger(__name__)


def is_unavailable(error: BaseException | None) -> bool:
    """Whether the fault passes with the database, and is none of ours.

    SQLite says of a damaged file a plain DatabaseError, PostgreSQL of one that takes no changes an InternalError.
    """
    return isinstance(error, OperationalError | InterfaceError | InternalError) or type(error) is DatabaseError


@contextmanager
def dispensable() -> Iterator[None]:
    """A write that reading does without, such as when something was last seen."""
    try:
        yield
    except DatabaseError as error:
        if not is_unavailable(error):
            raise
        logger.warning("Not noted: %s", error)
