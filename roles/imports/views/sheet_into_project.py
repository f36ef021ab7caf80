"""A matrix that was not written here, brought into a project: read, matched by its words, then shown as differences."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.imports.domain.edits import LIMIT
from roles.imports.domain.merge import plan_merge
from roles.imports.domain.sheet_edits import edits_of
from roles.imports.domain.sheet_project import likely_language
from roles.imports.forms.corrections import read_corrections
from roles.imports.forms.matching import MatchForm
from roles.imports.forms.upload import ImportedFile
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.interpret import Interpretation, interpret
from roles.imports.views.merge_preview import preview
from roles.imports.views.reading_page import posted_file, reading_page, status_of
from roles.matrix.letters import own_meanings
from roles.matrix.matrix import Matrix, load_matrix

TEMPLATE = "roles/imports/sheet_into_project.html"


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def sheet_into_project(request: ProjectRequest) -> HttpResponse:
    """Follow the corrections; set what was read against the project."""
    file = posted_file(request, request.project.pk) if "tables" in request.POST else None
    if file is None:
        return redirect("project-import", request.project.pk)
    found = interpret(file.tables, read_corrections(request.POST), own_meanings(request.project.rules))
    comparing = request.POST.get("action") == "compare"
    form = MatchForm(found.plan, found.tables, _matrix(request, found), request.POST, judged=comparing)
    if status := status_of(request, found, form, confirming=comparing):
        return reading_page(request, TEMPLATE, file, found, form, status)
    edits = edits_of(found.plan, form.matrix, form.choices())
    if edits.size > LIMIT:
        words = _("The file differs in %(count)s places; up to %(limit)s can be taken at once.")
        form.add_error(None, words % {"count": edits.size, "limit": LIMIT})
        return reading_page(request, TEMPLATE, file, found, form, 422)
    plan = plan_merge(edits, form.matrix, form.matrix)
    return preview(request, plan, form.matrix, plan.free)


def first_reading(request: ProjectRequest, file: ImportedFile) -> HttpResponse:
    """Show a file that was just sent. Raises ValidationError for more than a form can carry."""
    found = interpret(file.tables, Corrections(), own_meanings(request.project.rules))
    form = MatchForm(found.plan, found.tables, _matrix(request, found))
    return reading_page(request, TEMPLATE, file, found, form)


def _matrix(request: ProjectRequest, found: Interpretation) -> Matrix:
    asked = request.POST.get("language", "")
    return load_matrix(request.project.pk, asked if asked in ("fr", "en") else likely_language(found.plan))
