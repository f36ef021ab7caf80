"""The workload as a file to download: of a project, and of people across projects."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest, project_view
from roles.formats.http import download, paper_of, refusal
from roles.formats.text import DocumentRefused
from roles.formats.xlsx.cells import XLSX
from roles.matrix.matrix import load_matrix
from roles.workload.documents.load import LoadDocument, people_load, project_load
from roles.workload.documents.load_pdf import load_pdf
from roles.workload.documents.load_xlsx import load_xlsx
from roles.workload.domain.by_person import people_loads

FORMATS = {"xlsx": XLSX, "pdf": "application/pdf"}


@require_safe
@project_view()
def export_workload(request: ProjectRequest, fmt: str) -> HttpResponse:
    """The load of each position by phase, as `fmt`."""
    return _file(request, fmt, lambda: project_load(load_matrix(request.project.pk), timezone.localdate()))


@require_safe
@sign_in_required
def export_people(request: ProjectRequest, fmt: str) -> HttpResponse:
    """The load of those people, over those projects, that the reader may see, as `fmt`."""
    day, language = timezone.localdate(), get_language() or "fr"
    return _file(request, fmt, lambda: people_load(people_loads(request.user), language, day))


def _file(request: HttpRequest, fmt: str, prepare: Callable[[], LoadDocument]) -> HttpResponse:
    """The file; a page that says why when there is none."""
    if fmt not in FORMATS:
        raise Http404
    try:
        paper = paper_of(request)
        document = prepare()
        body = load_xlsx(document) if fmt == "xlsx" else load_pdf(document, paper)
        return download(body, FORMATS[fmt], document.file_name(fmt))
    except DocumentRefused as refused:
        return refusal(request, refused)
