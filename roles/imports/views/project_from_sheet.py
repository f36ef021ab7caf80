"""A new project of a matrix that was not written here: the file, what was found in it, the project."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.models import Framework
from roles.imports.domain.create_project import make_project
from roles.imports.domain.sheet_project import load_plan
from roles.imports.forms.corrections import read_corrections
from roles.imports.forms.matrix_upload import MatrixUploadForm
from roles.imports.forms.project_choices import ProjectChoicesForm
from roles.imports.forms.upload import matrix_file
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.views.reading_page import posted_file, reading_page, status_of

TEMPLATE = "roles/imports/sheet_reading.html"


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_sheet(request: ProjectRequest) -> HttpResponse:
    """Take the file, show what was found, follow the corrections, make the project: turns of one address."""
    if request.method != "POST":
        return _form_page(request, MatrixUploadForm())
    if "tables" in request.POST:
        return _confirm(request)
    form = MatrixUploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            file = matrix_file(form.name, form.tables)
            found = interpret(file.tables, Corrections())
            form_of_plan = ProjectChoicesForm(found.plan, _frameworks(), file.name)
            return reading_page(request, TEMPLATE, file, found, form_of_plan)
        except ValidationError as refused:
            form.refuse(refused)
    return _form_page(request, form)


def _frameworks() -> list[Framework]:
    return list(Framework.objects.filter(catalogued=True).prefetch_related("phases"))


def _form_page(request: ProjectRequest, form: MatrixUploadForm) -> HttpResponse:
    context = {"section": "projects", "form": form}
    return render(request, "roles/imports/sheet.html", context, status=422 if form.is_bound else 200)


def _confirm(request: ProjectRequest) -> HttpResponse:
    """Make the project, or show the same file with the corrections."""
    file = posted_file(request)
    if file is None:
        return redirect("project-sheet")
    found = interpret(file.tables, read_corrections(request.POST))
    creating = request.POST.get("action") == "create"
    form = ProjectChoicesForm(found.plan, _frameworks(), file.name, request.POST, judged=creating)
    if status := status_of(request, found, form, confirming=creating):
        return reading_page(request, TEMPLATE, file, found, form, status)
    project = make_project(request.user, load_plan(found.plan, form.choices()))
    messages.success(request, _("The project is ready."))
    return redirect("project", project.pk)
