"""Who is meant by the name of a holder: asked where a new person may be somebody of the directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.contrib.auth.models import User

from aispec.web.words.folding import name_key
from roles.models import Person
from roles.people.domain.holders import people_near, who_hold
from roles.people.domain.permissions import reads_directory

SOMEBODY_NEW = 0  # the answer that none of them is meant
ByName = Mapping[str, list[Person]]


@dataclass(eq=False)
class HolderDoubt(Exception):
    """By name, the people who may be meant; `whole` when they are of the whole directory, e-mails and all."""

    people: ByName
    whole: bool


class KnownPeople:
    """Whom a user may name in a project, or in one to be made; read once, however many names are asked for."""

    def __init__(self, user: User, project_id: int | None = None) -> None:
        self.user = user
        self.project_id = project_id
        self.whole = reads_directory(user)
        self._all: dict[str, list[Person]] = {}  # by the key of a name that was looked up

    @cached_property
    def near(self) -> ByName:
        """By the key of their names, those who hold a position in a project of the user."""
        return _by_name(people_near(self.user))

    @cached_property
    def here(self) -> ByName:
        """Those who hold a position in this project."""
        return _by_name(who_hold(project_id=self.project_id)) if self.project_id else {}

    def look_up(self, names: Iterable[str]) -> None:
        """Read all who are called so, where the user may know the whole directory."""
        keys = {name_key(name) for name in names} - self._all.keys() if self.whole else set()
        if keys:
            found = _by_name(Person.objects.filter(key__in=keys).select_related("profile").order_by("pk"))
            self._all |= {key: found.get(key, []) for key in keys}

    def sure(self, name: str) -> list[Person]:
        """Whoever is taken to bear a name without a question: somebody of this project, or the only one near."""
        key = name_key(name)
        near = self.near.get(key, [])
        return near if len(near) == 1 else self.here.get(key, [])[:1]

    def alike(self, name: str) -> list[Person]:
        """Whom a name may mean, where nobody is sure."""
        if self.sure(name):
            return []
        self.look_up([name])
        return (self._all if self.whole else self.near).get(name_key(name), [])


def meant(known: KnownPeople, names: Iterable[str], who: Mapping[str, int]) -> dict[str, Person]:
    """The people whom somebody has said to be meant by these names; `who` has the id by the key of a name.

    Raises HolderDoubt, unless each name that would make a double was answered.
    """
    names = list(names)
    known.look_up(name for name in names if not known.sure(name))
    alike = {name: people for name in names if (people := known.alike(name))}
    if not all(_answered(who, name, people) for name, people in alike.items()):
        raise HolderDoubt(alike, known.whole)
    return {name: person for name, people in alike.items() if (person := chosen(who, name, people))}


def chosen(who: Mapping[str, int], name: str, people: Iterable[Person]) -> Person | None:
    """The one of these people whom an answer names."""
    answer = who.get(name_key(name))
    return next((person for person in people if person.pk == answer), None)


def _answered(who: Mapping[str, int], name: str, people: Iterable[Person]) -> bool:
    return who.get(name_key(name)) == SOMEBODY_NEW or chosen(who, name, people) is not None


def _by_name(people: Iterable[Person]) -> ByName:
    found: dict[str, list[Person]] = {}
    for person in people:
        found.setdefault(name_key(person.name), []).append(person)
    return found
