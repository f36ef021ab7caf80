"""All projects of a reader as one file: asked for, watched, downloaded, deleted."""

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.fields.numbers import whole_number
from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.archive.domain import archive_of, delete_archive, quarters
from phases.models import Membership
from roles.exports.documents.archive import start_archive, zip_of


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def archive(request: ProjectRequest) -> HttpResponse:
    """The archive and its progress; a POST begins one. A page that polls gets what is new, 204 when nothing is."""
    if request.method == "POST":
        start_archive(request.user, get_language() or "fr")
        return redirect("archive")
    found = archive_of(request.user)
    seen = whole_number(request.GET.get("seen"))
    if request.htmx and found and not found.ready and not found.stalled and seen == found.done:
        return HttpResponse(status=204)
    announced = found and seen is not None and quarters(seen, found.total) == found.quarter
    context = {
        "section": "projects",
        "archive": found,
        "news": request.htmx and not announced,
        "count": Membership.objects.filter(user=request.user).count(),
    }
    return render(request, f"roles/exports/archive.html{'#state' if request.htmx else ''}", context)


@require_safe
@sign_in_required
def archive_file(request: ProjectRequest) -> HttpResponseBase:
    """The file, of what the reader may read at this moment; 404 when there is none."""
    found = archive_of(request.user)
    if found is None or not found.ready or not found.size:
        raise Http404
    file, name = zip_of(request.user, found)
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")
    response["Content-Encoding"] = "identity"  # compressed already: the middleware shall not do it again
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@sign_in_required
def archive_delete(request: ProjectRequest) -> HttpResponse:
    """Delete the archive, or stop what is being made."""
    delete_archive(request.user)
    messages.success(request, _("The archive is deleted."))
    return redirect("archive")
