"""A list that is read page by page, however long it is."""

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property
from typing import Any, Generic, Protocol, TypeVar, overload

from django.db.models import QuerySet


class _WithId(Protocol):
    @property
    def id(self) -> int: ...


Entry = TypeVar("Entry", bound=_WithId)


class Listed(Sequence[Entry], Generic[Entry]):
    """Entries that are known, then those that `make` makes of a part of the ids; these give the order."""

    def __init__(
        self, ids: QuerySet[Any, int], make: Callable[[list[int]], Iterable[Entry]], first: Sequence[Entry] = ()
    ) -> None:
        self._first, self._ids, self._make = first, ids, make

    @cached_property
    def _count(self) -> int:
        return self._ids.count()

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
        ids = list(self._ids[after:until]) if until > after else []
        made = {entry.id: entry for entry in self._make(ids)} if ids else {}
        return [*self._first[start:stop], *(made[pk] for pk in ids if pk in made)]
