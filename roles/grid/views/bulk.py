"""Changing many cells at once: made as one version, or previewed when that would overwrite or break something."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django_htmx.http import reswap, retarget, trigger_client_event

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.grid.forms.block import Block, read_block
from roles.grid.views.answers import RELOAD, cells_answer
from roles.grid.views.bulk_preview import digest_of, missing_words, preview_context
from roles.grid.views.cells import refused_line
from roles.grid.views.structure import structure_answer
from roles.matrix.bulk_changes import BulkPlan, plan_bulk
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.projects.domain.missing import add_missing, with_missing


@require_POST
@project_view(Role.EDITOR)
def cells_bulk(request: ProjectRequest) -> HttpResponse:
    """Make the changes of a block; 422 with a preview when somebody should look first, 409 when it is out of date."""
    try:
        block, plan = _planned(request)
    except ValueError:
        return refused_line(request, 400, _("This block cannot be read, or it is too large. Nothing was saved."))
    digest = request.POST.get("digest")
    if digest is None and not (plan.harmless and block.beyond == (0, 0) and not block.headed):
        return _preview(request, plan, block, conflict=plan.conflict)
    if digest is not None and digest != digest_of(plan, block.missing):
        return _preview(request, plan, block, conflict=True)
    return _apply(request, plan, block)


def _planned(request: ProjectRequest) -> tuple[Block, BulkPlan]:
    """The block that was sent, and what it would do now, with the rows and columns it lacks. Raises ValueError."""
    matrix = load_matrix(request.project.pk)
    block = read_block(request.POST.get("cells", ""), matrix)
    return block, plan_bulk(with_missing(matrix, block.missing), block.entries)


def _apply(request: ProjectRequest, plan: BulkPlan, block: Block) -> HttpResponse:
    changes = plan.changes(transfer=request.POST.get("transfer") == "1")
    try:
        if block.missing and request.POST.get("add") == "1":
            return _add(request, plan, block, changes)
        changes = tuple(change for change in changes if min(change.cell) > 0)
        changed = set_cells(request.project.pk, request.user, changes, seen=plan.matrix.letters_under(changes))
    except (CellRefused, CellUnknown):
        block, plan = _planned(request)
        return _preview(request, plan, block, conflict=True)
    message = _changed_words(changes)
    if not request.htmx:
        return _back(request, message)
    return cells_answer(request, *changed, message=message, offer="undo" if changes else "")


def _add(request: ProjectRequest, plan: BulkPlan, block: Block, changes: tuple[CellChange, ...]) -> HttpResponse:
    """Make the changes and what they lack. Raises CellRefused or CellUnknown."""
    seen = plan.matrix.letters_under(changes)
    duties, positions = add_missing(request.project.pk, request.user, block.missing, changes, seen)
    message = f"{_('%(what)s added') % {'what': missing_words(block.missing)}}, {_changed_words(changes)}"
    if not request.htmx:
        return _back(request, message)
    columns = [{"duty": None, "position": position_id} for position_id in positions]
    return structure_answer(request, message, [{"duty": duty_id, "position": None} for duty_id in duties] + columns)


def _changed_words(changes: tuple[CellChange, ...]) -> str:
    return ngettext("%(count)s cell changed", "%(count)s cells changed", len(changes)) % {"count": len(changes)}


def _back(request: ProjectRequest, message: str) -> HttpResponse:
    messages.success(request, message)
    return redirect("project", request.project.pk)


def _preview(request: ProjectRequest, plan: BulkPlan, block: Block, *, conflict: bool) -> HttpResponse:
    """What would be done, as a dialog over the grid; another one replaces it."""
    first = "digest" not in request.POST
    context = preview_context(plan, block.beyond, block.missing, block.cut) | {
        "project": request.project,
        "section": "projects",
        "cells": request.POST["cells"],
        "headed": block.headed,
        "conflict": conflict,
        "transfer": first or request.POST.get("transfer") == "1",
        "add": first or request.POST.get("add") == "1",
    }
    status = 409 if conflict else 422
    if not request.htmx:
        return render(request, "roles/grid/bulk.html", context, status=status)
    response = render(request, "roles/grid/bulk.html#dialog", context, status=status)
    if conflict:  # the letters behind it, too
        trigger_client_event(response, RELOAD)
    if not first:
        return reswap(retarget(response, "#bulk"), "outerHTML")
    return reswap(retarget(response, "body"), "beforeend")
