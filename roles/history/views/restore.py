"""Letting a past or frozen version stand again, once its reader has seen what that changes."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.edit_conflict import EditConflict
from aispec.web.fields.numbers import whole_number
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.history.domain.replay import NoSuchVersion, ReplayFailed
from roles.history.domain.restore import plan_restore, restore
from roles.history.domain.versions import NOW
from roles.history.views.compare import difference_context


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def version_restore(request: ProjectRequest, name: str) -> HttpResponse:
    """What restoring changes; posted with the version that was compared, restore."""
    if name == NOW:
        raise Http404
    conflict = False
    try:
        if request.method == "POST":
            try:
                restore(request.project.pk, request.user, name, whole_number(request.POST.get("seen")))
            except EditConflict:
                conflict = True
            else:
                messages.success(request, _("The version is restored."), extra_tags="undoable")
                return redirect("project", request.project.pk)
        plan = plan_restore(request.project.pk, name)
    except NoSuchVersion as missing:
        raise Http404 from missing
    except ReplayFailed:
        return _page(request, 200, unknown=True)
    context = difference_context(plan.now, plan.after)
    return _page(request, 409 if conflict else 200, plan=plan, conflict=conflict, **context)


def _page(request: ProjectRequest, status: int, **context: object) -> HttpResponse:
    context |= {"section": "projects", "project": request.project}
    return render(request, "roles/history/restore.html", context, status=status)
