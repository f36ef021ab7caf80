"""Comparing two matrices of a project: any version, a frozen one, or now."""

from collections.abc import Callable
from typing import Any

from django.db.models import Min
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.models import Baseline, ProjectChange
from roles.formats.http import download, refusal
from roles.formats.outline.writers import LINES, Lines
from roles.formats.paper import Paper
from roles.formats.text import DocumentRefused
from roles.formats.xlsx.cells import XLSX
from roles.grid.views.table_html import options_html
from roles.history.documents.difference import DifferenceDocument, difference_outline, difference_pdf, difference_xlsx
from roles.history.domain.difference import difference
from roles.history.domain.difference_text import difference_lines
from roles.history.domain.replay import NoSuchVersion, ReplayFailed
from roles.history.domain.versions import NOW, NamedMatrix, named_matrix
from roles.history.views.difference_html import Comparison, difference_html
from roles.matrix.matrix import Matrix


def _in_lines(lines: Lines) -> Callable[[DifferenceDocument], bytes]:
    return lambda document: lines.write(difference_outline(document), Paper.AUTO)


OFFERED = 50  # versions in the lists; any other stands in the address
FORMATS: dict[str, tuple[Callable[[DifferenceDocument], bytes], str]] = {
    "xlsx": (difference_xlsx, XLSX),
    "pdf": (difference_pdf, "application/pdf"),
} | {name: (_in_lines(lines), lines.content_type) for name, lines in LINES.items()}


@require_safe
@project_view()
def compare(request: ProjectRequest) -> HttpResponse:
    """What differs, in the grid and as a list."""
    context: dict[str, Any] = {"section": "projects", "project": request.project}
    old, new = _chosen(request)
    context |= _choices(request, old, new)
    try:
        one, two = _pair(request, old, new)
    except ReplayFailed:
        return render(request, "roles/history/compare.html", context | {"unknown": True})
    context |= difference_context(one.matrix, two.matrix)
    context |= {"old": _named(one), "new": _named(two), "query": f"from={one.name}&to={two.name}"}
    return render(request, "roles/history/compare.html", context)


def difference_context(before: Matrix, after: Matrix) -> dict[str, Any]:
    """What the partial of a difference shows: the grid and the list."""
    found = difference(before, after)
    comparison = Comparison(before, after, found)
    return {
        "found": found,
        "lines": difference_lines(before, after, found),
        "table": difference_html(comparison) if found and comparison.positions else "",
    }


@require_safe
@project_view()
def export_difference(request: ProjectRequest, fmt: str) -> HttpResponse:
    """The difference as `fmt`; a page that says why when it cannot be written."""
    if fmt not in FORMATS:
        raise Http404
    write, content_type = FORMATS[fmt]
    try:
        one, two = _pair(request, *_chosen(request))
        found = difference(one.matrix, two.matrix)
        document = DifferenceDocument(one.matrix, two.matrix, found, _named(one), _named(two), timezone.localdate())
        return download(write(document), content_type, document.file_name(fmt))
    except (DocumentRefused, ReplayFailed) as refused:
        return refusal(request, refused)


def _chosen(request: ProjectRequest) -> tuple[str, str]:
    """The names in the address; by default the last change."""
    last = str(max(request.project.version - 1, 0))
    return request.GET.get("from") or last, request.GET.get("to") or NOW


def _pair(request: ProjectRequest, old: str, new: str) -> tuple[NamedMatrix, NamedMatrix]:
    try:
        return named_matrix(request.project.pk, old), named_matrix(request.project.pk, new)
    except NoSuchVersion as missing:
        raise Http404 from missing


def _named(found: NamedMatrix) -> str:
    """The name of a matrix for people."""
    version = _("version %(number)s") % {"number": found.matrix.version}
    if found.baseline:
        return _("“%(name)s” (%(version)s)") % {"name": found.baseline.name, "version": version}
    return _("now (%(version)s)") % {"version": version} if found.name == NOW else version


def _choices(request: ProjectRequest, old: str, new: str) -> dict[str, Any]:
    """The options of both lists: now, what is frozen, the last versions, and what is chosen already."""
    kept = Baseline.objects.filter(project=request.project).values_list("pk", "name")
    lines = ProjectChange.objects.filter(project=request.project).order_by("-version").values("version")
    days = dict(lines.annotate(day=Min("at")).values_list("version", "day")[: OFFERED + 1])
    choices = {NOW: _("now")} | {f"b{pk}": _("Frozen: %(name)s") % {"name": name} for pk, name in kept}
    for version in list(days)[:OFFERED]:
        words = {"number": version, "day": date_format(timezone.localtime(days[version]), "SHORT_DATETIME_FORMAT")}
        choices[str(version)] = _("Version %(number)s, %(day)s") % words
    for name in (old, new):
        choices.setdefault(name, _("Version %(number)s") % {"number": name[:12]})
    options = {"from_options": options_html(choices.items(), old), "to_options": options_html(choices.items(), new)}
    return options | {"cut": len(days) > OFFERED and OFFERED}
