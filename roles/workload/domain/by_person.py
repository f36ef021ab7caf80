"""The load of people across projects, in points: over the projects that a reader sees, never over others.

What a position carries is shared equally among all who hold it.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil

from django.contrib.auth.models import User
from django.db.models import Count
from django.utils.translation import get_language

from aispec.web.words.sorting import alphabetical
from phases.enums import Role
from phases.models import Membership
from roles.formats.text import in_language
from roles.matrix.thresholds import Thresholds
from roles.models import Assignment, Person
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


def people_loads(user: User) -> list[PersonLoad]:
    """Those the reader may see, the most loaded first; as many queries at any size.

    HR, administrators and project owners see the whole directory, others those who hold a position on their projects.
    Only the reader's own projects are counted.
    """
    memberships = list(
        Membership.objects.filter(user=user)
        .order_by("project_id")
        .values_list("project_id", "project__name", "project__rules", "role")
    )
    project_ids = [project_id for project_id, *_rest in memberships]
    memberships.sort(key=lambda membership: alphabetical(membership[1]))
    limits = {project_id: Thresholds.of(rules) for project_id, _name, rules, _role in memberships}
    directory = any(role == Role.OWNER for *_project, role in memberships) or user.is_superuser or is_hr(user)
    holders = _holders(project_ids)
    held = {(person, project_id) for project_id, people in holders.values() for person in people}
    points = _points(project_ids, limits, holders)
    people = Person.objects.all() if directory else Person.objects.filter(pk__in={person for person, _project in held})
    loads = []
    fields = ("id", "name", "active", "profile_id", "profile__name_fr", "profile__name_en")
    for row in people.order_by("id").values(*fields):
        projects = [
            ProjectPoints(project_id, title, _shown(points[row["id"], project_id]), limits[project_id].load_position)
            for project_id, title, _rules, _role in memberships
            if (row["id"], project_id) in held
        ]
        profile = in_language(row, "profile__name", get_language() or "fr")
        loads.append(PersonLoad(row["name"], row["active"], projects, row["profile_id"], profile, row["id"]))
    return sorted(loads, key=lambda load: (-load.points, alphabetical(load.name)))


def _shown(points: Fraction) -> float:
    return round(float(points), 1)


def _holders(project_ids: Collection[int]) -> dict[int, tuple[int, list[int]]]:
    """By position that is held, even one without letters: its project, and all who hold it."""
    found: dict[int, tuple[int, list[int]]] = {}
    for position, project, person in holdings(project_id__in=project_ids):
        found.setdefault(position, (project, []))[1].append(person)
    return found


def _points(
    project_ids: Collection[int], limits: Mapping[int, Thresholds], holders: Mapping[int, tuple[int, list[int]]]
) -> dict[tuple[int, int], Fraction]:
    """The points by person and project, each with its project's figures."""
    rows = (
        Assignment.objects.filter(
            position__project_id__in=project_ids, position__holder__isnull=False, duty__applicable=True
        )
        .values_list("position_id", "letter")
        .annotate(count=Count("id"))
        .order_by()
    )
    points: dict[tuple[int, int], Fraction] = defaultdict(Fraction)
    for position_id, letter, count in rows:
        project_id, people = holders.get(position_id, (0, []))  # somebody may have been named just now
        for person_id in people:
            points[person_id, project_id] += Fraction(count * limits[project_id].points(letter), len(people))
    return points
