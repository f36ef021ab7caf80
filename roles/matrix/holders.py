"""Who holds a position, as the rows of a matrix say it."""

from typing import NamedTuple

from aispec.db.prepared_query import Row


class Holder(NamedTuple):
    """Somebody who holds a position."""

    id: int
    name: str
    active: bool = True


def holders_in(row: Row) -> tuple[Holder, ...]:
    """Who holds the position of a row; one that was frozen before positions had several holders names one at most."""
    if row["holder_id"] is None:
        return ()
    first = Holder(row["holder_id"], row["holder__name"] or "", row["holder__active"] is not False)
    return first, *(Holder(*person) for person in row.get("co_holders", ()))
