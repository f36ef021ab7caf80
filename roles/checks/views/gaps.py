"""From a gap to a vacant position that holds its duties."""

from collections.abc import Collection

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.checks.domain.gaps import GAPS, GapClosed, fill_gap, lacking, likely_profile
from roles.checks.forms import GapForm
from roles.enums import Letter
from roles.matrix.matrix import load_matrix
from roles.models import RoleProfile


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def gap_position(request: ProjectRequest) -> HttpResponse:
    """Propose a vacant position for the duties that lack an R, or an A (`gap`), then create it."""
    if request.method != "POST":
        gap = request.GET.get("gap", "")
        return _proposal(request, gap if gap in GAPS else Letter.R.value)
    form = GapForm(request.project, request.POST)
    chosen = {
        int(text) for text in request.POST.getlist("duty") if text.isascii() and text.isdigit() and len(text) < 19
    }
    if not form.is_valid() or not chosen:
        gap = request.POST.get("gap", "")
        return _page(request, gap if gap in GAPS else Letter.R.value, form, chosen, empty=not chosen)
    gap = form.cleaned_data["gap"]
    try:
        position = fill_gap(request.project.pk, request.user, gap, chosen, form.details())
    except GapClosed:
        return _page(request, gap, form, chosen, status=409)
    words = ngettext(
        "“%(title)s” is vacant and holds %(count)s duty.",
        "“%(title)s” is vacant and holds %(count)s duties.",
        len(chosen),
    )
    messages.success(request, words % {"title": position.title, "count": len(chosen)})
    return redirect("positions", request.project.pk)


def _proposal(request: ProjectRequest, gap: str) -> HttpResponse:
    """All the duties chosen, under the title of the profile they most suggest."""
    duties = lacking(load_matrix(request.project.pk), gap)
    profile = RoleProfile.objects.filter(
        framework=request.project.framework_id, slug=likely_profile(duties, gap)
    ).first()
    initial = {"gap": gap, "profile": profile, "title": profile.title if profile else ""}
    return _page(request, gap, GapForm(request.project, initial=initial), {duty.id for duty in duties})


def _page(
    request: ProjectRequest, gap: str, form: GapForm, chosen: Collection[int], *, empty: bool = False, status: int = 200
) -> HttpResponse:
    matrix = load_matrix(request.project.pk)
    duties = lacking(matrix, gap)
    phases = [(phase, [duty for duty in duties if duty.phase_id == phase.id]) for phase in matrix.phases]
    context = {
        "section": "projects",
        "project": request.project,
        "form": form,
        "gap": gap,
        "count": len(duties),
        "phases": [(phase, lines) for phase, lines in phases if lines],
        "chosen": chosen,
        "unchosen": empty and form.is_bound,
        "conflict": status == 409,
    }
    return render(request, "roles/checks/gap.html", context, status=status)
