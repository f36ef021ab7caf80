"""The projects of a reader, the last changed first."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from phases.enums import Role
from phases.models import Membership, ProjectChange


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
