"""The frameworks of the catalogue, counted."""

from dataclasses import dataclass

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from phases.models import Framework, Phase, Project
from roles.models import Responsibility, RoleProfile


@dataclass(frozen=True, slots=True)
class FrameworkCounts:
    """A framework with how much it holds and how many projects use it."""

    slug: str
    title: str
    phases: int
    profiles: int
    statements: int
    projects: int


def framework_counts() -> list[FrameworkCounts]:
    """All of them, the first one first, in one query."""
    rows = (
        Framework.objects.filter(catalogued=True)
        .order_by("id")
        .annotate(
            n_phases=_count(Phase.objects.filter(framework=OuterRef("pk"))),
            n_profiles=_count(RoleProfile.objects.filter(framework=OuterRef("pk"))),
            n_statements=_count(Responsibility.objects.filter(phase__framework=OuterRef("pk")), "phase__framework"),
            n_projects=_count(Project.objects.filter(framework=OuterRef("pk"))),
        )
    )
    return [
        FrameworkCounts(row.slug, row.title, row.n_phases, row.n_profiles, row.n_statements, row.n_projects)
        for row in rows
    ]


def _count(rows: "QuerySet[Phase] | QuerySet[RoleProfile] | QuerySet[Responsibility] | QuerySet[Project]",
           by: str = "framework") -> Coalesce:  # fmt: skip
    counted = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), 0)
