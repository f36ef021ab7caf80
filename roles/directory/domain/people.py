"""Adding somebody to the directory, and changing what it says of them."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction

from aispec.web.edit_conflict import check_seen, fingerprint
from roles.models import Person, RoleProfile
from roles.people.domain.holders import namesakes
from roles.people.domain.login_changes import note_moved
from roles.people.domain.logins import join_by_email
from roles.people.domain.renames import Rename, note_renames


class EmailTaken(Exception):
    """The e-mail is that of somebody else of the directory."""


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """What a form says of somebody."""

    name: str
    email: str = ""
    profile: RoleProfile | None = None


def person_fingerprint(person: Person) -> str:
    """The fingerprint that a form about somebody carries."""
    return fingerprint(person.name, person.email, person.profile_id)


def add_person(details: PersonDetails, by: User) -> Person:
    """Somebody new. Raises EmailTaken."""
    person = Person(name=details.name, email=details.email, profile=details.profile)
    _keep(person, by)
    return person


@transaction.atomic
def edit_person(user: User, person_id: int, details: PersonDetails, seen: str | None = None) -> None:
    """Change a name, an e-mail or a profile; another name is told in the journals of their projects.

    Raises EditConflict, EmailTaken, OwnName and Person.DoesNotExist.
    """
    person = Person.objects.select_for_update().get(pk=person_id)
    check_seen(seen, person_fingerprint(person))
    rename = Rename(person.pk, details.name, person.name, person.email)
    person.name, person.email, person.profile = details.name, details.email, details.profile
    _keep(person, user)
    note_renames([rename], user)
    note_moved(person, rename.email, user)


def set_active(person_id: int, *, active: bool) -> None:
    """Whether somebody still works here: their positions stay theirs."""
    Person.objects.filter(pk=person_id).update(active=active)


def people_called_so(name: str, but: int = 0) -> list[Person]:
    """Those of the directory who may be whoever is called so (one query)."""
    return namesakes(Person.objects.exclude(pk=but).select_related("profile").order_by("pk"), name)


def _keep(person: Person, by: User) -> None:
    new = person.pk is None
    try:
        with transaction.atomic():
            person.save()
    except IntegrityError as taken:
        raise EmailTaken from taken
    join_by_email(Person.objects.filter(pk=person.pk), by, new=new)
