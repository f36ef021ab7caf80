"""Queries whose SQL the ORM writes once.

Writing a statement takes the ORM several times as long as SQLite takes to answer it, and a change of one letter
reads the whole matrix. So each statement is written at its first use, and only its ids differ afterwards.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import QuerySet

Row = dict[str, Any]
Rows = QuerySet[Any, Any]


class _Statement(NamedTuple):
    """A statement with its parameters, the names of its columns, and what makes Python values of them."""

    sql: str
    params: tuple[Any, ...]
    names: tuple[str, ...]
    converters: tuple[tuple[str, list[Callable[..., Any]], Any], ...]


def prepared_query(build: Callable[..., Rows]) -> Callable[..., list[Row]]:
    """Decorate a function from ids to a queryset of values(): called with ids, it then gives their rows."""
    statements: dict[str, _Statement] = {}
    stand_ins = [-1 - place for place in range(build.__code__.co_argcount)]  # no row has such an id

    @wraps(build)
    def read(*ids: int) -> list[Row]:
        statement = statements.get(connection.vendor)
        if statement is None:
            statement = statements[connection.vendor] = _compile(build(*stand_ins))
        given = dict(zip(stand_ins, ids, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(statement.sql, [given.get(param, param) for param in statement.params])
            rows = [dict(zip(statement.names, row, strict=False)) for row in cursor.fetchall()]
        for column in statement.converters:
            _convert(rows, *column)
        return rows

    return read


def _convert(rows: list[Row], name: str, converters: list[Callable[..., Any]], expression: Any) -> None:
    """Make Python values of a column; equal ones are made once and shared, so nobody may change them."""
    made: dict[Any, Any] = {}
    for row in rows:
        raw = row[name]
        if raw not in made:
            value = raw
            for convert in converters:
                value = convert(value, expression, connection)
            made[raw] = value
        row[name] = made[raw]


def _compile(queryset: Rows) -> _Statement:
    compiler = queryset.query.get_compiler(connection=connection)
    sql, params = compiler.as_sql()
    names = tuple(queryset.query.selected or ())
    expressions = [column[0] for column in compiler.select]
    converters = compiler.get_converters(expressions)
    return _Statement(
        sql, tuple(params), names, tuple((names[place], *found) for place, found in sorted(converters.items()))
    )
