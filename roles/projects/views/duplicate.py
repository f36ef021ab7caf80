"""Making a project of one that its reader may read: a copy, or a project started from a model."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest, project_view
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.forms.duplicate import DuplicateForm


@project_view()
@require_http_methods(["GET", "HEAD", "POST"])
def project_duplicate(request: ProjectRequest) -> HttpResponse:
    """Ask what the copy is called and what it keeps, then make it: its reader owns it."""
    form = DuplicateForm(request.project, request.POST if request.method == "POST" else None)
    if form.is_valid():
        project = duplicate_project(request.user, request.project.pk, **form.cleaned_data)
        messages.success(request, _("The project is ready."))
        return redirect("project", project.pk)
    context = {"section": "projects", "project": request.project, "form": form}
    return render(request, "roles/projects/duplicate.html", context, status=422 if form.errors else 200)
