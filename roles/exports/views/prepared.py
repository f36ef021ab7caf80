"""A document that is made in the background: how far it is, and the file."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.access.membership import membership_for
from phases.archive.domain import PATIENCE
from phases.archive.prepared import ahead_of, prepared_of
from phases.enums import Role
from phases.models import PreparedFile


@require_safe
@sign_in_required
def prepared(request: ProjectRequest, prepared_id: int) -> HttpResponse:
    """How far it is; the page asks again by itself until it is made."""
    file = _own(request, prepared_id)
    since = timezone.now() - (file.begun_at or file.asked_at)
    context = {
        "section": "projects",
        "project": file.project,
        "file": file,
        "ahead": 0 if file.begun_at else ahead_of(file),
        "seconds": int(since.total_seconds()),
        "stalled": not file.made_at and since > PATIENCE,
    }
    return render(request, f"roles/exports/prepared.html{'#state' if request.htmx else ''}", context)


@require_safe
@sign_in_required
def prepared_file(request: ProjectRequest, prepared_id: int) -> HttpResponse:
    """The file; 404 while there is none."""
    file = _own(request, prepared_id)
    if not file.size:
        raise Http404
    response = HttpResponse(bytes(file.body), content_type=file.kind)
    response["Content-Disposition"] = file.disposition
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: ProjectRequest, prepared_id: int) -> PreparedFile:
    """The reader's own, of a project that may still be read; raises Http404."""
    file = prepared_of(request.user, prepared_id)
    if file is None:
        raise Http404
    if file.project_id:
        membership_for(request.user, file.project_id, Role.VIEWER)
    return file
