"""A new project from a file: first what it would make, then, confirmed, the project."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from roles.imports.domain.create_project import load_project
from roles.imports.domain.project_file import ProjectFileError, read_project
from roles.imports.forms.project_file import ProjectFileForm, sealed_project
from roles.people.forms import WhoForm


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_file(request: ProjectRequest) -> HttpResponse:
    """Take the file, show its plan, make the project: three turns of one address."""
    if request.method != "POST":
        return _form_page(request, ProjectFileForm())
    if "sealed" in request.POST:
        return _confirm(request)
    form = ProjectFileForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _plan_page(request, form.cleaned_data["file"])
        except ProjectFileError as wrong:
            form.add_error("file", wrong.problems)
        except ValidationError as too_large:
            form.add_error("file", too_large)
    return _form_page(request, form, 422)


def _plan_page(request: ProjectRequest, data: object) -> HttpResponse:
    """Show what the file would make. Raises ProjectFileError, and ValidationError for more than a form can carry."""
    plan, sealed = read_project(request.user, data), sealed_project(request.user.pk).seal(data)
    form = WhoForm()
    if plan.doubt:
        form.show(plan.doubt)
    context = {"section": "projects", "plan": plan, "sealed": sealed, "form": form}
    return render(request, "roles/imports/project_file_plan.html", context)


def _confirm(request: ProjectRequest) -> HttpResponse:
    """Make the project, unless the plan is too old or the framework has changed under it."""
    form = ProjectFileForm()
    try:
        data = sealed_project(request.user.pk).unseal(request.POST["sealed"])
        project = load_project(request.user, data, WhoForm(request.POST).who())
    except BadSignature:
        return _form_page(request, form, 409, [_("This plan is no longer valid. Choose the file again.")])
    except ProjectFileError as wrong:
        return _form_page(request, form, 422, wrong.problems)
    messages.success(request, _("The project is ready."))
    return redirect("project", project.pk)


def _form_page(
    request: HttpRequest, form: ProjectFileForm, status: int = 200, wrong: list[str] | None = None
) -> HttpResponse:
    context = {"section": "projects", "form": form, "wrong": wrong}
    return render(request, "roles/imports/project_file.html", context, status=status)
