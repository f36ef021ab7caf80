"""The projects of a user at a glance, in a constant number of queries."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from aispec.web.words.sorting import alphabetical
from phases.enums import Role
from phases.models import Membership, Project, ProjectChange
from roles.enums import APPROVING, DOING
from roles.matrix.thresholds import Thresholds
from roles.models import Assignment, Duty
from roles.projects.domain.reviews import Review, reviews_of


@dataclass(frozen=True, slots=True)
class ProjectSummary:
    """A project in the list: how far it has come and who changed it last."""

    project: Project
    role: Role
    duties: int
    complete: int
    last: ProjectChange | None
    review: Review | None

    @property
    def done(self) -> bool:
        """Every duty has an approval and somebody who does the work."""
        return self.complete == self.duties


def summaries(user: User) -> list[ProjectSummary]:
    """The user's projects, in the order of their names."""
    latest = ProjectChange.objects.filter(project=OuterRef("project")).order_by("-version", "id").values("pk")[:1]
    memberships = list(
        Membership.objects.filter(user=user)
        .select_related("project")
        .annotate(last_id=Subquery(latest))
        .order_by("project_id")
    )
    memberships.sort(key=lambda membership: alphabetical(membership.project.name))
    counts = _completeness(membership.project_id for membership in memberships)
    changes = ProjectChange.objects.select_related("by").in_bulk([row.last_id for row in memberships if row.last_id])
    reviews = reviews_of(row.project for row in memberships)
    return [
        ProjectSummary(
            row.project,
            Role(row.role),
            *_counted(row.project, counts),
            changes.get(row.last_id),
            reviews.get(row.project.pk),
        )
        for row in memberships
    ]


def _counted(project: Project, counts: Mapping[int, tuple[int, int, int]]) -> tuple[int, int]:
    duties, complete, approved = counts.get(project.pk, (0, 0, 0))
    return duties, approved if Thresholds.of(project.rules).lone_a_counts_as_r else complete


def _completeness(project_ids: Iterable[int]) -> dict[int, tuple[int, int, int]]:
    """By project: the duties that apply, those with an A and an R, and those with an A at least."""
    cells = Assignment.objects.filter(duty=OuterRef("pk"))
    rows = (
        Duty.objects.filter(project__in=list(project_ids), applicable=True)
        .annotate(has_a=Exists(cells.filter(letter__in=APPROVING)), has_r=Exists(cells.filter(letter__in=DOING)))
        .values("project_id")
        .annotate(
            duties=Count("pk"),
            complete=Count("pk", filter=Q(has_a=True, has_r=True)),
            approved=Count("pk", filter=Q(has_a=True)),
        )
        .order_by()
        .values_list("project_id", "duties", "complete", "approved")
    )
    return {project_id: (duties, complete, approved) for project_id, duties, complete, approved in rows}


@dataclass(frozen=True, slots=True)
class MyProject:
    """A project as a line of its reader's list."""

    id: int
    name: str
    organization: str
    role: Role
    changed_at: datetime


def my_projects(user_id: int, limit: int) -> list[MyProject]:
    """Up to `limit` projects of a user, in one query; a project never changed counts from its creation."""
    last = ProjectChange.objects.filter(project_id=OuterRef("project_id")).order_by("-version", "-id").values("at")[:1]
    rows = (
        Membership.objects.filter(user_id=user_id)
        .annotate(changed_at=Coalesce(Subquery(last), "project__created_at"))
        .order_by("-changed_at", "project_id")
        .values_list("project_id", "project__name", "project__organization", "role", "changed_at")[:limit]
    )
    return [MyProject(pk, name, organization, Role(role), at) for pk, name, organization, role, at in rows]
