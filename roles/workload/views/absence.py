"""If somebody is away: what their absence takes from the matrix, and a plan that hands it over."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from aispec.web.fields.days import day_words
from aispec.web.fields.numbers import whole_number
from aispec.web.words.sorting import alphabetical
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.enums import Letter
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import Matrix, load_matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.absence import AbsencePlan, Candidate, Fit, LostDuty, absence_plan, names_but
from roles.workload.domain.carried import Measure
from roles.workload.forms import AbsenceDaysForm

OFFERED = 12  # candidates of a duty, the best first
OVER = {
    Measure.A: gettext_lazy("would then carry %(count)s A, over the limit of %(limit)s"),
    Measure.R: gettext_lazy("would then carry %(count)s R, over the limit of %(limit)s"),
    Measure.POINTS: gettext_lazy("would then carry %(count)s points, over the limit of %(limit)s"),
    Measure.PHASE_POINTS: gettext_lazy("would then carry %(count)s points in this phase, over the limit of %(limit)s"),
}


@dataclass(frozen=True, slots=True)
class Absence:
    """Whose, and from when to when; the form says what is wrong with its days."""

    holder_id: int | None
    name: str
    days: AbsenceDaysForm

    @classmethod
    def asked(cls, query: QueryDict, matrix: Matrix) -> "Absence":
        """The absence that a form names."""
        named = ((pk, name) for pk, name in _holders(matrix).items() if str(pk) == query.get("holder"))
        holder_id, name = next(named, (None, ""))
        days = AbsenceDaysForm(query)
        days.full_clean()
        return cls(holder_id, name, days)

    @property
    def note(self) -> str:
        """The absence in words, with its dates."""
        read = self.days.cleaned_data
        start, end = (day_words(read[name]) if read.get(name) else "" for name in ("start", "end"))
        if start and end:
            return _("%(name)s, away from %(start)s to %(end)s") % {"name": self.name, "start": start, "end": end}
        if start:
            return _("%(name)s, away from %(start)s on") % {"name": self.name, "start": start}
        if end:
            return _("%(name)s, away until %(end)s") % {"name": self.name, "end": end}
        return _("%(name)s, away") % {"name": self.name}


@require_safe
@project_view()
def absence(request: ProjectRequest) -> HttpResponse:
    """Choose a holder, then see what the absence takes and who could step in."""
    matrix = load_matrix(request.project.pk)
    return _page(request, matrix, Absence.asked(request.GET, matrix))


@require_POST
@project_view(Role.EDITOR)
def absence_apply(request: ProjectRequest) -> HttpResponse:
    """Hand the duties over as chosen, as one change; a matrix that has changed shows the plan again."""
    matrix = load_matrix(request.project.pk)
    absence = Absence.asked(request.POST, matrix)
    if absence.holder_id is None or absence.days.errors:
        return _page(request, matrix, absence, status=400)
    plan = absence_plan(matrix, absence.holder_id, Thresholds.of(matrix.rules))
    if request.POST.get("seen") != plan.digest:
        return _page(request, matrix, absence, status=409)
    changes = plan.changes({line.duty.id: whole_number(request.POST.get(f"d-{line.duty.id}")) for line in plan.lines})
    try:
        set_cells(request.project.pk, request.user, changes, seen=matrix.letters_under(changes))
    except (CellRefused, CellUnknown):
        return _page(request, load_matrix(request.project.pk), absence, status=409)
    number = len({change.duty_id for change in changes})
    done = ngettext("%(count)s duty handed over.", "%(count)s duties handed over.", number) % {"count": number}
    messages.success(
        request, f"{absence.note}. {done} {_('Undo takes the whole plan back.') if number else ''}".strip()
    )
    return redirect("project", request.project.pk)


def _page(request: ProjectRequest, matrix: Matrix, absence: Absence, status: int = 200) -> HttpResponse:
    plan = (
        absence_plan(matrix, absence.holder_id, Thresholds.of(matrix.rules)) if absence.holder_id is not None else None
    )
    context: dict[str, Any] = {
        "section": "projects",
        "project": request.project,
        "absence": absence,
        "holders": sorted(_holders(matrix).items(), key=lambda holder: alphabetical(holder[1])),
        "plan": plan,
        "phases": [(phase, _lines(plan, lines)) for phase, lines in plan.by_phase] if plan else [],
        "nobody": plan and plan.lines and not plan.lines[0].candidates,
        "can_edit": request.membership.role >= Role.EDITOR,
        "conflict": status == 409,
    }
    return render(request, "roles/workload/absence.html", context, status=status)


def _holders(matrix: Matrix) -> dict[int, str]:
    """The name of everybody who holds a position."""
    return {holder.id: holder.name for position in matrix.positions for holder in position.holders}


def _lines(plan: AbsencePlan, lines: Sequence[LostDuty]) -> list[tuple[LostDuty, str, list[tuple[int, str]], int, str]]:
    """Each duty with the letter it loses, its list, how many that leaves out, and the limits that the best breaks."""
    return [
        (
            line,
            Letter(line.lost).shown,
            [(candidate.position.id, _words(plan, candidate)) for candidate in line.candidates[:OFFERED]],
            max(0, len(line.candidates) - OFFERED),
            _over_words(line.candidates[0]) if line.candidates else "",
        )
        for line in lines
    ]


def _words(plan: AbsencePlan, candidate: Candidate) -> str:
    """Somebody who could step in, why, the load it would make, and as what."""
    title = candidate.position.title
    reasons = {
        Fit.DECIDES: _("already decides or carries out"),
        Fit.SUPPORTS: _("supports"),
        Fit.CONSULTED: _("consulted"),
        Fit.SAME_PROFILE: _("same profile"),
        Fit.OTHER: "",
    }
    points = ngettext("%(count)s point", "%(count)s points", candidate.points) % {"count": candidate.points}
    return ", ".join(
        filter(
            None,
            (
                names_but(candidate.position, plan.holder_id),
                reasons[candidate.fit],
                points,
                title,
                _over_words(candidate),
            ),
        )
    )


def _over_words(candidate: Candidate) -> str:
    """The limits that the duty would break; "" for none."""
    return ", ".join(OVER[over.measure] % {"count": over.count, "limit": over.limit} for over in candidate.over)
