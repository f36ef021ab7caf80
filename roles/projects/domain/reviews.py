"""The review of a matrix: when its team last looked it over, and whether and why it is due again.

The journal says when it was reviewed. Due it is when the days of the project's rhythm have passed, when since the last
review a position has got or lost its holder, and when a holder is no longer active who was at that review. Nothing is
asked of the database for a project without a rhythm. What is said here names people: it is for members alone.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from aispec.db.prepared_query import Row
from phases.enums import ChangeKind
from phases.models import Project, ProjectChange
from phases.projects.journal import project_change
from roles.enums import NoticeKind
from roles.formats.text import in_language
from roles.matrix.holders import Holder, holders_in
from roles.matrix.matrix import Matrix
from roles.matrix.rules import review_every
from roles.matrix.updates import who
from roles.models import Position
from roles.notices.domain.reading import settle
from roles.people.domain.holders import who_hold

_OF_HOLDERS = (ChangeKind.POSITION_ADDED, ChangeKind.POSITION_EDITED, ChangeKind.POSITION_REMOVED)
FIRST, BESIDE = "first", "beside"  # where somebody holds a position
Names = Mapping[int, str]  # of people, by id
_BY = ("by__first_name", "by__last_name", "by__email")


@dataclass(frozen=True, slots=True)
class Held:
    """A position as it is now, with all who hold it, the one named first before the others."""

    id: int
    title: str
    people: tuple[Holder, ...]


@dataclass(frozen=True, slots=True)
class Review:
    """How a project stands with its reviews; `at` is None where there was none, and `days` counts from its creation."""

    days: int
    at: datetime | None
    by: str  # "" for somebody whose account is gone
    reasons: tuple[str, ...]  # sentences, in the active language

    @property
    def due(self) -> bool:
        """Whether it is to be reviewed."""
        return bool(self.reasons)


def mark_reviewed(project_id: int, user: User) -> None:
    """Note that the matrix was reviewed, and which of its holders were inactive then. Raises Project.DoesNotExist."""
    with project_change(project_id, user) as journal:
        project = Project.objects.get(pk=project_id)
        inactive = who_hold(project=project).filter(active=False).values_list("pk", flat=True)
        data = {"inactive": sorted(inactive)}
        journal.add(ChangeKind.PROJECT_REVIEWED, project.name, data=data)
        settle(project_id, NoticeKind.REVIEW)


def review_of(project: Project, matrix: Matrix) -> Review | None:
    """How a project stands, its matrix being at hand; None without a rhythm (two queries with one)."""
    held = [Held(position.id, position.title, position.holders) for position in matrix.positions]
    return _reviews([project], lambda _ids: {project.pk: held}).get(project.pk)


def reviews_of(projects: Iterable[Project]) -> dict[int, Review]:
    """By id how these projects stand, those without a rhythm left out (four queries if one has a rhythm)."""
    return _reviews(list(projects), _held)


def reviewed_on(matrix: Matrix) -> date | None:
    """The day of the last review up to this version of a matrix; None without a rhythm or a review (one query)."""
    if not review_every(matrix.rules):
        return None
    lines = ProjectChange.objects.filter(project=matrix.project_id, kind=ChangeKind.PROJECT_REVIEWED)
    at = lines.filter(version__lte=matrix.version).order_by("-version").values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None


Holdings = Mapping[int, Sequence[Held]]  # by project


def _reviews(projects: Sequence[Project], held_by: Callable[[Sequence[int]], Holdings]) -> dict[int, Review]:
    watched = {project.pk: project for project in projects if review_every(project.rules)}
    if not watched:
        return {}
    ids, today = list(watched), timezone.localdate()
    last = {line["project_id"]: line for line in _last_reviews(ids)}
    since: dict[int, list[Row]] = {}
    for line in _lines_since(last) if last else ():
        since.setdefault(line["project_id"], []).append(line)
    held = held_by(ids)
    return {
        pk: _review(project, last.get(pk), since.get(pk, ()), held.get(pk, ()), today)
        for pk, project in watched.items()
    }


def _last_reviews(project_ids: Sequence[int]) -> QuerySet[Any, Any]:
    """The last review of each project that had one."""
    reviews = ProjectChange.objects.filter(kind=ChangeKind.PROJECT_REVIEWED)
    latest = reviews.filter(project=OuterRef("project")).order_by("-version").values("pk")[:1]
    lines: QuerySet[Any, Any] = reviews.filter(project__in=project_ids, pk=Subquery(latest))
    return lines.values("project_id", "version", "at", "data", *_BY)


def _lines_since(reviews: Mapping[int, Row]) -> Iterator[Row]:
    """What has become of the positions of each project since its last review, in order."""
    oldest = min(review["version"] for review in reviews.values())  # one bound for all: such lines are few
    lines = ProjectChange.objects.filter(project__in=list(reviews), kind__in=_OF_HOLDERS, version__gt=oldest)
    for line in lines.order_by("version", "id").values(
        "project_id", "version", "kind", "position_id", "label", "old", "data"
    ):
        if line["version"] > reviews[line["project_id"]]["version"]:
            yield {**line}


def _held(project_ids: Sequence[int]) -> Holdings:
    language, found = get_language() or "fr", dict[int, list[Held]]()
    rows = Position.objects.filter(project__in=project_ids).values(
        "id", "project_id", "title_fr", "title_en", "holder_id", "holder__name", "holder__active"
    )
    others: dict[int, list[Any]] = {}
    shared = Position.co_holders.through.objects.filter(position__project__in=project_ids)
    for position, *person in shared.values_list("position_id", "person_id", "person__name", "person__active"):
        others.setdefault(position, []).append(person)
    for row in rows:
        people = holders_in({**row, "co_holders": others.get(row["id"], ())})
        found.setdefault(row["project_id"], []).append(Held(row["id"], in_language(row, "title", language), people))
    return found


def _review(project: Project, last: Row | None, since: Iterable[Row], held: Sequence[Held], today: date) -> Review:
    days = (today - timezone.localdate(last["at"] if last else project.created_at)).days
    reasons = []
    if days >= review_every(project.rules):
        words = ngettext("Not reviewed for %(days)s day", "Not reviewed for %(days)s days", days)
        reasons.append(words % {"days": days})
    reasons += _holders_changed(since, {position.id: position for position in held})
    known = (last["data"] or {}).get("inactive", ()) if last else ()
    gone = {person.id: person.name for position in held for person in position.people if not person.active}
    reasons += [_("%(name)s is no longer active") % {"name": name} for pk, name in gone.items() if pk not in known]
    return Review(days, last["at"] if last else None, who(last) if last else "", tuple(reasons))


def _holders_changed(since: Iterable[Row], now: Mapping[int, Held]) -> Iterable[str]:
    """Who left a position and who joined it: what was taken back since says nothing."""
    before: dict[int, dict[str, Names]] = {}  # by position: who held it first, and beside
    titles: dict[int, str] = {}
    for line in since:
        titles.setdefault(line["position_id"], line["label"])
        before[line["position_id"]] = _holders_before(line) | before.get(line["position_id"], {})
    for pk, was in before.items():
        held = now.get(pk, Held(pk, titles[pk], ()))
        here = {FIRST: _names(held.people[:1]), BESIDE: _names(held.people[1:])}
        then, after = ({**each[FIRST], **each[BESIDE]} for each in (here | was, here))
        yield from (_("%(name)s left “%(title)s”") % {"name": name, "title": held.title} for name in _only(then, after))
        joined = _("%(name)s joined as “%(title)s”")
        yield from (joined % {"name": name, "title": held.title} for name in _only(after, then))


def _only(here: Names, there: Names) -> list[str]:
    """Who is in one of two and not in the other."""
    return [name for person, name in here.items() if person not in there]


def _names(people: Iterable[Holder]) -> Names:
    return {person.id: person.name for person in people}


def _holders_before(line: Row) -> dict[str, Names]:
    """Who held the position before a line, as far as it says."""
    data: Mapping[str, Any] = line["data"] or {}
    if line["kind"] == ChangeKind.POSITION_ADDED:
        return {FIRST: {}, BESIDE: {}}
    if line["kind"] == ChangeKind.POSITION_REMOVED:
        name = data.get("position", {}).get("holder", "")
        return {FIRST: _first(data.get("holder"), name), BESIDE: dict(data.get("co_holders", ()))}
    if data.get("field") == "holder":
        return {FIRST: _first(data.get("id"), line["old"])}
    return {BESIDE: dict(data["was"])} if data.get("field") == "co_holders" else {}


def _first(person: int | None, name: str) -> Names:
    return {} if person is None else {person: name}
