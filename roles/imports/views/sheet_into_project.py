"""A sheet that was not written here, brought into a project: read, matched by its words, then shown as differences."""

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from phases.access.decorators import ProjectRequest, project_view
from phases.enums import Role
from roles.imports.domain.edits import LIMIT
from roles.imports.domain.merge import plan_merge
from roles.imports.domain.sheet_edits import edits_of
from roles.imports.domain.sheet_project import likely_language
from roles.imports.forms.matching import MatchForm
from roles.imports.forms.sheet import SheetFile, SheetReading
from roles.imports.views.merge_preview import preview
from roles.imports.views.reading_page import reading_context
from roles.matrix.matrix import load_matrix


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def sheet_into_project(request: ProjectRequest) -> HttpResponse:
    """Follow the corrections; set what was read against the project."""
    if request.method != "POST" or "tables" not in request.POST:
        return redirect("project-import", request.project.pk)
    try:
        source = SheetFile.unsealed(request.POST["tables"], request.user.pk, request.project.pk)
    except BadSignature:
        messages.error(request, _("This file was chosen too long ago, or by somebody else. Choose it again."))
        return redirect("project-import", request.project.pk)
    comparing = request.POST.get("action") == "compare"
    read, form = _turn(request, source, judged=comparing)
    return _compare(request, read, form) if comparing else _show(request, read, form)


def _compare(request: ProjectRequest, read: SheetReading, form: MatchForm) -> HttpResponse:
    """The differences, unless the page showed something else or the form is wrong."""
    if request.POST.get("seen") != read.seen or not read.plan.duties:
        return _show(request, read, form, 409, changed=True)
    if not form.is_valid():
        return _show(request, read, form, 422)
    edits = edits_of(read.plan, form.matrix, form.chosen())
    if edits.size > LIMIT:
        words = _("The file differs in %(count)s places; up to %(limit)s can be taken at once.")
        form.add_error(None, words % {"count": edits.size, "limit": LIMIT})
        return _show(request, read, form, 422)
    plan = plan_merge(edits, form.matrix, form.matrix)
    return preview(request, plan, form.matrix, plan.free)


def show_sheet(request: ProjectRequest, source: SheetFile) -> HttpResponse:
    """The first look at a file that was just sent."""
    return _show(request, *_turn(request, source, judged=False, fresh=True))


def _turn(
    request: ProjectRequest, source: SheetFile, *, judged: bool, fresh: bool = False
) -> tuple[SheetReading, MatchForm]:
    data = None if fresh else request.POST
    read = SheetReading(source, data)
    asked = request.POST.get("language", "")
    language = asked if asked in ("fr", "en") else likely_language(read.plan)
    matrix = load_matrix(request.project.pk, language)
    return read, MatchForm(read.plan, source.tables, matrix, data, judged=judged)


def _show(
    request: ProjectRequest, read: SheetReading, form: MatchForm, status: int = 200, **notices: Any
) -> HttpResponse:
    context = {
        "section": "projects",
        "project": request.project,
        "form": form,
        "seen": read.seen,
        "tables": read.source.sealed(request.user.pk, request.project.pk),
        **reading_context(read),
        **notices,
    }
    partial = "#read" if request.htmx else ""
    return render(request, f"roles/imports/sheet_into_project.html{partial}", context, status=status)
