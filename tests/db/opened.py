"""A connection of its own, as the product opens it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler

from aispec.settings import database_of


@contextmanager
def opened(url: str) -> Iterator[BaseDatabaseWrapper]:
    """One that is made when it is first needed, and closed at the end."""
    connection = ConnectionHandler({"default": database_of(url)})["default"]
    try:
        yield connection
    finally:
        connection.close()
