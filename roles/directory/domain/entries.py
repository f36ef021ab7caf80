"""The directory as a list: who is in it, what they hold and carry, and who may be there twice."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

from aispec.web.words.sorting import alphabetical
from roles.formats.text import fold
from roles.models import Person
from roles.people.domain.holders import holdings
from roles.people.domain.names import name_key
from roles.workload.domain.by_person import PersonLoad, people_loads


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
    key: str

    def matches(self, words: Sequence[str]) -> bool:
        """Whether every word stands in the name, the e-mail or the profile."""
        text = fold(f"{self.name} {self.email} {self.load.profile}")
        return all(word in text for word in words)


def entries(user: User, query: str = "", show: str = Show.ACTIVE) -> list[Entry]:
    """The people of the directory that are asked for, by name; doubles stand together. As many queries at any size."""
    everybody = sorted(_everybody(user), key=lambda entry: alphabetical(entry.name))
    if show == Show.DOUBLES:
        alike: dict[str, list[Entry]] = defaultdict(list)
        for entry in everybody:
            alike[entry.key].append(entry)
        everybody = [entry for group in alike.values() if len(group) > 1 for entry in group]
    words = fold(query).split()
    return [entry for entry in everybody if _shown(entry, show) and entry.matches(words)]


def search_people(query: str) -> list[Person]:
    """Those in whose name and e-mail every word stands, by name (one query)."""
    words = fold(query).split()
    found = [
        person
        for person in Person.objects.select_related("profile").order_by("pk")
        if all(word in fold(f"{person.name} {person.email}") for word in words)
    ]
    return sorted(found, key=lambda person: alphabetical(person.name))


def _shown(entry: Entry, show: str) -> bool:
    if show == Show.ACTIVE:
        return entry.load.active
    return show != Show.WITHOUT or (entry.load.active and not entry.positions)


def _everybody(user: User) -> list[Entry]:
    loads = {load.id: load for load in people_loads(user)}
    held = Counter(person for _position, _project, person in holdings())
    return [
        Entry(pk, name, email, login is not None, held[pk], loads[pk], name_key(name))
        for pk, name, email, login in Person.objects.order_by("pk").values_list("pk", "name", "email", "user_id")
        if pk in loads
    ]
