"""The page that fills many cells by a rule: two forms, and the preview of the one that was sent."""

import json
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.grid.forms.fill import FORMS, FillForm
from roles.grid.views.bulk_preview import preview_context
from roles.matrix.bulk_changes import CellEntry, plan_bulk
from roles.matrix.matrix import Matrix, load_matrix


@require_safe
@project_view(Role.EDITOR)
def fill(request: ProjectRequest) -> HttpResponse:
    """Ask what to fill, and preview it; the preview's own form makes the change."""
    matrix = load_matrix(request.project.pk)
    asked = request.GET.get("kind")
    initial = {"position": request.GET.get("position", "")}
    forms = {form.kind: form(matrix, request.GET if form.kind == asked else None, initial) for form in FORMS}
    context: dict[str, Any] = {"project": request.project, "section": "projects", "matrix": matrix, "forms": forms}
    sent = forms.get(asked or "")
    if sent is not None and sent.is_valid():
        context |= _preview(matrix, sent)
    return render(request, "roles/grid/fill.html", context)


def _preview(matrix: Matrix, form: FillForm) -> dict[str, Any]:
    """What the form would do, with the fields that do it."""
    entries = form.entries()
    plan = plan_bulk(matrix, entries)
    return preview_context(plan) | {"cells": block_json(entries), "transfer": False, "previewed": True}


def block_json(entries: tuple[CellEntry, ...]) -> str:
    """Entries for one position, as the address of bulk changes reads them."""
    positions = list(dict.fromkeys(entry.position_id for entry in entries))
    rows = [[entry.duty_id, [entry.text], [entry.seen or ""]] for entry in entries]
    return json.dumps({"positions": positions, "rows": rows})
