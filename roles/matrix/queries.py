"""The statements that read a matrix: plain values, as many rows as the matrix has lines, whatever it holds."""

from typing import Any

from django.db.models import (
    Aggregate,
    BigIntegerField,
    CharField,
    F,
    Func,
    JSONField,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
)
from django.db.models.functions import Cast, Coalesce, JSONArray

from aispec.db.prepared_query import Row, prepared_query
from aispec.web.words.sorting import alphabetical
from phases.models import Project, ProjectChange
from roles.models import Assignment, Duty, FindingDismissal, Position, Responsibility


class _Joined(Aggregate):
    """All texts of a group in one string, separated by commas."""

    function = "string_agg"
    template = "%(function)s(%(expressions)s, ',')"
    output_field = CharField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="group_concat", **context)


class _Listed(Aggregate):
    """All arrays of a group in one."""

    function = "jsonb_agg"
    output_field = JSONField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, function="json_group_array", **context)


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


def position_rows(project_id: int) -> list[Row]:
    """Positions in their order, each with its co-holders by name: id, name, whether they are active."""
    rows = _position_rows(project_id)
    for row in rows:
        others = sorted(row.pop("others") or (), key=lambda person: (alphabetical(person[1]), person[0]))
        row["co_holders"] = [[pk, name, bool(active)] for pk, name, active in others]
    return rows


@prepared_query
def _position_rows(project_id: int) -> QuerySet[Any, Any]:
    held: QuerySet[Any, Any] = Position.co_holders.through.objects.filter(position_id=OuterRef("pk")).order_by()
    people = _Listed(JSONArray("person_id", "person__name", "person__active"))
    return (
        Position.objects.filter(project_id=project_id)
        .order_by("order", "id")
        .values(
            "id", "title_fr", "title_en", "profile_id", "profile__slug", "holder_id", "holder__name", "holder__active",
            others=Subquery(held.values("position_id").annotate(people=people).values("people")),
        )
    )  # fmt: skip


@prepared_query
def duty_rows(project_id: int) -> QuerySet[Any, Any]:
    """Duties, each with its letters in one string."""
    cells = _Joined(_Glued(Cast("position_id", CharField()), Value(":"), F("letter")))
    of_duty = Assignment.objects.filter(duty_id=OuterRef("pk")).values("duty_id")
    return (
        Duty.objects.filter(project_id=project_id)
        .order_by("phase__order", "order", "id")
        .values(
            "id", "code", "text_fr", "text_en", "posting_fr", "posting_en", "description_fr", "description_en",
            "phase_id", "profile_id",
            "responsibility_id", "applicable", "reason", "responsibility__suggested", "responsibility__rule__code",
            cells=Subquery(of_duty.annotate(cells=cells).values("cells")),
        )
    )  # fmt: skip


def rows_with_letters(project_id: int) -> list[Row]:
    """Duties as duty_rows gives them, with their letters by the id of the position as text, for JSON."""
    rows = duty_rows(project_id)
    for row in rows:
        cells: str | None = row.pop("cells")
        row["letters"] = dict(cell.split(":") for cell in cells.split(",")) if cells else {}
    return rows


@prepared_query
def stamp_rows(project_id: int) -> QuerySet[Any, Any]:
    """The version of a project, and in one string each what its phases, positions and duties show of other tables."""
    words = ("slug", "name_fr", "name_en", "short_name_fr", "short_name_en", "lead_in_fr", "lead_in_en")
    own = {"project_id": OuterRef("pk")}
    phases, positions = Project.phases.through.objects.filter(**own), Position.objects.filter(**own)
    others = Position.co_holders.through.objects.filter(position__project_id=OuterRef("pk"))
    taken = Duty.objects.filter(project_id=OuterRef(OuterRef("pk"))).order_by().values("responsibility_id")
    statements = Responsibility.objects.filter(pk__in=taken).annotate(one=Value(1))
    return (
        Project.objects.filter(pk=project_id)
        .order_by()
        .values(
            "version",
            phases_=_all(phases, "project_id", "phase__order", *(f"phase__{word}" for word in words)),
            positions_=_all(positions, "project_id", "profile__slug", "holder_id", "holder__active", "holder__name"),
            others=_all(others, "position__project_id", "person_id", "person__active", "person__name"),
            statements=_all(statements, "one", "id", "suggested", "rule__code"),
        )
    )


def _all(rows: QuerySet[Any, Any], group: str, *names: str) -> Subquery:
    """These columns of all the rows, which are one `group`, as one string."""
    row: list[Any] = []
    for name in names:
        row += [Coalesce(Cast(name, CharField()), Value("-")), Value("|")]
    return Subquery(rows.order_by().values(group).annotate(all=_Joined(_Glued(*row))).values("all"))


@prepared_query
def letter_lines(project_id: int, since: int, until: int) -> QuerySet[Any, Any]:
    """The lines of the journal after one version up to another, with what those of letters say."""
    # As values, for no version is as small as the stand-ins of a prepared query, and then nothing would be compared.
    after, up_to = (Value(version, output_field=BigIntegerField()) for version in (since, until))
    lines = ProjectChange.objects.filter(project_id=project_id, version__gt=after, version__lte=up_to)
    return lines.order_by("version", "id").values("version", "kind", "duty_id", "position_id", "new")
