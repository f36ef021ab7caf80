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
from roles.formats.text import in_language
from roles.matrix.matrix import Matrix
from roles.matrix.rules import review_every
from roles.matrix.updates import who
from roles.models import Position

_OF_HOLDERS = (ChangeKind.POSITION_ADDED, ChangeKind.POSITION_EDITED, ChangeKind.POSITION_REMOVED)
_BY = ("by__first_name", "by__last_name", "by__email")


@dataclass(frozen=True, slots=True)
class Held:
    """A position as it is now; `person` is None for a vacant one."""

    id: int
    title: str
    person: int | None
    name: str
    active: bool


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
        inactive = Position.objects.filter(project=project, holder__active=False).values_list("holder_id", flat=True)
        data = {"inactive": sorted(set(inactive))}
        journal.add(ChangeKind.PROJECT_REVIEWED, project.name, data=data)


def review_of(project: Project, matrix: Matrix) -> Review | None:
    """How a project stands, its matrix being at hand; None without a rhythm (two queries with one)."""
    held = [Held(p.id, p.title, p.holder_id, p.holder, p.holder_active) for p in matrix.positions]
    return _reviews([project], lambda _ids: {project.pk: held}).get(project.pk)


def reviews_of(projects: Iterable[Project]) -> dict[int, Review]:
    """By id how these projects stand, those without a rhythm left out (three queries if one has a rhythm)."""
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
    for row in rows:
        title = in_language(row, "title", language)
        held = Held(row["id"], title, row["holder_id"], row["holder__name"] or "", bool(row["holder__active"]))
        found.setdefault(row["project_id"], []).append(held)
    return found


def _review(project: Project, last: Row | None, since: Iterable[Row], held: Sequence[Held], today: date) -> Review:
    days = (today - timezone.localdate(last["at"] if last else project.created_at)).days
    reasons = []
    if days >= review_every(project.rules):
        words = ngettext("Not reviewed for %(days)s day", "Not reviewed for %(days)s days", days)
        reasons.append(words % {"days": days})
    reasons += _holders_changed(since, {position.id: position for position in held})
    known = (last["data"] or {}).get("inactive", ()) if last else ()
    gone = {position.person: position.name for position in held if position.person and not position.active}
    reasons += [_("%(name)s is no longer active") % {"name": name} for pk, name in gone.items() if pk not in known]
    return Review(days, last["at"] if last else None, who(last) if last else "", tuple(reasons))


def _holders_changed(since: Iterable[Row], now: Mapping[int, Held]) -> Iterable[str]:
    """Who left a position and who joined it: what was taken back since says nothing."""
    before: dict[int, tuple[int | None, str, str]] = {}  # by position: who held it, their name, and its title
    for line in since:
        if (was := _holder_before(line)) is not None:
            before.setdefault(line["position_id"], (*was, line["label"]))
    for pk, (person, name, title) in before.items():
        position = now.get(pk)
        words = {"title": position.title if position else title}
        if person == (position.person if position else None):
            continue
        if person is not None:
            yield _("%(name)s left “%(title)s”") % {"name": name, **words}
        if position and position.person is not None:
            yield _("%(name)s joined as “%(title)s”") % {"name": position.name, **words}


def _holder_before(line: Row) -> tuple[int | None, str] | None:
    """Who held the position before a line, by id and name; None for a line that says nothing of it."""
    data: Mapping[str, Any] = line["data"] or {}
    if line["kind"] == ChangeKind.POSITION_ADDED:
        return None, ""
    if line["kind"] == ChangeKind.POSITION_REMOVED:
        return data.get("holder"), data.get("position", {}).get("holder", "")
    return (data.get("id"), line["old"]) if data.get("field") == "holder" else None
