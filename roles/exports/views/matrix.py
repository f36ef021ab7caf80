"""The matrix as a file to download, with the filters of the page."""

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.utils import timezone
from django.utils.http import parse_etags, quote_etag
from django.views.decorators.http import require_safe

from phases.access.decorators import ProjectRequest, project_view
from roles.exports.documents.export import Export, Format, Order
from roles.formats.http import download, mode_of, paper_of, refusal
from roles.formats.text import DocumentRefused
from roles.grid.domain.filters import MatrixFilter
from roles.history.domain.replay import NoSuchVersion, ReplayFailed
from roles.history.domain.versions import NOW
from roles.people.domain.holders import sees_directory


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
    except (DocumentRefused, ReplayFailed) as refused:
        return refusal(request, refused)
    return _private(response, tag)


def _private(response: HttpResponse, tag: str) -> HttpResponse:
    """Nobody else's cache may hold it, and the reader's own asks again each time."""
    response["ETag"] = tag
    response["Cache-Control"] = "private, no-cache"
    return response


def _order(request: ProjectRequest, format_: Format) -> Order:
    """What the URL asks for."""
    chosen = MatrixFilter.from_query(request.GET)
    emails = format_ is Format.JSON and sees_directory(request.user, request.membership)
    at = request.GET.get("at") or NOW
    return Order(format_, timezone.localdate(), mode_of(request), paper_of(request), chosen, emails, at)
