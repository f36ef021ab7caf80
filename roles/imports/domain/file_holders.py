"""Whom the holders of a project's file are: a file must not tell who else is in the directory."""

from collections.abc import Mapping
from functools import cached_property

from django.contrib.auth.models import User

from aispec.web.words.folding import name_key
from roles.models import Person
from roles.people.domain.doubts import SOMEBODY_NEW, HolderDoubt, KnownPeople, chosen
from roles.people.domain.holders import holder_named, who_hold


class FileHolders:
    """Those whom this user may name; `who` has what they have told of the names that may mean several."""

    def __init__(self, user: User, who: Mapping[str, int]) -> None:
        self.known = KnownPeople(user)
        self.who = who
        self.asked: dict[str, list[Person]] = {}
        self._new: dict[tuple[str, str], Person] = {}

    @property
    def doubt(self) -> HolderDoubt:
        """The names that somebody must tell, of those looked for so far."""
        return HolderDoubt(self.asked, self.known.whole)

    @cached_property
    def _by_email(self) -> Mapping[str, Person]:
        people = Person.objects.all() if self.known.whole else who_hold(project__members=self.known.user)
        return {person.email.casefold(): person for person in people if person.email}

    def find(self, named: Mapping[str, str]) -> Person | None:
        """By e-mail where the file has one, then by name; somebody new is not saved yet, nobody is None."""
        name, email = named["name"], named.get("email", "").strip()
        if email and email.casefold() in self._by_email:
            return self._by_email[email.casefold()]
        alike = self.known.sure(name) or self.known.alike(name)
        if len(alike) == 1 and not email:
            return alike[0]
        if not alike:
            return None
        self.asked[name] = alike
        return chosen(self.who, name, alike) or self._somebody_new(name, email)

    def _somebody_new(self, name: str, email: str) -> Person | None:
        key = name_key(name)
        if self.who.get(key) != SOMEBODY_NEW:
            return None
        email = email if self.known.whole else ""
        return self._new.setdefault((key, email), Person(name=name, email=email))


def kept(project_id: int, user: User, person: Person) -> Person:
    """A holder of a plan, saved where they are new."""
    if person.pk is None:
        if person.email:
            return holder_named(project_id, user, person.name, person.email) or person
        person.save()
    return person
