"""The load of people across projects, in points: over the projects that a reader sees, never over others.

What a position carries is shared equally among all who hold it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from math import ceil

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import get_language

from aispec.db.listed import Listed
from aispec.web.fields.numbers import whole_number
from aispec.web.words.sorting import alphabetical
from phases.enums import Role
from phases.models import Membership
from roles.formats.text import in_language
from roles.matrix.thresholds import Thresholds
from roles.models import Assignment, Person, RoleProfile
from roles.people.domain.holders import holdings, is_hr


@dataclass(frozen=True, slots=True)
class ProjectPoints:
    """What a person carries in one project."""

    id: int
    name: str
    points: float
    limit: int

    @property
    def points_up(self) -> int:
        """The points as a whole number, for the plural."""
        return ceil(self.points)

    @property
    def over(self) -> bool:
        """Whether it is more than this project's limit for one position."""
        return self.points > self.limit


@dataclass(frozen=True, slots=True)
class PersonLoad:
    """A person, and their projects in the order of their names."""

    name: str
    active: bool
    projects: list[ProjectPoints] = field(default_factory=list)
    profile_id: int | None = None
    profile: str = ""
    id: int = 0

    @property
    def points(self) -> float:
        """All projects together."""
        return round(sum(project.points for project in self.projects), 1)

    @property
    def points_up(self) -> int:
        """The same as a whole number, for the plural."""
        return ceil(self.points)

    @property
    def limit(self) -> int:
        """The highest limit of a position among their projects."""
        return max((project.limit for project in self.projects), default=Thresholds().load_position)

    @property
    def over(self) -> bool:
        """Whether all projects together are more than that."""
        return self.points > self.limit


class Loads:
    """The loads that a reader may see, of as many people as are asked for; as many queries at any size.

    HR, administrators and project owners see the whole directory, others those who hold a position on their projects.
    Only the reader's own projects are counted.
    """

    def __init__(self, user: User) -> None:
        memberships = list(
            Membership.objects.filter(user=user)
            .order_by("project_id")
            .values_list("project_id", "project__name", "project__rules", "role")
        )
        self._ids = [project_id for project_id, *_rest in memberships]
        memberships.sort(key=lambda membership: alphabetical(membership[1]))
        self._projects = [(project_id, name) for project_id, name, *_rest in memberships]
        self._limits = {project_id: Thresholds.of(rules) for project_id, _name, rules, _role in memberships}
        self._owner = any(role == Role.OWNER for *_project, role in memberships)
        self._user = user

    @cached_property
    def people(self) -> QuerySet[Person]:
        """Those the reader may see."""
        directory = self._owner or self._user.is_superuser or is_hr(self._user)
        return Person.objects.all() if directory else self.carrying

    @cached_property
    def carrying(self) -> QuerySet[Person]:
        """Those who hold a position on a project of the reader: all others carry nothing there."""
        return Person.objects.filter(pk__in={person for person, _project in self._held})

    def of(self, people: QuerySet[Person]) -> list[PersonLoad]:
        """The loads of these people, in their order."""
        fields = ("id", "name", "active", "profile_id", "profile__name_fr", "profile__name_en")
        language, loads, points = get_language() or "fr", [], self._points
        for row in people.values(*fields):
            projects = [
                ProjectPoints(pk, name, _shown(points[row["id"], pk]), self._limits[pk].load_position)
                for pk, name in self._projects
                if (row["id"], pk) in self._held
            ]
            profile = in_language(row, "profile__name", language)
            loads.append(PersonLoad(row["name"], row["active"], projects, row["profile_id"], profile, row["id"]))
        return loads

    @cached_property
    def _holders(self) -> dict[int, tuple[int, list[int]]]:
        """By position that is held, even one without letters: its project, and all who hold it."""
        found: dict[int, tuple[int, list[int]]] = {}
        for position, project, person in holdings(project_id__in=self._ids):
            found.setdefault(position, (project, []))[1].append(person)
        return found

    @cached_property
    def _held(self) -> Collection[tuple[int, int]]:
        """Who holds a position in which project."""
        return {(person, project) for project, people in self._holders.values() for person in people}

    @cached_property
    def _points(self) -> Mapping[tuple[int, int], Fraction]:
        """The points by person and project, each with its project's figures."""
        rows = (
            Assignment.objects.filter(
                position__project_id__in=self._ids, position__holder__isnull=False, duty__applicable=True
            )
            .values_list("position_id", "letter")
            .annotate(count=Count("id"))
            .order_by()
        )
        holders, points = self._holders, defaultdict[tuple[int, int], Fraction](Fraction)
        for position_id, letter, count in rows:
            project_id, people = holders.get(position_id, (0, []))  # somebody may have been named just now
            for person_id in people:
                points[person_id, project_id] += Fraction(count * self._limits[project_id].points(letter), len(people))
        return points


def people_loads(user: User) -> list[PersonLoad]:
    """All whom the reader may see, the most loaded first."""
    loads = Loads(user)
    return most_loaded(loads.of(loads.people.order_by("id")))


def loads_listed(loads: Loads, profile: str = "") -> tuple[Listed[PersonLoad], int]:
    """The same page by page, of those with this profile; and how many of them are over their limit.

    Only who holds a position on a project of the reader carries anything; all others follow by name.
    """
    known = whole_number(profile)
    asked = Q(profile=known) if profile == str(known) else Q(pk__in=[]) if profile else Q()
    carrying = [load for load in most_loaded(loads.of(loads.carrying.filter(asked).order_by("id"))) if load.points]
    others = loads.people.filter(asked).exclude(pk__in=[load.id for load in carrying]).order_by("sorted_by", "id")

    def made(ids: list[int]) -> list[PersonLoad]:
        return loads.of(Person.objects.filter(pk__in=ids).order_by())

    return Listed(others.values_list("pk", flat=True), made, carrying), sum(load.over for load in carrying)


def profiles_of(people: QuerySet[Person]) -> list[tuple[str, str]]:
    """The names and ids of the profiles that these people have, by name."""
    rows = RoleProfile.objects.filter(Exists(people.order_by().filter(profile=OuterRef("pk"))))
    language = get_language() or "fr"
    named = [(in_language(row, "name", language), str(row["id"])) for row in rows.values("id", "name_fr", "name_en")]
    return sorted(((name, pk) for name, pk in named if name), key=lambda one: (alphabetical(one[0]), one[1]))


def most_loaded(loads: Iterable[PersonLoad]) -> list[PersonLoad]:
    """The most loaded first, then by name."""
    return sorted(loads, key=lambda load: (-load.points, alphabetical(load.name)))


def _shown(points: Fraction) -> float:
    return round(float(points), 1)
