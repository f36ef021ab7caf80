"""A document that is made in the background: how far it is, and the file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from aispec.web.language import in_language
from aispec.web.middleware import page_above
from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.archive.prepared import prepared_of, progress_of
from phases.models import PreparedFile
from roles.exports.documents.prepared import answer_again
from roles.formats.pdf.large import LargeDocument, made_beside


@require_safe
@sign_in_required
def prepared(request: ProjectRequest, prepared_id: int) -> HttpResponse:
    """How far it is; the page asks again by itself until it is made."""
    file = _own(request, prepared_id)
    context = {
        "section": "projects",
        "file": file,
        "progress": progress_of(file),
        "seconds": int((timezone.now() - (file.begun_at or file.asked_at)).total_seconds()),
        "back": page_above(in_language(file.address, get_language() or "fr")),
    }
    return render(request, f"roles/exports/prepared.html{'#state' if request.htmx else ''}", context)


@require_safe
@sign_in_required
def prepared_file(request: ProjectRequest, prepared_id: int) -> HttpResponse:
    """The file; 404 while there is none, and what the view of its address says to who may no longer read it."""
    file = _own(request, prepared_id)
    if not file.size:
        raise Http404
    try:
        with made_beside(lambda: LargeDocument, none=True):  # who may read it still is asked, and nothing made again
            return answer_again(file)
    except LargeDocument:
        response = HttpResponse(bytes(file.body), content_type=file.kind)
        response["Content-Disposition"] = file.disposition
        response["Cache-Control"] = "private, no-store"
        return response


def _own(request: ProjectRequest, prepared_id: int) -> PreparedFile:
    file = prepared_of(request.user, prepared_id)
    if file is None:
        raise Http404
    return file
