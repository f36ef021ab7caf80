"""The matrix as a file to download, with the filters of the page."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header, parse_etags, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from phases.views.access import ProjectRequest, project_view
from roles.documents.matrix_document import Mode, Paper
from roles.documents.matrix_export import Export, Format, Order
from roles.documents.text import DocumentRefused
from roles.domain.filters import MatrixFilter
from roles.domain.past import NoSuchVersion, PastUnknown
from roles.domain.people import sees_directory
from roles.domain.versions import NOW


@require_safe
@project_view()
def export(request: ProjectRequest, fmt: str) -> HttpResponse:
    """The file; 304 for a reader who has it already, and a page that says why when there is none."""
    if fmt not in {*Format}:
        raise Http404
    try:
        order = _order(request, Format(fmt))
        document = Export.of(request.project.pk, order)
        tag = quote_etag(document.digest)
        if tag in (known.removeprefix("W/") for known in parse_etags(request.headers.get("If-None-Match", ""))):
            return _private(HttpResponseNotModified(), tag)
        response = download(document.body(), order.format.content_type, document.file_name)
    except NoSuchVersion as missing:
        raise Http404 from missing
    except (DocumentRefused, PastUnknown) as refused:
        return refusal(request, refused)
    return _private(response, tag)


def refusal(request: HttpRequest, refused: Exception, **more: Any) -> HttpResponse:
    """A page that says why there is no document; `back` is the address of where it was asked for."""
    reason = str(refused) if isinstance(refused, DocumentRefused) else _("This version cannot be shown")
    context: dict[str, Any] = {"project": getattr(request, "project", None), "section": "projects", "reason": reason}
    return render(request, "roles/export_refused.html", context | more, status=422)


def download(body: bytes, content_type: str, name: str) -> HttpResponse:
    """A file that its reader keeps and nobody else's cache does."""
    response = HttpResponse(body, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["Cache-Control"] = "private, no-cache"
    return response


def _private(response: HttpResponse, tag: str) -> HttpResponse:
    """Nobody else's cache may hold it, and the reader's own asks again each time."""
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _order(request: ProjectRequest, format_: Format) -> Order:
    """What the URL asks for."""
    kept = MatrixFilter.from_query(request.GET)
    emails = format_ is Format.JSON and sees_directory(request.user, request.membership)
    at = request.GET.get("at") or NOW
    return Order(format_, timezone.localdate(), mode_of(request), paper_of(request), kept, emails, at)


def mode_of(request: HttpRequest) -> Mode:
    """The mode that the URL asks for; raises DocumentRefused for another word, or a posting could come with names."""
    mode = request.GET.get("mode", Mode.INTERNAL)
    if mode not in {*Mode}:
        raise DocumentRefused(_("The document is for “internal” use or for a “posting”, not “%s”.") % mode[:40])
    return Mode(mode)


def paper_of(request: HttpRequest) -> Paper:
    """The paper that the URL asks for; raises DocumentRefused for one that is not known."""
    paper = request.GET.get("paper", Paper.AUTO)
    if paper not in {*Paper}:
        known = ", ".join(Paper)
        raise DocumentRefused(
            _("The paper is one of %(known)s, not “%(paper)s”.") % {"known": known, "paper": paper[:40]}
        )
    return Paper(paper)
