"""The postings of a project: list them, make one, open a position to HR managers."""

from django.http import Http404, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from phases.access.decorators import ProjectRequest, project_view
from phases.access.membership import BIGGEST_ID
from phases.enums import Role
from roles.models import Posting
from roles.postings.domain.listing import listed_postings
from roles.postings.domain.opened import open_to_hr
from roles.postings.domain.postings import make_posting
from roles.postings.forms.new import NewPostingForm
from roles.postings.views.access import PostingRequest, posting_view


@require_safe
@project_view()
def postings(request: ProjectRequest) -> HttpResponse:
    """The postings of the project: what is published first, what closes soonest before the others."""
    editor = request.membership.role >= Role.EDITOR
    roles = {request.project.pk: request.membership.role}
    lines = listed_postings(Posting.objects.filter(project=request.project), roles)
    context = {"section": "projects", "project": request.project, "lines": lines, "editor": editor}
    return render(request, "roles/postings/postings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@project_view(Role.EDITOR)
def posting_new(request: ProjectRequest) -> HttpResponse:
    """Make a draft from a position, a profile or chosen duties."""
    form = NewPostingForm(request.project, request.POST or None, initial={"twin": True})
    form.start_from(request.GET.get("source", ""), request.GET.get("profile", ""))
    if form.is_valid():
        posting = make_posting(request.project, request.user, form.chosen())
        return redirect("posting-edit", posting.pk)
    context = {"section": "projects", "project": request.project, "form": form}
    return render(request, "roles/postings/new.html", context, status=422 if form.errors else 200)


@require_POST
@project_view(Role.OWNER)
def position_open(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Open a position to HR managers, or withhold it."""
    opened = request.POST.get("opened") == "1"
    open_to_hr(request.project.pk, request.user, min(position_id, BIGGEST_ID), opened=opened)
    return redirect("position-sheet", request.project.pk, position_id)


@require_safe
@posting_view()
def posting_moved(request: PostingRequest, project_id: int, page: str, **place: str) -> HttpResponse:
    """The address that a posting had below its project leads to the one it has now, whoever may read it."""
    if request.posting.project_id != project_id:
        raise Http404
    here = reverse(page, kwargs={"posting_id": request.posting.pk, **place})
    query = request.META["QUERY_STRING"]
    return HttpResponsePermanentRedirect(f"{here}?{query}" if query else here)
