"""How a reader has laid out the matrix of a project: kept beside the membership, and no change of the project."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from django.http import QueryDict

from aispec.web.fields.numbers import whole_number
from phases.models import Membership

CHOICES = ("compact", "folded", "full")  # closer rows; without the checks; the grid over the whole window
MOST = 1_000  # columns that are remembered


@dataclass(frozen=True, slots=True)
class Layout:
    """Which of CHOICES a reader has made, and the positions whose column is not shown, or stays in view."""

    chosen: frozenset[str]
    hidden: frozenset[int]
    pinned: frozenset[int]

    @classmethod
    def of(cls, membership: Membership) -> Self:
        """The layout that a member has kept."""
        kept: Mapping[str, Any] = membership.layout
        return cls(*(frozenset(kept.get(name, ())) for name in cls.__slots__))

    @classmethod
    def from_query(cls, query: QueryDict) -> Self:
        """What a form has sent; what cannot be read as a column is left out."""
        hidden, pinned = (map(whole_number, query.getlist(name)[:MOST]) for name in ("hidden", "pinned"))
        chosen = frozenset(name for name in CHOICES if name in query)
        return cls(chosen, frozenset(filter(None, hidden)), frozenset(filter(None, pinned)))

    def keep(self, membership: Membership) -> None:
        """Remember it for this member."""
        kept = {name: sorted(getattr(self, name)) for name in self.__slots__ if getattr(self, name)}
        Membership.objects.filter(pk=membership.pk).update(layout=kept)
