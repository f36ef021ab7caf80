"""Reading the journal: which changes, by whom, of what, page by page from the last one."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Self

from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.http import QueryDict

from aispec.web.fields.days import end_of, start_of
from aispec.web.fields.numbers import whole_number
from aispec.web.words.sorting import alphabetical
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.history.domain.journal_words import JournalLine, told
from roles.matrix.titles import Titles, titles_of
from roles.models import Duty, Position

PAGE = 50  # changes
SHOWN = 6  # lines of a change that changed more at once
ANSWERS = frozenset((ChangeKind.DUTIES_ACCEPTED, ChangeKind.DUTIES_OBJECTED, ChangeKind.DUTIES_WITHDRAWN))
_BIGGEST = 2**31 - 1
_LINE = ("version", "at", "kind", "label", "old", "new", "data", "undoes", "duty_id", "position_id")


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which lines of the journal a reader wants; `before` is the version where a further page begins."""

    by: int | None = None
    duty: int | None = None
    position: int | None = None
    kind: str = ""
    since: date | None = None
    until: date | None = None
    before: int | None = None

    @classmethod
    def from_query(cls, query: QueryDict, since: date | None = None, until: date | None = None) -> Self:
        """The filter of a URL, with the days that its form has read; what cannot be understood is left out."""
        kind = query.get("kind", "")
        return cls(
            by=_number(query.get("by", "")),
            duty=_number(query.get("duty", "")),
            position=_number(query.get("position", "")),
            kind=kind if kind in ChangeKind.values else "",
            since=since,
            until=until,
            before=_number(query.get("before", "")),
        )

    def to_query(self, **others: int | None) -> str:
        """The same filter for a URL, without the `?`."""
        query = QueryDict(mutable=True)
        values = {name: getattr(self, name) for name in ("by", "duty", "position", "kind", "since", "until")}
        for name, value in (values | others).items():
            if value:
                query[name] = str(value)
        return query.urlencode()

    def __bool__(self) -> bool:
        return bool(self.by or self.duty or self.position or self.kind or self.since or self.until)

    def lines(self, project_id: int) -> QuerySet[ProjectChange]:
        """The lines that match."""
        conditions = Q(project_id=project_id)
        for name, value in (("by_id", self.by), ("duty_id", self.duty), ("position_id", self.position)):
            if value:
                conditions &= Q(**{name: value})
        if self.kind:
            conditions &= Q(kind=self.kind)
        if self.since:
            conditions &= Q(at__gte=start_of(self.since))
        if self.until:
            conditions &= Q(at__lt=end_of(self.until))
        if self.before:
            conditions &= Q(version__lt=self.before)
        return ProjectChange.objects.filter(conditions)


@dataclass(frozen=True, slots=True)
class Change:
    """A version: who made it and when, its first lines, and how many lines it has."""

    version: int
    at: datetime
    by: str
    undoes: int | None
    lines: tuple[JournalLine, ...]
    total: int

    @property
    def more(self) -> int:
        """The lines that are not shown."""
        return self.total - len(self.lines)


def read_history(
    project_id: int, chosen: HistoryFilter, titles: Titles | None = None
) -> tuple[list[Change], int | None]:
    """A page of changes, the last one first, and the version before which the next page begins (two queries)."""
    lines = chosen.lines(project_id)
    versions = list(lines.order_by("-version").values_list("version", flat=True).distinct()[: PAGE + 1])
    following = versions[PAGE - 1] if len(versions) > PAGE else None
    rows = (
        lines.filter(version__in=versions[:PAGE])
        .annotate(
            place=Window(RowNumber(), partition_by="version", order_by="id"),
            total=Window(Count("id"), partition_by="version"),
        )
        .filter(place__lte=SHOWN)
        .order_by("-version", "id")
        .values(*_LINE, "total", first=F("by__first_name"), last=F("by__last_name"), email=F("by__email"))
    )
    titles = titles or titles_of(project_id)
    return [_change(list(group), titles) for _version, group in groupby(rows, lambda row: row["version"])], following


def change_of(project_id: int, version: int) -> Change | None:
    """The change that made this version, if the journal has it."""
    changes, _following = read_history(project_id, HistoryFilter(before=version + 1))
    return changes[0] if changes and changes[0].version == version else None


def _change(rows: list[dict[str, Any]], titles: Titles) -> Change:
    row = rows[0]
    own = row["label"] if row["kind"] in ANSWERS else ""  # whoever answers does so for themselves, even without login
    name = own or f"{row['first'] or ''} {row['last'] or ''}".strip() or row["email"] or ""
    lines = tuple(
        told(JournalLine(ChangeKind(row["kind"]), row["label"], row["old"], row["new"], row["data"] or {}), titles)
        for row in rows
    )
    return Change(row["version"], row["at"], name, row["undoes"], lines, row["total"])


@dataclass(frozen=True, slots=True)
class Subjects:
    """What a history can be filtered by, in words: those of now, and those the journal alone still knows."""

    people: list[tuple[int, str]]
    duties: list[tuple[int, str]]
    positions: list[tuple[int, str]]


def subjects(project_id: int, titles: Titles) -> Subjects:
    """People, duties and positions of a project's history (four queries)."""
    journal = ProjectChange.objects.filter(project_id=project_id)
    removed = journal.filter(kind__in=(ChangeKind.DUTY_REMOVED, ChangeKind.POSITION_REMOVED))
    gone = list(removed.order_by("version", "id").values_list("duty_id", "position_id", "label"))
    who = journal.filter(by__isnull=False).order_by().distinct()
    people = {
        pk: f"{first} {last}".strip() or email
        for pk, first, last, email in who.values_list("by_id", "by__first_name", "by__last_name", "by__email")
    }
    duties = [(duty.pk, f"{duty.code} {duty.text}") for duty in Duty.objects.filter(project_id=project_id)]
    positions = [(position.pk, position.title) for position in Position.objects.filter(project_id=project_id)]
    return Subjects(
        sorted(people.items(), key=lambda person: alphabetical(person[1])),
        duties + [(duty_id, titles.told(label)) for duty_id, _position, label in gone if duty_id],
        positions + [(position_id, titles.told(label)) for _duty, position_id, label in gone if position_id],
    )


def _number(text: str) -> int | None:
    """A number from 1 that a version can have."""
    number = whole_number(text)
    return number if number and number <= _BIGGEST else None
