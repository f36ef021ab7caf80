"""A repair, previewed and then made: what each cell is and will be, what goes and what comes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods
from django_htmx.http import reswap, retarget

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.checks.domain.check import open_findings
from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.repairs import Repair, RepairGoneError, RepairKeyError, digest, find_repair
from roles.checks.views.panel_html import kind
from roles.enums import Severity
from roles.grid.views.answers import cells_answer
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import DutyRow, Matrix, PositionColumn, load_matrix

COMING = 5  # findings named as new; more are counted


@dataclass(frozen=True, slots=True)
class ChangedCell:
    """A cell that changes."""

    duty: DutyRow
    position: PositionColumn
    old: str
    new: str


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def repair(request: ProjectRequest) -> HttpResponse:
    """Preview the repair that `r` names, or make it when it is still the one previewed."""
    asked = request.POST if request.method == "POST" else request.GET
    matrix = load_matrix(request.project.pk)
    try:
        finding, chosen = find_repair(RepairContext.of(matrix), asked.get("r", ""))
    except RepairKeyError:
        return _nothing(request, 400)
    except RepairGoneError:
        return _nothing(request, 409)
    if request.method != "POST":
        return _preview(request, matrix, finding, chosen)
    if asked.get("digest") != digest(matrix, chosen):
        return _preview(request, matrix, finding, chosen, conflict=True)
    return _make(request, matrix, finding, chosen)


def _make(request: ProjectRequest, matrix: Matrix, finding: Finding, chosen: Repair) -> HttpResponse:
    """Make the changes, all or none; when a cell has changed meanwhile, say that the repair is no longer there."""
    seen = matrix.letters_under(chosen.changes)
    try:
        changed = set_cells(request.project.pk, request.user, chosen.changes, seen=seen)
    except (CellRefused, CellUnknown):
        return _nothing(request, 409)
    message = _("Repaired: %(label)s") % {"label": chosen.label}
    if request.htmx:
        return cells_answer(request, *changed, message=message, offer="undo")
    messages.success(request, message)
    return redirect(_back(request, finding))


def _back(request: ProjectRequest, finding: Finding | None = None) -> str:
    """The page the reader came from: the checks, or the row in the grid."""
    asked = request.POST or request.GET
    if asked.get("next") == "findings":
        return reverse("findings", args=[request.project.pk])
    row = f"#d-{finding.duty_id}" if finding and finding.duty_id else ""
    return reverse("project", args=[request.project.pk]) + row


def _preview(
    request: ProjectRequest, matrix: Matrix, finding: Finding, chosen: Repair, *, conflict: bool = False
) -> HttpResponse:
    before, after = open_findings(matrix), open_findings(matrix.with_changes(chosen.changes))
    known, left = {other.key for other in before}, {other.key for other in after}
    coming = [other for other in after if other.key not in known and other.severity != Severity.HINT]
    gone = sum(other.key not in left for other in before)
    duties = len({change.duty_id for change in chosen.changes})
    context = {
        "finding": finding,
        "kind": kind(finding),
        "place": finding.place(matrix),
        "label": chosen.label,
        "lines": _lines(matrix, chosen),
        "gone": ngettext("%(count)s finding goes.", "%(count)s findings go.", gone) % {"count": gone},
        "coming": [(kind(other), other.title, other.place(matrix)) for other in coming[:COMING]],
        "more_coming": max(0, len(coming) - COMING),
        "duties": ngettext("%(count)s duty changes.", "%(count)s duties change.", duties) % {"count": duties},
        "key": (request.POST or request.GET)["r"],
        "digest": digest(matrix, chosen),
        "conflict": conflict,
    }
    return _page(request, context, 409 if conflict else 200)


def _lines(matrix: Matrix, chosen: Repair) -> Sequence[ChangedCell]:
    """The cells that change, by duty."""
    lines: list[ChangedCell] = []
    for change in chosen.changes:
        duty, position = matrix.duty(change.duty_id), matrix.position(change.position_id)
        lines.append(ChangedCell(duty, position, matrix.letter(*change.cell), change.letter))
    return lines


def _nothing(request: ProjectRequest, status: int) -> HttpResponse:
    """A page for a repair that is not there."""
    return _page(request, {"known": status == 409}, status)


def _page(request: ProjectRequest, context: dict[str, Any], status: int) -> HttpResponse:
    """A dialog over the grid for HTMX, a page otherwise; a refused form is replaced by what is true now."""
    back = request.POST.get("next") or request.GET.get("next")
    context |= {
        "section": "projects",
        "project": request.project,
        "next": "findings" if back == "findings" else "",
        "back": _back(request, context.get("finding")),
    }
    if not request.htmx:
        return render(request, "roles/grid/repair.html", context, status=status)
    response = render(request, "roles/grid/repair.html#dialog", context, status=status)
    return reswap(retarget(response, "#repair"), "outerHTML") if request.method == "POST" else response
