"""Holders of positions, named without opening the directory to those who may not see it."""

from django.contrib.auth.models import User
from django.db import IntegrityError, transaction
from django.db.models import QuerySet, Value
from django.db.models.functions import Lower

from phases.enums import Role
from phases.models import Membership
from roles.models import Person
from roles.people.domain.logins import join_by_email

HR = "HR"


class HolderMismatch(Exception):
    """The e-mail belongs to somebody of the directory who has another name, `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def sees_directory(user: User, membership: Membership | None = None) -> bool:
    """HR and project owners see the whole directory; others only the names on their own projects."""
    owner = membership is None or membership.role == Role.OWNER
    return owner or is_hr(user)


def is_hr(user: User) -> bool:
    """Whether somebody is an HR manager."""
    return user.groups.filter(name=HR).exists()


def people_near(user: User) -> QuerySet[Person]:
    """Those who hold a position in a project of this user: the names a form may propose, with their profiles."""
    people = Person.objects.filter(positions__project__members=user, active=True)
    return people.select_related("profile").distinct()


def tidy(name: str) -> str:
    """A name without stray spaces."""
    return " ".join(name.split())


def holder_named(project_id: int, user: User, name: str, email: str = "") -> Person | None:
    """The person who shall hold a position, created when nobody answers to the name; None when vacant.

    The e-mail decides when there is one. Otherwise the same name in this project is the same person, then
    the same name on the user's other projects when only one person bears it. Raises HolderMismatch.
    """
    name, email = tidy(name), email.strip()
    if not name:
        return None
    if email:
        return _by_email(project_id, name, email)
    here = Person.objects.filter(positions__project_id=project_id, name__iexact=name).order_by("pk").first()
    if here:
        return here
    near = list(people_near(user).filter(name__iexact=name)[:2])
    return near[0] if len(near) == 1 else Person.objects.create(name=name)


def _by_email(project_id: int, name: str, email: str) -> Person:
    known = _with_email(email)
    if known is None:
        try:
            with transaction.atomic():
                return _first_with_email(project_id, name, email)
        except IntegrityError:  # another project has just named somebody by this e-mail
            known = _with_email(email)
    if known is None or known.name.casefold() != name.casefold():
        raise HolderMismatch(known.name if known else "")
    return known


def _with_email(email: str) -> Person | None:
    """Compared as the database compares when it refuses a second person."""
    return Person.objects.alias(lower=Lower("email")).filter(lower=Lower(Value(email))).first()


def _first_with_email(project_id: int, name: str, email: str) -> Person:
    here = Person.objects.filter(positions__project_id=project_id, name__iexact=name, email="").first()
    person = here or Person(name=name)
    person.email = email
    person.save()
    join_by_email(Person.objects.filter(pk=person.pk))
    return person
