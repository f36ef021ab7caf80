"""The order of rows and columns: which place one has, and moving it to another."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet

from roles.models import Duty, Position

Row = TypeVar("Row", Duty, Position)


def place_among(rows: QuerySet[Row], row: Row) -> int:
    """How many rows stand before this one."""
    return list(rows.order_by("order", "id").values_list("pk", flat=True)).index(row.pk)


def move_among(rows: QuerySet[Row], row: Row, step: int) -> tuple[str, str] | None:
    """Move a row so many places up (below 0) or down, as far as the edge; both places, from 1, None if it stays."""
    order = list(rows.order_by("order", "id"))
    place = order.index(row)
    target = max(0, min(len(order) - 1, place + step))
    if target == place:
        return None
    order.insert(target, order.pop(place))
    for number, other in enumerate(order, start=1):
        other.order = number
    rows.bulk_update(order, ["order"])
    return str(place + 1), str(target + 1)


def put_at(rows: QuerySet[Row], places: Sequence[tuple[Row, int]]) -> None:
    """Let each of these rows, one after the other, stand at its place, from 0, or last where there are fewer."""
    ids = {row.pk for row, _place in places}
    order = [other for other in rows.order_by("order", "id") if other.pk not in ids]
    for row, place in places:
        order.insert(place, row)
    for number, row in enumerate(order, start=1):
        row.order = number
    rows.bulk_update(order, ["order"])
