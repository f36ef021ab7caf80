"""Who is meant by the name of a holder: asked where a new person may be somebody of the directory."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User

from roles.models import Person
from roles.people.domain.holders import namesakes, people_near, who_hold
from roles.people.domain.names import name_key
from roles.people.domain.permissions import reads_directory

SOMEBODY_NEW = 0  # the answer that none of them is meant


@dataclass(eq=False)
class HolderDoubt(Exception):
    """By name, the people who may be meant; `whole` when they are of the whole directory, e-mails and all."""

    people: dict[str, list[Person]]
    whole: bool


def meant(project_id: int, user: User, names: Iterable[str], who: Mapping[str, int]) -> dict[str, Person]:
    """The people whom somebody has said to be meant by these names; `who` has the id by the key of a name.

    Raises HolderDoubt, unless each name that would make a double was answered.
    """
    whole = reads_directory(user)
    alike = {name: people for name in names if (people := _alike(project_id, user, name, whole=whole))}
    found, answered = {}, True
    for name, people in alike.items():
        answer = who.get(name_key(name))
        person = next((person for person in people if person.pk == answer), None)
        answered = answered and (person is not None or answer == SOMEBODY_NEW)
        if person:
            found[name] = person
    if not answered:
        raise HolderDoubt(alike, whole)
    return found


def _alike(project_id: int, user: User, name: str, *, whole: bool) -> list[Person]:
    """Whom this user may know by the name, where naming a holder would make somebody new."""
    near = namesakes(people_near(user), name)
    if len(near) == 1 or namesakes(who_hold(project_id=project_id), name):
        return []
    return namesakes(Person.objects.select_related("profile").order_by("pk"), name) if whole else near
