"""Frozen versions: their list, freezing one, and reading one."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import Baseline
from roles.checks.domain.check import check, tally
from roles.history.domain.baselines import NameTaken, OpenErrors, freeze, frozen_matrix
from roles.history.forms import FreezeForm
from roles.history.views.journal import read_only
from roles.matrix.matrix import load_matrix


@require_safe
@project_view()
def baselines(request: ProjectRequest) -> HttpResponse:
    """The frozen versions, and the form that freezes one for those who may."""
    return _page(request)


@require_POST
@project_view(Role.EDITOR)
def baseline_new(request: ProjectRequest) -> HttpResponse:
    """Freeze the matrix as it is."""
    approves = request.membership.role == Role.OWNER
    posted = request.POST.copy()
    form = FreezeForm(posted, approves=approves)
    if not form.is_valid():
        return _page(request, form, 422)
    data = form.cleaned_data
    try:
        baseline = freeze(
            request.project.pk,
            request.user,
            data["name"],
            data["note"],
            approved=data.get("approved", False),
            seen=data["seen"],
        )
    except NameTaken:
        form.add_error("name", _("A frozen version has this name already; a frozen version is never replaced."))
        return _page(request, form, 422)
    except OpenErrors as refused:
        form.add_error("approved", _errors(refused.tally.blocking))
        return _page(request, form, 422)
    except EditConflict:
        form.add_error(None, _("The matrix has changed since you opened this page. Look at it, then freeze it."))
        posted["seen"] = str(load_matrix(request.project.pk).version)
        return _page(request, form, 409)
    messages.success(request, _("“%(name)s” is frozen.") % {"name": baseline.name})
    return redirect("baseline", request.project.pk, baseline.pk)


def _errors(count: int) -> str:
    words = ngettext(
        "%(count)s error is open; a version is approved when there is none. It can be frozen without approval.",
        "%(count)s errors are open; a version is approved when there is none. It can be frozen without approval.",
        count,
    )
    return words % {"count": count}


def _page(request: ProjectRequest, form: FreezeForm | None = None, status: int = 200) -> HttpResponse:
    editor, owner = request.membership.role >= Role.EDITOR, request.membership.role == Role.OWNER
    context = {
        "section": "projects",
        "project": request.project,
        "editor": editor,
        "owner": owner,
        "baselines": Baseline.objects.filter(project=request.project).defer("frozen").select_related("by"),
    }
    if editor:
        matrix = load_matrix(request.project.pk)
        blocking = tally(check(matrix)).blocking
        context |= {
            "form": form or FreezeForm(initial={"seen": matrix.version}, approves=owner and not blocking),
            "obstacle": _errors(blocking) if owner and blocking else "",
        }
    return render(request, "roles/history/baselines.html", context, status=status)


@require_safe
@project_view()
def baseline(request: ProjectRequest, baseline_id: int) -> HttpResponse:
    """A frozen version, to read: its own copy, not the journal's."""
    found = Baseline.objects.select_related("by").get(pk=baseline_id, project=request.project)
    context = {"baseline": found} | read_only(request, frozen_matrix(found), f"b{found.pk}")
    return render(request, "roles/history/baseline.html", context)
