"""A new project from a sheet that was not written here: the file, what was found in it, the project."""

from typing import Any

from django.contrib import messages
from django.core.signing import BadSignature
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.models import Framework
from roles.imports.domain.create_project import make_project
from roles.imports.domain.sheet_project import load_plan
from roles.imports.forms.sheet import SheetFile, SheetForm, SheetReading
from roles.imports.forms.sheet_project import WishForm
from roles.imports.views.reading_page import reading_context
from roles.imports.views.upload import keep, read_source


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def project_sheet(request: ProjectRequest) -> HttpResponse:
    """Take the file, show what was found, follow the corrections, make the project: turns of one address."""
    if request.method != "POST":
        return _ask(request, SheetForm())
    if "tables" in request.POST:
        return _go_on(request)
    form = SheetForm(request.POST, request.FILES)
    source = read_source(form)
    if source is None or not keep(form, source):
        return _ask(request, form)
    read = SheetReading(source)
    return _show(request, read, WishForm(read.plan, _frameworks(), source.name))


def _frameworks() -> list[Framework]:
    return list(Framework.objects.filter(catalogued=True).prefetch_related("phases"))


def _ask(request: ProjectRequest, form: SheetForm) -> HttpResponse:
    context = {"section": "projects", "form": form}
    return render(request, "roles/imports/sheet.html", context, status=422 if form.is_bound else 200)


def _go_on(request: ProjectRequest) -> HttpResponse:
    """Another look at the same file, or the project."""
    try:
        source = SheetFile.unsealed(request.POST["tables"], request.user.pk)
    except BadSignature:
        messages.error(request, _("This file was chosen too long ago, or by somebody else. Choose it again."))
        return redirect("project-sheet")
    read = SheetReading(source, request.POST)
    creating = request.POST.get("action") == "create"
    form = WishForm(read.plan, _frameworks(), source.name, request.POST, judged=creating)
    if not creating:
        return _show(request, read, form)
    if request.POST.get("seen") != read.seen or not read.plan.duties:
        return _show(request, read, form, 409, changed=True)
    if not form.is_valid():
        return _show(request, read, form, 422)
    project = make_project(request.user, load_plan(read.plan, form.wish()))
    messages.success(request, _("The project is ready."))
    return redirect("project", project.pk)


def _show(
    request: ProjectRequest, read: SheetReading, form: WishForm, status: int = 200, **notices: Any
) -> HttpResponse:
    context = {
        "section": "projects",
        "form": form,
        "seen": read.seen,
        "tables": read.source.sealed(request.user.pk),
        **reading_context(read),
        **notices,
    }
    partial = "#read" if request.htmx else ""
    return render(request, f"roles/imports/sheet_reading.html{partial}", context, status=status)
