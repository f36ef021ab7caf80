"""The directory as a list: who is in it, what they hold and carry, and who may be there twice."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Window
from django.db.models.functions import FirstValue
from django.utils.translation import gettext_lazy as _

from aispec.db.listed import Listed
from aispec.web.words.folding import fold
from roles.models import Person, Position
from roles.workload.domain.by_person import Loads, PersonLoad, profiles_of

BY_NAME = ("sorted_by", "pk")


class Show(models.TextChoices):
    """Which people a list shows."""

    ACTIVE = "active", _("Active people")
    ALL = "all", _("Everybody")
    WITHOUT = "without", _("Without positions")
    DOUBLES = "doubles", _("Possible doubles")


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody in the list. `positions` are all that they hold; `load` is over the projects that the reader sees."""

    id: int
    name: str
    email: str
    joined: bool
    positions: int
    load: PersonLoad


def entries(user: User, query: str = "", show: str = Show.ACTIVE) -> Sequence[Entry]:
    """The people of the directory that are asked for, by name; doubles stand together. As many queries at any size."""
    loads = Loads(user)
    if show == Show.DOUBLES:
        asked = _together(loads.people, query)
    else:
        asked = _found(_shown(loads.people, show), query).order_by(*BY_NAME)
    return Listed(asked.values_list("pk", flat=True), lambda ids: _entries(loads, ids))


def search_people(query: str) -> QuerySet[Person]:
    """Those in whose name and e-mail every word stands, by name."""
    found = Person.objects.select_related("profile").order_by(*BY_NAME)
    for word in fold(query).split():
        found = found.filter(searched__contains=word)
    return found


def _found(people: QuerySet[Person], query: str) -> QuerySet[Person]:
    """Those in whose name, e-mail or profile every word stands."""
    words = fold(query).split()
    profiles = profiles_of(Person.objects.all()) if words else ()
    for word in words:
        called = [pk for name, pk in profiles if word in fold(name)]
        people = people.filter(Q(searched__contains=word) | Q(profile__in=called))
    return people


def _shown(people: QuerySet[Person], show: str) -> QuerySet[Person]:
    if show == Show.ALL:
        return people
    active = people.filter(active=True)
    if show != Show.WITHOUT:
        return active
    first, others = Position.objects.filter(holder=OuterRef("pk")), _others().filter(person=OuterRef("pk"))
    return active.filter(~Exists(first), ~Exists(others))  # each by itself, or PostgreSQL asks for each person anew


def _others() -> QuerySet[Any]:
    """Where somebody holds a position beside the one named first."""
    return Position.co_holders.through.objects.filter(position__holder__isnull=False)


def _together(people: QuerySet[Person], query: str) -> QuerySet[Person]:
    """Those who may be there twice: a group beside the other, in the order of the first of each."""
    several = people.order_by().values("key").annotate(times=Count("pk")).filter(times__gt=1).values("key")
    first = Window(FirstValue("sorted_by"), partition_by="key", order_by=BY_NAME)
    return _found(people.filter(key__in=several), query).annotate(first=first).order_by("first", "key", *BY_NAME)


def _entries(loads: Loads, ids: list[int]) -> list[Entry]:
    """These people."""
    people = Person.objects.filter(pk__in=ids).order_by()
    of, held = {load.id: load for load in loads.of(people)}, _held(ids)
    return [
        Entry(pk, name, email, login is not None, held[pk], of[pk])
        for pk, name, email, login in people.values_list("pk", "name", "email", "user_id")
        if pk in of
    ]


def _held(ids: Iterable[int]) -> Counter[int]:
    """How many positions these people hold."""
    first = Position.objects.filter(holder__in=ids).order_by().values_list("holder_id", flat=True)
    return Counter(first) + Counter(_others().filter(person__in=ids).values_list("person_id", flat=True))
