"""What a file says otherwise than the project, each with its box: for a workbook that comes back, and for a sheet."""

from collections.abc import Container
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from phases.views.access import ProjectRequest
from roles.domain.matrix import Matrix
from roles.domain.returned import ReturnPlan
from roles.domain.returned_words import Words, missing, problems
from roles.forms.returned import sealed
from roles.views.returned_html import Grid
from roles.views.returned_words import sections


def preview(
    request: ProjectRequest,
    plan: ReturnPlan,
    base: Matrix,
    ticked: Container[str],
    status: int = 200,
    **notices: Any,
) -> HttpResponse:
    """What the file changed, each with its box, in the grid and phase by phase."""
    words = Words(plan, base)
    context = {
        "section": "projects",
        "project": request.project,
        "plan": plan,
        "base": base,
        "sections": sections(plan, words, ticked),
        "conflicts": sum(item.conflict for item in plan.items),
        "problems": problems(plan, words),
        "missing": list(missing(plan, base)),
        "table": Grid(plan).html(),
        "edits": sealed(plan.edits, request.project.pk, request.user.pk),
        **notices,
    }
    return render(request, "roles/return_preview.html", context, status=status)
