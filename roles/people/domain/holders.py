"""Who holds positions, named first or not; and naming them without opening the directory to who may not see it."""

from typing import Any

from django.contrib.auth.models import AnonymousUser, User
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet

from aispec.web.words.folding import name_key
from phases.enums import Role
from phases.models import Membership
from roles.models import Person, Position
from roles.people.domain.logins import join_by_email, with_email
from roles.people.domain.names import same_name, tidy

HR = "HR"
SEPARATOR = "; "  # between the names of one field; a comma may be part of a name


def is_hr(user: User | AnonymousUser) -> bool:
    """Whether somebody is an HR manager."""
    return user.groups.filter(name=HR).exists()


class HolderMismatch(Exception):
    """The e-mail belongs to somebody of the directory who has another name, `name`."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def sees_directory(user: User, membership: Membership | None = None) -> bool:
    """HR and project owners see the whole directory; others only the names on their own projects."""
    owner = membership is None or membership.role == Role.OWNER
    return owner or is_hr(user)


def held_by(**person: Any) -> Q:
    """The condition for positions that such people hold, whether they are named first or not.

    As one set of ids: asked for as this or that, a database looks at every position there is.
    """
    people = Person.objects.filter(**person).order_by()
    first = Position.objects.filter(holder__in=people).order_by().values("pk")
    return Q(pk__in=first.union(Position.co_holders.through.objects.filter(person__in=people).values("position")))


def who_hold(**position: Any) -> QuerySet[Person]:
    """The people who hold such positions, whether they are named first or not."""
    positions = Position.objects.filter(**position).order_by()
    others = Position.co_holders.through.objects.filter(position__in=positions).values("person")
    return Person.objects.filter(pk__in=positions.filter(holder__isnull=False).values("holder").union(others))


def holdings(**position: Any) -> list[tuple[int, int, int]]:
    """Position, project and person wherever somebody holds such a position (one query)."""
    # The manager of a model with texts in two languages does not keep the order of the columns.
    positions: QuerySet[Position] = QuerySet(Position).filter(holder__isnull=False, **position).order_by()
    others = Position.co_holders.through.objects.filter(position__in=positions).order_by()
    return list(
        positions.values_list("pk", "project_id", "holder_id").union(
            others.values_list("position_id", "position__project_id", "person_id"), all=True
        )
    )


def people_near(user: User) -> QuerySet[Person]:
    """Those who hold a position in a project of this user: the names a form may propose, with their profiles."""
    return who_hold(project__members=user).filter(active=True).select_related("profile")


def names_in(text: str) -> list[str]:
    """The names of a field, the first one first: several stand between ";"."""
    return [name for name in map(tidy, text.split(";")) if name]


def holder_named(project_id: int, user: User, name: str, email: str = "") -> Person | None:
    """The person who shall hold a position, created when nobody answers to the name; None when vacant.

    The e-mail decides when there is one. Otherwise the same name in this project is the same person, then
    the same name on the user's other projects when only one person bears it. Raises HolderMismatch.
    """
    name, email = tidy(name), email.strip()
    if not name:
        return None
    if email:
        return _by_email(project_id, user, name, email)
    here = namesakes(who_hold(project_id=project_id).order_by("pk"), name)
    if here:
        return here[0]
    near = namesakes(people_near(user), name)
    return near[0] if len(near) == 1 else Person.objects.create(name=name)


def namesakes(people: QuerySet[Person], name: str) -> list[Person]:
    """Those of these people who may be whoever is called so."""
    return list(people.filter(key=name_key(name)))


def _by_email(project_id: int, user: User, name: str, email: str) -> Person:
    known = with_email(email).first()
    if known is None:
        try:
            with transaction.atomic():
                return _first_with_email(project_id, user, name, email)
        except IntegrityError:  # another project has just named somebody by this e-mail
            known = with_email(email).first()
    if known is None or not same_name(known.name, name):
        raise HolderMismatch(known.name if known else "")
    return known


def _first_with_email(project_id: int, user: User, name: str, email: str) -> Person:
    here = namesakes(who_hold(project_id=project_id).filter(email="").order_by("pk"), name)
    person = here[0] if here else Person(name=name)
    person.email = email
    person.save()
    join_by_email(Person.objects.filter(pk=person.pk), user, new=not here)
    return person
