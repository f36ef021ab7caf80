"""A project as a whole: its name and thresholds, its phases, and its end."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from aispec.web.edit_conflict import EditConflict
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.projects.domain import delete_project
from roles.models import Assignment, Duty, Position
from roles.projects.domain.scope import losses, losses_fingerprint, set_phases
from roles.projects.domain.settings import SupportHeld, save_settings
from roles.projects.forms.settings import DeleteForm, PhasesForm, SettingsForm
from roles.projects.views.edit_conflict import differences, see_again


@project_view(Role.VIEWER)
@require_http_methods(["GET", "HEAD"])
def project_settings(request: ProjectRequest) -> HttpResponse:
    """The settings; viewers read them."""
    return _page(request)


@project_view(Role.EDITOR)
@require_POST
def settings_save(request: ProjectRequest) -> HttpResponse:
    """Save the name, the letters and the thresholds."""
    form = _settings_form(request, request.POST)
    if not form.is_valid():
        return _page(request, form=form, status=422)
    try:
        save_settings(
            request.project.pk, request.user, form.details(), seen=form.cleaned_data["seen"], instead=form.s_becomes
        )
    except SupportHeld:  # somebody has set the first S since the form was shown
        form = _settings_form(request, request.POST)
        return _page(request, form=form, status=422 if form.errors else 409)
    except EditConflict:
        request.project.refresh_from_db()
        fresh = _settings_form(request)
        rows = differences(form, fresh.initial)
        see_again(form, fresh)
        return _page(request, form=form, status=409, differences=rows)
    messages.success(request, _("Settings saved."), extra_tags="undoable")
    return redirect("project-settings", request.project.pk)


@project_view(Role.EDITOR)
@require_POST
def settings_phases(request: ProjectRequest) -> HttpResponse:
    """Include and leave out phases; what a phase would take with it is named first."""
    form = PhasesForm(request.project, request.POST)
    if not form.is_valid():
        return _page(request, phases_form=form, status=422)
    phases = list(form.cleaned_data["phases"])
    lost = losses(request.project, [phase.pk for phase in phases])
    mark = losses_fingerprint(lost)
    taken = any(loss.duties for loss in lost)
    confirmed = request.POST.get("seen")
    if not taken or confirmed == mark:
        try:
            set_phases(request.project.pk, request.user, phases, mark)
        except EditConflict:
            lost = losses(request.project, [phase.pk for phase in phases])
        else:
            messages.success(request, _("Phases saved."), extra_tags="undoable")
            return redirect("project-settings", request.project.pk)
    context = _context(request) | {
        "lost": lost,
        "phases": phases,
        "seen": losses_fingerprint(lost),
        "conflict": bool(confirmed),
    }
    return render(request, "roles/projects/phases.html", context, status=409 if confirmed else 200)


@project_view(Role.OWNER)
@require_http_methods(["GET", "HEAD", "POST"])
def project_delete(request: ProjectRequest) -> HttpResponse:
    """Delete a project, once its name was typed."""
    form = DeleteForm(request.project, request.POST or None)
    if form.is_valid():
        delete_project(request.project.pk)
        messages.success(request, _("“%(project)s” was deleted.") % {"project": request.project.name})
        return redirect("projects")
    context = _context(request) | {
        "form": form,
        "duties": Duty.objects.filter(project=request.project).count(),
        "positions": Position.objects.filter(project=request.project).count(),
        "letters": Assignment.objects.filter(duty__project=request.project).count(),
    }
    return render(request, "roles/projects/delete.html", context, status=422 if form.errors else 200)


def _settings_form(request: ProjectRequest, data: QueryDict | None = None) -> SettingsForm:
    """Whether a project is a model is for its owners to say."""
    return SettingsForm(request.project, data, owner=request.membership.role == Role.OWNER)


def _context(request: ProjectRequest) -> dict[str, Any]:
    role = request.membership.role
    return {
        "section": "projects",
        "project": request.project,
        "editor": role >= Role.EDITOR,
        "owner": role == Role.OWNER,
    }


def _page(
    request: ProjectRequest,
    form: SettingsForm | None = None,
    phases_form: PhasesForm | None = None,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    context |= _context(request) | {
        "form": form or _settings_form(request),
        "phases_form": phases_form or PhasesForm(request.project),
    }
    return render(request, "roles/projects/settings.html", context, status=status)
