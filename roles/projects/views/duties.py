"""The rows of a project: list, add, edit, move, set aside, remove."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.comments.domain import comments_lost_with
from roles.models import Duty
from roles.projects.domain.copies import is_edited
from roles.projects.domain.duties import (
    PhaseGone,
    add_duty,
    duty_fingerprint,
    edit_duty,
    letters_of,
    move_duty,
    place_of,
    remove_duty,
)
from roles.projects.domain.scope import set_applicable
from roles.projects.forms.duties import DutyForm, ReasonForm
from roles.projects.views.edit_conflict import see_again
from roles.projects.views.rows import RowPages, page_context


def _by_phase(request: ProjectRequest) -> dict[str, Any]:
    rows: dict[int, list[tuple[Duty, bool]]] = {}
    for duty in Duty.objects.filter(project=request.project).select_related("responsibility").order_by("order", "id"):
        rows.setdefault(duty.phase_id, []).append((duty, is_edited(duty)))
    return {"groups": [(phase, rows.get(phase.pk, [])) for phase in request.project.phases.all()]}


PAGES = RowPages(
    name="duty",
    list_name="duties",
    rows=Duty.objects.select_related("phase", "responsibility"),
    list_context=_by_phase,
    label=lambda duty: duty.code,
    place=place_of,
    move=move_duty,
    remove=remove_duty,
    losses=lambda duty: {"letters": letters_of(duty), "comments": comments_lost_with(duties=[duty])},
)


@project_view(Role.VIEWER)
@require_safe
def duties(request: ProjectRequest) -> HttpResponse:
    """The duties by phase, in the order of the matrix."""
    return PAGES.list_page(request)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_new(request: ProjectRequest) -> HttpResponse:
    """Add a duty of the project's own."""
    form = DutyForm(request.project, request.POST or None, initial={"phase": request.GET.get("phase")})
    if not form.is_valid():
        return PAGES.form_page(request, form)
    try:
        duty = add_duty(request.project.pk, request.user, form.details())
    except PhaseGone:
        return _phase_gone(request, form)
    messages.success(request, _("Duty %(code)s added.") % {"code": duty.code}, extra_tags="undoable")
    return PAGES.to_list(request, duty.pk)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_edit(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Reword a duty; a project's own may also change phase."""
    duty = PAGES.get(request, duty_id)
    form = DutyForm.about(request.project, duty, request.POST or None)
    if not form.is_valid():
        return PAGES.form_page(request, form, duty)
    try:
        edit_duty(request.project.pk, request.user, duty_id, form.details(), form.cleaned_data["seen"])
    except EditConflict:
        duty = PAGES.get(request, duty_id)
        now = {name: getattr(duty, name) for name in form.fields if name != "seen"}
        return PAGES.conflict_page(request, form, duty, now, DutyForm.about(request.project, duty))
    except PhaseGone:
        return _phase_gone(request, form, duty)
    messages.success(request, _("Duty %(code)s saved.") % {"code": duty.code}, extra_tags="undoable")
    return PAGES.to_list(request, duty_id)


@project_view(Role.EDITOR)
@require_POST
def duty_move(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Move a duty within its phase; HTMX gets the list, a plain form goes back to it."""
    return PAGES.move_page(request, duty_id)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_applies(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Set a duty aside with a reason, or take it back."""
    duty = PAGES.get(request, duty_id)
    back = request.POST.get("applies") == "yes"
    form = _reason_form(duty, request.POST or None)
    conflict = False
    if request.method == "POST" and (back or form.is_valid()):
        reason = "" if back else form.cleaned_data["reason"]
        try:
            set_applicable(request.project.pk, request.user, duty_id, reason, request.POST.get("seen", ""))
        except EditConflict:
            conflict = True
            duty = PAGES.get(request, duty_id)
            see_again(form, _reason_form(duty))
        else:
            text = _("Duty %(code)s applies again.") if back else _("Duty %(code)s is set aside.")
            messages.success(request, text % {"code": duty.code}, extra_tags="undoable")
            return PAGES.to_list(request, duty_id)
    context = page_context(request) | {"duty": duty, "form": form, "letters": letters_of(duty), "conflict": conflict}
    status = 409 if conflict else 422 if form.errors and not back else 200
    return render(request, "roles/projects/duty_applies.html", context, status=status)


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def duty_remove(request: ProjectRequest, duty_id: int) -> HttpResponse:
    """Remove a duty once its reader has seen which letters go with it."""
    duty = PAGES.get(request, duty_id)
    return PAGES.remove_page(request, duty, _("Duty %(code)s was removed.") % {"code": duty.code})


def _reason_form(duty: Duty, data: QueryDict | None = None) -> ReasonForm:
    return ReasonForm(data, initial={"reason": duty.reason, "seen": duty_fingerprint(duty)})


def _phase_gone(request: ProjectRequest, form: DutyForm, duty: Duty | None = None) -> HttpResponse:
    form.add_error("phase", _("This phase is no longer in the project. Choose another one."))
    return PAGES.form_page(request, form, duty)
