"""The demonstration: fictitious people and one project that somebody has worked on."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from decimal import Decimal
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from phases.access.members import add_member
from phases.enums import ChangeKind, Role
from phases.models import Framework, Project, ProjectChange
from roles.enums import Letter, LoginChangeKind
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Person
from roles.people.domain.holders import who_hold
from roles.people.domain.login_journal import write
from roles.people.domain.permissions import hr_group
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import Source, edit_posting, make_posting
from roles.projects.domain.positions import PositionDetails
from roles.projects.domain.start import ProjectPlan, start_project

DemoData = Mapping[str, Any]


@transaction.atomic
def seed_demo(demo: DemoData) -> Project | None:
    """Make what is missing of the demonstration; what exists is left as people have made it.

    Returns the project when it was made now. Raises Framework.DoesNotExist.
    """
    users = {person["email"]: _user(person) for person in demo["users"]}
    mark = {"demo": demo["mark"]}
    if ProjectChange.objects.filter(kind=ChangeKind.PROJECT_CREATED, data__demo=demo["mark"]).exists():
        return None
    roles = {Role[person["role"].upper()]: users[person["email"]] for person in demo["users"] if "role" in person}
    project = _project(demo, roles[Role.OWNER], mark)
    for role in (Role.EDITOR, Role.VIEWER):
        add_member(project.pk, roles[Role.OWNER], roles[role], role)
    _letters(demo, project, lead=roles[Role.OWNER], editor=roles[Role.EDITOR])
    _link_people(project, users.values())
    _posting(demo["posting"], project, roles[Role.OWNER])
    return project


def _user(person: Mapping[str, str]) -> User:
    """A demonstration account; it has no password, so only the demonstration's own sign-in opens it."""
    names = {"first_name": person["first_name"], "last_name": person["last_name"], "email": person["email"]}
    user, created = User.objects.get_or_create(username=person["email"], defaults=names)
    if created:
        user.is_staff = "group" in person
        user.set_unusable_password()
        user.save()
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
        if "group" in person:
            user.groups.add(hr_group())
    return user


def _project(demo: DemoData, owner: User, mark: Mapping[str, str]) -> Project:
    framework = Framework.objects.get(slug=demo["framework"])
    profiles = {profile.slug: profile for profile in framework.profiles.all()}
    positions = [
        PositionDetails(
            title_fr=position["title_fr"],
            title_en=position["title_en"],
            profile=profiles.get(position["profile"]),
            holder=position["holder"],
        )
        for position in demo["positions"]
    ]
    plan = ProjectPlan(
        framework, list(framework.phases.all()), demo["name"], demo["organization"], positions, mark=mark
    )
    return start_project(owner, plan)


def _letters(demo: DemoData, project: Project, lead: User, editor: User) -> None:
    """The lead fills the first phase, the editor the others, one version a phase."""
    matrix = load_matrix(project.pk)
    for phase in matrix.phases:
        changes = list(_cells(demo["letters"], matrix, phase.id))
        set_cells(project.pk, lead if phase == matrix.phases[0] else editor, changes)


def _cells(letters: Mapping[str, str], matrix: Matrix, phase_id: int) -> Iterator[CellChange]:
    for duty in matrix.duties_of[phase_id]:
        marks = letters.get(duty.code, "").split()
        for position, mark in zip(matrix.positions, marks, strict=False):
            if mark != ".":
                yield CellChange(duty.id, position.id, Letter.parse(mark))


def _posting(words: Mapping[str, Any], project: Project, owner: User) -> None:
    """A vacant position opened to HR managers, and a draft of its posting that only waits to be published."""
    position = project.positions.order_by("order")[words["position"] - 1]
    open_to_hr(project.pk, owner, position.pk, opened=True)
    made = make_posting(project, owner, Source(position, twin=True))
    values: dict[str, Any] = dict(words["values"])
    values |= {name: Decimal(values[name]) for name in ("pay_min", "pay_max")}
    values["closing_date"] = timezone.localdate() + timedelta(days=words["closes_in_days"])
    edit_posting(made, owner, values, [])


def _link_people(project: Project, users: Iterable[User]) -> None:
    """Holders who may sign in are known by their account, which knows one person only."""
    by_name = {user.get_full_name(): user for user in users if not Person.objects.filter(user=user).exists()}
    for person in who_hold(project=project).filter(user=None, name__in=by_name):
        person.user = by_name[person.name]
        person.save(update_fields=["user"])
        write(LoginChangeKind.JOINED_ON_SERVER, person, person.user, None)
