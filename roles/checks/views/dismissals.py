"""Setting findings aside with a reason, and bringing them back."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.checks.domain.dismissals import ErrorStands, FindingGone, dismiss, dismissible, restore
from roles.checks.domain.finding import Finding
from roles.checks.forms import DismissForm
from roles.checks.views.panel_html import kind
from roles.matrix.matrix import load_matrix

NAMED = 10  # findings that the form names; more are counted


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def dismiss_findings(request: ProjectRequest) -> HttpResponse:
    """Ask why the findings of `f`, or all those of the check `code`, are set aside; then do it."""
    if request.method != "POST":
        return _form_page(request, request.GET.getlist("f"), request.GET.get("code", ""))
    form = DismissForm(request.POST)
    seen = form.states()
    if not form.is_valid():
        return _form_page(request, seen, form=form)
    try:
        number = dismiss(request.project.pk, request.user, seen, form.cleaned_data["reason"])
    except (FindingGone, ErrorStands) as refused:
        return _refused(request, refused)
    words = ngettext("%(count)s finding dismissed.", "%(count)s findings dismissed.", number) % {"count": number}
    messages.success(request, words)
    return redirect("findings", request.project.pk)


@require_POST
@project_view(Role.EDITOR)
def restore_finding(request: ProjectRequest) -> HttpResponse:
    """Let the finding of `f` stand again."""
    restore(request.project.pk, request.user, request.POST.get("f", "")[:30].replace("\0", ""))
    messages.success(request, _("The finding is restored."))
    return redirect("findings", request.project.pk)


def _form_page(
    request: ProjectRequest, keys: Sequence[str] | dict[str, str], code: str = "", form: DismissForm | None = None
) -> HttpResponse:
    matrix = load_matrix(request.project.pk)
    try:
        found = dismissible(matrix, keys, code)
    except (FindingGone, ErrorStands) as refused:
        return _refused(request, refused)
    context = {
        "section": "projects",
        "project": request.project,
        "form": form or DismissForm(initial={"seen": _seen(found)}),
        "count": len(found),
        "lines": [(kind(finding), finding, finding.place(matrix)) for finding in found[:NAMED]],
        "more": max(0, len(found) - NAMED),
    }
    return render(request, "roles/checks/dismiss.html", context)


def _seen(found: Sequence[Finding]) -> str:
    return ",".join(f"{finding.key}:{finding.state}" for finding in found)


def _refused(request: ProjectRequest, refused: Exception) -> HttpResponse:
    """Why nothing was dismissed."""
    context = {"section": "projects", "project": request.project, "error": isinstance(refused, ErrorStands)}
    return render(request, "roles/checks/dismiss.html", context, status=409)
