"""The three statements that read a matrix: plain values, as many rows as the matrix has lines, whatever it holds."""

from typing import Any

from django.db.models import Aggregate, CharField, F, Func, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast

from aispec.db.prepared_query import prepared_query
from phases.models import Project
from roles.models import Assignment, Duty, FindingDismissal, Position


class _Joined(Aggregate):
    """All texts of a group in one string, separated by commas."""

    function = "string_agg"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="group_concat", **context)


class _Glued(Func):
    """Texts one after the other; Concat would guard each against NULL, which none of these can be."""

    template = "%(expressions)s"
    arg_joiner = " || "
    output_field = CharField()


@prepared_query
def phase_rows(project_id: int) -> QuerySet[Any, Any]:
    """The phases of a project, each with what the project itself says."""
    dismissed = FindingDismissal.objects.filter(project_id=OuterRef("project_id")).values("project_id")
    keys = _Joined(_Glued("key", Value(":"), "state"))
    return (
        Project.phases.through.objects.filter(project_id=project_id)
        .order_by("phase__order")
        .values(
            "project__name", "project__organization", "project__version", "project__rules",
            "phase_id", "phase__order", "phase__slug", "phase__name_fr", "phase__name_en",
            "phase__short_name_fr", "phase__short_name_en", "phase__lead_in_fr", "phase__lead_in_en",
            dismissed=Subquery(dismissed.annotate(keys=keys).values("keys")),
        )
    )  # fmt: skip


@prepared_query
def position_rows(project_id: int) -> QuerySet[Any, Any]:
    """Positions in their order."""
    return (
        Position.objects.filter(project_id=project_id)
        .order_by("order", "id")
        .values(
            "id", "title_fr", "title_en", "profile_id", "profile__slug", "holder_id", "holder__name", "holder__active"
        )
    )


@prepared_query
def duty_rows(project_id: int) -> QuerySet[Any, Any]:
    """Duties, each with its letters in one string."""
    cells = _Joined(_Glued(Cast("position_id", CharField()), Value(":"), F("letter")))
    of_duty = Assignment.objects.filter(duty_id=OuterRef("pk")).values("duty_id")
    return (
        Duty.objects.filter(project_id=project_id)
        .order_by("phase__order", "order", "id")
        .values(
            "id", "code", "text_fr", "text_en", "posting_fr", "posting_en", "phase_id", "profile_id",
            "responsibility_id", "applicable", "reason", "responsibility__suggested", "responsibility__rule__code",
            cells=Subquery(of_duty.annotate(cells=cells).values("cells")),
        )
    )  # fmt: skip
