"""The load of each position by phase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.enums import Letter
from roles.matrix.letters import shown_letters
from roles.matrix.matrix import PhaseBand, PositionColumn, load_matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.bars import bar_length
from roles.workload.domain.by_position import PositionLoad, Share, workload

RIBBON = (Letter.AR, Letter.R, Letter.A, Letter.S, Letter.C, Letter.I)
MARKS = 30  # a longer ribbon would no longer be read mark by mark
ALERTS = 6
LEVELS = (0.15, 0.4, 0.75, 1)  # of the limit: where the ground of a cell darkens


@dataclass(frozen=True, slots=True)
class Cell:
    """A share as the table shows it."""

    share: Share
    label: str = ""

    @property
    def level(self) -> int:
        """0 for no duty, 1 to 4 by points, 5 beyond the limit."""
        if not self.share.duties:
            return 0
        if self.share.over:
            return 5
        limit = max(self.share.limit, 1)
        return next(level for level, part in enumerate(LEVELS, 1) if self.share.points <= part * limit)

    @property
    def words(self) -> str:
        """The letters, in words of a screen reader: "2 A/R, 1 R"."""
        counts = self.share.counts
        return ", ".join(f"{counts[letter]} {letter.shown}" for letter in RIBBON if counts[letter])

    @property
    def ribbon(self) -> SafeString:
        """One mark a duty, "" when there are too many."""
        if self.share.duties > MARKS:
            return SafeString()
        marks = (f'<i class="u u-{letter.lower()}"></i>' * self.share.counts[letter] for letter in RIBBON)
        return mark_safe("".join(marks))  # noqa: S308

    @property
    def bar(self) -> int:
        """How long the bar is, from 0 to 100."""
        return bar_length(self.share.points, self.share.limit)


@dataclass(frozen=True, slots=True)
class Row:
    """A position as the table shows it."""

    position: PositionColumn
    cells: Sequence[Cell]
    total: Cell


@dataclass(frozen=True, slots=True)
class Alert:
    """What is too much, why, and where to look."""

    title: str
    reason: str
    action: str
    url: str


@require_safe
@project_view()
def workload_page(request: ProjectRequest) -> HttpResponse:
    """The table of points by position and phase, with what is too much above it."""
    matrix = load_matrix(request.project.pk)
    limits = Thresholds.of(matrix.rules)
    loads = workload(matrix, limits)
    shown = shown_letters(matrix)
    can_edit = request.membership.role >= Role.EDITOR
    alerts = list(_alerts(request.project.pk, loads, limits, can_edit=can_edit))
    context = {
        "section": "projects",
        "project": request.project,
        "can_edit": can_edit,
        "matrix": matrix,
        "limits": limits,
        "alerts": alerts[:ALERTS],
        "more_alerts": max(0, len(alerts) - ALERTS),
        "rows": [_row(load) for load in loads],
        "legend": [letter for letter in RIBBON if letter in shown],
        "supported": Letter.S in shown,
    }
    return render(request, "roles/workload/by_position.html", context)


def _row(load: PositionLoad) -> Row:
    cells = [Cell(share, f"{phase.number} {phase.short_name}") for phase, share in load.shares]
    return Row(load.position, cells, Cell(load.total))


def _alerts(project_id: int, loads: Sequence[PositionLoad], limits: Thresholds, *, can_edit: bool) -> Iterator[Alert]:
    """Positions over their limit, then phases, then vacant positions with half a full load."""
    for load in loads:
        if load.total.over:
            yield _position_alert(project_id, load)
    for load in loads:
        for phase, share in load.shares:
            if share.over:
                yield _phase_alert(project_id, load.position, phase, share)
    for load in loads:
        if load.position.vacant and load.total.points * 2 >= limits.load_position:
            yield _vacant_alert(project_id, load, can_edit=can_edit)


def _position_alert(project_id: int, load: PositionLoad) -> Alert:
    title = ngettext("%(name)s: %(points)s point", "%(name)s: %(points)s points", load.total.points)
    return Alert(
        title % {"name": _name(load.position), "points": load.total.points},
        _("Limit of the project: %(limit)s points") % {"limit": load.total.limit},
        _("See the column"),
        _grid(project_id, position=load.position.id),
    )


def _phase_alert(project_id: int, position: PositionColumn, phase: PhaseBand, share: Share) -> Alert:
    title = ngettext(
        "%(name)s: %(points)s point in phase %(phase)s", "%(name)s: %(points)s points in phase %(phase)s", share.points
    )
    return Alert(
        title % {"name": _name(position), "points": share.points, "phase": phase.number},
        _("%(phase)s, limit: %(limit)s points") % {"phase": phase.short_name, "limit": share.limit},
        _("Share out"),
        _grid(project_id, phase=phase.slug),
    )


def _vacant_alert(project_id: int, load: PositionLoad, *, can_edit: bool) -> Alert:
    title = ngettext(
        "%(points)s point on a vacant position", "%(points)s points on a vacant position", load.total.points
    )
    return Alert(
        title % {"points": load.total.points},
        load.position.title,
        _("Name a person") if can_edit else _("See the column"),
        reverse("positions", args=[project_id]) if can_edit else _grid(project_id, position=load.position.id),
    )


def _name(position: PositionColumn) -> str:
    return position.holder or position.title


def _grid(project_id: int, **query: object) -> str:
    """The matrix, filtered."""
    return f"{reverse('project', args=[project_id])}?{urlencode(query)}"
