"""Frameworks as files: what there is to take away, and a file that comes in: its plan, then, confirmed, the change."""

from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from aispec.web.edit_conflict import EditConflict
from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.models import Framework
from roles.catalogue.documents.framework_reader import read_upload
from roles.catalogue.documents.framework_xlsx import catalogue_template, catalogue_xlsx
from roles.catalogue.domain.file_export import catalogue_data
from roles.catalogue.domain.file_format import SCHEMA_FILE, CatalogueError
from roles.catalogue.domain.file_loading import load_catalogue, plan_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.catalogue.domain.frameworks import framework_counts
from roles.catalogue.domain.load_report import LoadReport
from roles.catalogue.forms import FrameworkForm, sealed_framework, shown
from roles.catalogue.views.framework_plan import plan_sections
from roles.formats.http import refusal
from roles.formats.outline.writers import JSON
from roles.formats.reading.limits import SIZE
from roles.formats.text import DocumentRefused, json_bytes
from roles.formats.xlsx.cells import XLSX
from roles.people.domain.permissions import edits_catalogue


@sign_in_required
@require_http_methods(["GET", "HEAD", "POST"])
def frameworks(request: ProjectRequest) -> HttpResponse:
    """The frameworks with their files; a file, its plan and its change: three turns of one address."""
    if not edits_catalogue(request.user):
        raise PermissionDenied
    if request.method != "POST":
        return _form_page(request, FrameworkForm())
    if "sealed" in request.POST:
        return _confirm(request)
    form = FrameworkForm(request.POST, request.FILES)
    if form.is_valid():
        given = form.cleaned_data["file"]
        try:
            upload = read_upload(given.read(SIZE + 1), given.name)
            report = plan_catalogue(read_catalogue(upload.data, upload.source, upload.problems))
            return _plan_page(request, report, sealed_framework(request.user.pk).seal(upload.data))
        except CatalogueError as wrong:
            form.add_error("file", shown(wrong.problems))
        except ValidationError as too_large:
            form.add_error("file", too_large)
    return _form_page(request, form, 422)


def _confirm(request: ProjectRequest) -> HttpResponse:
    """Write what was confirmed; when the catalogue has changed since, show what the file would do now."""
    sealed = request.POST["sealed"]
    try:
        file = read_catalogue(sealed_framework(request.user.pk).unseal(sealed))
        report = load_catalogue(file, seen=request.POST.get("seen", ""))
    except (BadSignature, CatalogueError):
        return _form_page(request, FrameworkForm(), 409, _("This plan is no longer valid. Choose the file again."))
    except EditConflict:
        return _plan_page(request, plan_catalogue(file), sealed, 409)
    words = _("“%(title)s” is up to date: %(added)d added, %(changed)d changed, %(removed)d removed.")
    counts = {"added": report.added, "changed": report.changed, "removed": report.removed}
    messages.success(request, words % {"title": report.title, **counts})
    return redirect("frameworks")


def _plan_page(request: HttpRequest, report: LoadReport, sealed: str, status: int = 200) -> HttpResponse:
    new = not Framework.objects.filter(slug=report.framework).exists()
    context = {
        "section": "profiles",
        "report": report,
        "new": new,
        "sections": plan_sections(report),
        "sealed": sealed,
        "conflict": status == 409,
    }
    return render(request, "roles/catalogue/framework_plan.html", context, status=status)


def _form_page(request: HttpRequest, form: FrameworkForm, status: int = 200, notice: str = "") -> HttpResponse:
    context = {"section": "profiles", "form": form, "rows": framework_counts(), "notice": notice}
    return render(request, "roles/catalogue/frameworks.html", context, status=status)


@require_safe
def framework_file(request: HttpRequest, slug: str, fmt: str) -> HttpResponse:
    """A framework whole, to be changed and loaded again; public, as the catalogue is."""
    if fmt not in ("json", "xlsx"):
        raise Http404
    data = catalogue_data(get_object_or_404(Framework, slug=slug, catalogued=True).pk)
    try:
        body = json_bytes(data) if fmt == "json" else catalogue_xlsx(data, get_language() or "fr")
    except DocumentRefused as refused:
        return refusal(request, refused)
    return _download(body, JSON if fmt == "json" else XLSX, (slug, timezone.localdate().isoformat()), fmt)


@require_safe
def framework_template(request: HttpRequest) -> HttpResponse:
    """The workbook to fill in, in the language of the page."""
    return _download(catalogue_template(get_language() or "fr"), XLSX, (_("framework-template"),), "xlsx")


@require_safe
def framework_schema(request: HttpRequest) -> HttpResponse:
    """The JSON schema of a framework's file."""
    return _download(SCHEMA_FILE.read_bytes(), "application/schema+json", (SCHEMA_FILE.stem,), "json")


def _download(body: bytes, kind: str, name: Iterable[str], extension: str) -> HttpResponse:
    response = HttpResponse(body, content_type=kind)
    response["Content-Disposition"] = content_disposition_header(True, f"{'-'.join(name)}.{extension}") or ""
    return response
