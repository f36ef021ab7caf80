"""The order of rows and columns: which place one has, and moving it to another."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import QuerySet

from phases.enums import ChangeKind
from phases.projects.journal import Journal
from roles.models import Duty, Position

Row = TypeVar("Row", Duty, Position)


def place_among(rows: QuerySet[Row], row: Row) -> int:
    """How many rows stand before this one."""
    return list(rows.order_by("order", "id").values_list("pk", flat=True)).index(row.pk)


def move_among(journal: Journal, rows: QuerySet[Row], row: Row, step: int) -> bool:
    """Move a row so many places up (below 0) or down, as far as the edge, and note both; whether it has moved."""
    order = list(rows.order_by("order", "id"))
    place = order.index(row)
    target = max(0, min(len(order) - 1, place + step))
    if target == place:
        return False
    order.insert(target, order.pop(place))
    number(rows, order)
    old, new = str(place + 1), str(target + 1)
    if isinstance(row, Duty):
        journal.add(ChangeKind.DUTY_MOVED, row.code, old, new, duty_id=row.pk)
    else:
        journal.add(ChangeKind.POSITION_MOVED, row.title, old, new, position_id=row.pk)
    return True


def put_at(rows: QuerySet[Row], places: Sequence[tuple[Row, int]]) -> None:
    """Let each of these rows, one after the other, stand at its place, from 0, or last where there are fewer."""
    ids = {row.pk for row, _place in places}
    order = [other for other in rows.order_by("order", "id") if other.pk not in ids]
    for row, place in places:
        order.insert(place, row)
    number(rows, order)


def number(rows: QuerySet[Row], order: Sequence[Row]) -> None:
    """Let these rows, which are all, stand in this order."""
    for place, row in enumerate(order, start=1):
        row.order = place
    rows.bulk_update(order, ["order"])
