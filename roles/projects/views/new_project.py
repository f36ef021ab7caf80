"""The page of a new project, and the suggested letters of one that exists."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from phases.models import Framework, Project
from roles.matrix.changes import CellRefused, CellUnknown, set_cells
from roles.matrix.matrix import load_matrix
from roles.models import RoleProfile
from roles.people.domain.doubts import HolderDoubt
from roles.people.domain.holders import people_near
from roles.projects.domain.duplicate import models_for
from roles.projects.domain.start import start_project
from roles.projects.forms.new_project import NewProject
from roles.projects.forms.suggestions import SuggestionChoices
from roles.projects.views.suggestions_preview import plan_context


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_new(request: ProjectRequest) -> HttpResponse:
    """A new project on one page; its preview and its rows follow without losing what was typed."""
    frameworks = list(Framework.objects.filter(catalogued=True))
    chosen = request.POST.get("framework") or request.GET.get("framework")
    framework = next((row for row in frameworks if str(row.pk) == chosen), frameworks[0] if frameworks else None)
    if framework is None:
        return render(request, "roles/projects/none.html", {"section": "projects"}, status=503)
    new = NewProject(framework, request.POST if request.method == "POST" else None)
    status = 200
    if new.action == "create":
        if project := _created(request, new):
            messages.success(request, _("The project is ready."))
            return redirect("project", project.pk)
        status = 422
    part = request.POST.get("part", "") if request.htmx else ""
    context = {
        "section": "projects",
        "frameworks": frameworks,
        "models": () if part else models_for(request.user),
        "new": new,
        "part": part,
        "unseen": status == 422 and new.is_valid(),
        "people": people_near(request.user),
        **plan_context(new.choices),
    }
    partial = {"rows": "#plan", "preview": "#preview"}.get(part, "")
    return render(request, f"roles/projects/new.html{partial}", context, status=status)


def _created(request: ProjectRequest, new: NewProject) -> Project | None:
    """The project, if everything is right, its preview was seen, and nobody is named whom the reader has to tell."""
    if not new.is_valid() or not new.seen:
        return None
    try:
        return start_project(request.user, new.plan())
    except HolderDoubt as doubt:
        new.details.ask(doubt)
        return None


@project_view(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def suggestions(request: ProjectRequest) -> HttpResponse:
    """Preview what the suggested letters would fill, then fill it: empty duties only."""
    matrix = load_matrix(request.project.pk)
    names = {row.slug: row.name for row in RoleProfile.objects.filter(framework=request.project.framework_id)}
    choices = SuggestionChoices(matrix, names, request.POST if request.method == "POST" else request.GET)
    conflict = False
    if request.method == "POST" and request.POST.get("action") != "preview":
        conflict = request.POST.get("seen") != choices.seen or not _applied(request, choices)
        if not conflict:
            return redirect("project", request.project.pk)
    context = {"section": "projects", "project": request.project, "conflict": conflict, **plan_context(choices)}
    partial = "#preview" if request.htmx else ""
    return render(request, f"roles/projects/suggestions.html{partial}", context, status=409 if conflict else 200)


def _applied(request: ProjectRequest, choices: SuggestionChoices) -> bool:
    """Whether the planned letters were set; not when somebody was faster."""
    changes = choices.plan.changes
    seen = {change.cell: "" for change in changes}
    try:
        set_cells(request.project.pk, request.user, changes, seen=seen)
    except (CellRefused, CellUnknown):
        return False
    filled = choices.plan.filled
    messages.success(request, ngettext("%(n)d duty filled.", "%(n)d duties filled.", filled) % {"n": filled})
    return True
