"""Postings beyond one project: all that somebody may read, and what HR managers make them from."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from phases.access.membership import BIGGEST_ID
from phases.enums import Role
from phases.models import Framework
from roles.acceptance.domain.commitments import of_position
from roles.acceptance.domain.sentences import Voice, paragraphs_of
from roles.catalogue.domain.comparison import sections
from roles.catalogue.views.profiles import catalogue_of
from roles.enums import PostingState
from roles.formats.text import MAX_TEXT
from roles.people.domain.holders import is_hr
from roles.postings.domain.listing import desk_of
from roles.postings.domain.opened import opened_positions
from roles.postings.domain.postings import Source, make_catalogue_posting, make_posting
from roles.postings.forms.new import CataloguePostingForm

MOST = 100  # lines of a list; the rest is counted


@require_safe
@sign_in_required
def postings_mine(request: ProjectRequest) -> HttpResponse:
    """The postings that the reader may read, searched and by state, and what new ones are made from."""
    query, state = request.GET.get("q", "")[:MAX_TEXT].strip(), request.GET.get("state", "")
    chosen = state if state in PostingState.values else ""
    desk = desk_of(request.user, hr=is_hr(request.user), most=MOST, query=query, state=chosen)
    shown = dict(desk.counts)[PostingState(chosen)] if chosen else max(desk.opened_count, desk.count)
    context = {
        "section": "postings",
        "desk": desk,
        "query": query,
        "state": chosen,
        "cut": shown > MOST and MOST,
        "editing": request.user.memberships.filter(role__gte=Role.EDITOR).select_related("project"),
        "profile": request.GET.get("profile", ""),
    }
    return render(request, "roles/postings/postings_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def posting_opened(request: ProjectRequest, position_id: int) -> HttpResponse:
    """A vacant position that HR managers may see, with its duties; a posting of it."""
    position = get_object_or_404(opened_positions(request.user), pk=min(position_id, BIGGEST_ID))
    if request.method == "POST":
        made = make_posting(position.project, request.user, Source(position, twin=bool(position.title_en)))
        return redirect("posting-edit", made.pk)
    context = {
        "section": "postings",
        "position": position,
        "paragraphs": paragraphs_of(of_position(position.pk), Voice.POSITION),
        "postings": position.postings.all(),
    }
    return render(request, "roles/postings/opened.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def posting_from_catalogue(request: ProjectRequest) -> HttpResponse:
    """Make a draft without a project, of a profile or of chosen statements; HR managers do."""
    if not is_hr(request.user):
        raise PermissionDenied
    whole = catalogue_of(request)
    catalogue = whole.only(request.GET.getlist("with")) if whole.is_large else whole
    framework = Framework.objects.get(slug=whole.slug)
    form = CataloguePostingForm(framework, request.POST or None, profile=request.GET.get("profile", ""))
    if form.is_valid():
        made = make_catalogue_posting(framework, request.user, form.source(), form.chosen())
        return redirect("posting-edit", made.pk)
    context = {
        "section": "postings",
        "form": form,
        "whole": whole,
        "catalogue": catalogue,
        "sections": [each for each in sections(catalogue, catalogue) if each.total],
        "ticked": form.ticked,
    }
    return render(request, "roles/postings/from_catalogue.html", context, status=422 if form.errors else 200)
