"""The duty sheet of a position or of a person as a file to download, for whoever may read its page."""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest, project_view
from phases.access.membership import BIGGEST_ID
from phases.models import Project
from roles.acceptance.documents.duty_sheet import DutySheet, duty_sheet_outline, personal_document, position_document
from roles.acceptance.documents.duty_sheet_pdf import duty_sheet_pdf
from roles.acceptance.documents.duty_sheet_xlsx import duty_sheet_xlsx
from roles.acceptance.domain.answers import part_of
from roles.acceptance.domain.commitments import of_position
from roles.acceptance.domain.personal_links import NoSuchLink, link_of
from roles.acceptance.views.my_duties import gone, holder, secret, titles
from roles.formats.http import download, mode_of, paper_of, refusal
from roles.formats.outline.writers import LINES, Lines
from roles.formats.paper import Paper
from roles.formats.text import DocumentRefused
from roles.formats.xlsx.cells import XLSX
from roles.models import Person, Position

Writer = Callable[[DutySheet, Paper], bytes]


def _in_lines(lines: Lines) -> Writer:
    return lambda document, paper: lines.write(duty_sheet_outline(document), paper)


FORMATS: Mapping[str, tuple[Writer, str]] = {
    "xlsx": (lambda document, _paper: duty_sheet_xlsx(document), XLSX),
    "pdf": (duty_sheet_pdf, "application/pdf"),
} | {name: (_in_lines(lines), lines.content_type) for name, lines in LINES.items()}


@require_safe
@project_view()
def export_position(request: ProjectRequest, position_id: int, fmt: str) -> HttpResponse:
    """The duty sheet of a position as `fmt`, with its holder or for a posting."""
    rows = Position.objects.select_related("holder", "project")
    position: Position = get_object_or_404(rows, pk=min(position_id, BIGGEST_ID), project=request.project)
    back = reverse("position-sheet", args=[request.project.pk, position.pk])

    def prepare() -> DutySheet:
        return position_document(position, of_position(position.pk), mode_of(request), timezone.localdate())

    return _file(request, fmt, prepare, back=back)


@require_safe
@sign_in_required
def export_mine(request: ProjectRequest, project_id: int, fmt: str) -> HttpResponse:
    """The reader's own duty sheet in a project, as `fmt`."""
    project, person = holder(request, project_id)
    return _file(request, fmt, lambda: _personal(project, person), back=reverse("mine", args=[project_id]))


@require_safe
def export_linked(request: HttpRequest, token: str, fmt: str) -> HttpResponse:
    """The same for whoever has the link."""
    try:
        link = link_of(token)
    except NoSuchLink:
        return gone(request)
    back = reverse("linked", args=[token])
    return secret(_file(request, fmt, lambda: _personal(link.project, link.person), back=back, bare=True))


def _personal(project: Project, person: Person) -> DutySheet:
    cells = part_of(project.pk, person).cells
    return personal_document(project, person, titles(project, person), cells, timezone.localdate())


def _file(request: HttpRequest, fmt: str, prepare: Callable[[], DutySheet], **refused_page: Any) -> HttpResponse:
    """The file; a page that says why when there is none."""
    if fmt not in FORMATS:
        raise Http404
    write, content_type = FORMATS[fmt]
    try:
        paper, document = paper_of(request), prepare()
        return download(write(document, paper), content_type, document.file_name(fmt))
    except DocumentRefused as refused:
        return refusal(request, refused, **refused_page)
