"""A list that is read page by page, however long it is."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any, Generic, TypeVar, overload

from django.db.models import QuerySet

Entry = TypeVar("Entry")
Ids = QuerySet[Any, int] | list[int]


class Listed(Sequence[Entry], Generic[Entry]):
    """Entries that are known, then those that `make` makes of a part of the ids, which have an order."""

    def __init__(self, ids: Ids, make: Callable[[list[int]], Sequence[Entry]], first: Sequence[Entry] = ()) -> None:
        self._first, self._ids, self._make = first, ids, make

    @cached_property
    def _count(self) -> int:
        return len(self._ids) if isinstance(self._ids, list) else self._ids.count()

    def __len__(self) -> int:
        return len(self._first) + self._count

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | Sequence[Entry]:
        """One entry, or those of a page."""
        if isinstance(index, int):
            return self[index : index + 1][0]
        start, stop, _step = index.indices(len(self))
        after, until = (max(place - len(self._first), 0) for place in (start, stop))
        rest = self._make(list(self._ids[after:until])) if until > after else ()
        return [*self._first[start:stop], *rest]
