"""Rows of models into an empty database in bulk: by COPY on PostgreSQL, by long INSERTs on SQLite."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from aispec.db.derived import derive
from roles.models import AccountName, Person

Row = tuple[Any, ...]
FOLLOWING = (AccountName, Person)  # with columns that follow from others


class Rows:
    """The rows of some tables that wait to be loaded together; each model says its own defaults."""

    def __init__(self) -> None:
        self._waiting: dict[type[Model], list[Row]] = {}

    def add(self, model: type[Model], **values: Any) -> None:
        """A row; fields that are not named have their default, and those that follow from others follow."""
        if model in FOLLOWING:
            row = model(**values)
            derive([row])
            values = {field.attname: getattr(row, field.attname) for field in model._meta.concrete_fields}
        columns = _defaults(model) | values
        self._waiting.setdefault(model, []).append(tuple(columns.values()))

    def add_plain(self, model: type[Model], row: Row) -> None:
        """A row with all its values, in the order of the fields: where there are millions."""
        self._waiting.setdefault(model, []).append(row)

    def load(self) -> None:
        """Write what waits, table by table; the keys between them are looked at when all is committed."""
        for model, rows in self._waiting.items():
            (_copy if connection.vendor == "postgresql" else _insert)(model, rows)
        self._waiting = {}


def set_sequences() -> None:
    """Let the next id of each table be the one after the highest, where the database counts apart."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT quote_ident(table_name), column_name FROM information_schema.columns "
            "WHERE table_schema = current_schema() AND is_identity = 'YES'"
        )
        for table, column in cursor.fetchall():
            sequence = "pg_get_serial_sequence(%s, %s)"
            highest = f"(SELECT coalesce(max({column}), 0) + 1 FROM {table})"  # noqa: S608
            cursor.execute(f"SELECT setval({sequence}, {highest}, false)", [table, column])


@cache
def _columns(model: type[Model]) -> list[str]:
    return [connection.ops.quote_name(str(field.column)) for field in model._meta.concrete_fields]


@cache
def _kept_as_json(model: type[Model]) -> tuple[bool, ...]:
    return tuple(isinstance(field, JSONField) for field in model._meta.concrete_fields)


@cache
def _defaults(model: type[Model]) -> dict[str, Any]:
    return {field.attname: field.get_default() for field in model._meta.concrete_fields}


def _written(model: type[Model], rows: Iterable[Row]) -> Iterable[list[Any]]:
    """The rows with JSON as text."""
    as_json = _kept_as_json(model)
    if not any(as_json):
        return map(list, rows)
    return (
        [
            json.dumps(value) if is_json and value is not None else value
            for value, is_json in zip(row, as_json, strict=True)
        ]
        for row in rows
    )


def _copy(model: type[Model], rows: Iterable[Row]) -> None:
    names = ", ".join(_columns(model))
    with connection.cursor() as cursor, cursor.copy(f"COPY {model._meta.db_table} ({names}) FROM STDIN") as copy:
        for row in _written(model, rows):
            copy.write_row(row)


def _insert(model: type[Model], rows: Iterable[Row]) -> None:
    names = _columns(model)
    statement = f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES ({', '.join(['%s'] * len(names))})"  # noqa: S608
    with connection.cursor() as cursor:
        cursor.executemany(statement, [[_plain(value) for value in row] for row in _written(model, rows)])


def _plain(value: Any) -> Any:
    """A moment as Django keeps it in SQLite."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ") if isinstance(value, datetime) else value
