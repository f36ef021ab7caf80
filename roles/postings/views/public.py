"""Postings beyond a project: the public page, and what HR managers may see."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest, project_view
from phases.access.membership import BIGGEST_ID
from phases.enums import Role
from roles.acceptance.domain.commitments import of_position
from roles.acceptance.domain.sentences import Voice, paragraphs_of
from roles.models import Posting
from roles.postings.domain.postings import Source, make_posting, open_posting, open_to_hr, opened_positions
from roles.postings.views.project import sheet_html, structured_data


@require_safe
def posting_public(request: HttpRequest, address: str) -> HttpResponse:
    """A published posting for everybody, while it works; English only where it has its French twin."""
    language = get_language() or "fr"
    found = open_posting(address)
    if found is None:
        return render(request, "roles/postings/gone.html", {"bare": True, "formless": True}, status=404)
    if language == "en" and not found.has_twin:
        with override("fr"):
            return redirect(reverse("posting-public", args=[address]))
    url = request.build_absolute_uri(request.path)
    about = getattr(found, f"mission_{language}") or getattr(found, f"title_{language}")
    context = {
        "bare": True,
        "formless": True,
        "alone": not found.has_twin,
        "posting": found,
        "canonical": url,
        "description": Truncator(about).chars(160),
        "sheet": sheet_html(found, language),
        "title": getattr(found, f"title_{language}"),
        "structured_data": structured_data(found, language, url),
    }
    return render(request, "roles/postings/public.html", context)


@require_safe
@sign_in_required
def postings_mine(request: ProjectRequest) -> HttpResponse:
    """The postings of the reader's projects, and the vacant positions opened to HR managers."""
    opened = list(opened_positions(request.user))
    theirs = Posting.objects.filter(project__memberships__user=request.user)
    of_opened = Posting.objects.filter(position__in=[position.pk for position in opened])
    rows = (theirs | of_opened).distinct().select_related("project", "position")
    editing = request.user.memberships.filter(role__gte=Role.EDITOR).select_related("project")
    context = {"section": "postings", "postings": rows, "opened": opened, "editing": editing}
    context["profile"] = request.GET.get("profile", "")
    return render(request, "roles/postings/postings_mine.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@sign_in_required
def posting_opened(request: ProjectRequest, position_id: int) -> HttpResponse:
    """A vacant position that HR managers may see, with its duties; a posting of it."""
    position = get_object_or_404(opened_positions(request.user), pk=min(position_id, BIGGEST_ID))
    if request.method == "POST":
        made = make_posting(position.project, request.user, Source(position, twin=bool(position.title_en)))
        return redirect("posting-edit", position.project_id, made.pk)
    context = {
        "section": "postings",
        "position": position,
        "paragraphs": paragraphs_of(of_position(position.pk), Voice.POSITION),
    }
    return render(request, "roles/postings/opened.html", context)


@require_POST
@project_view(Role.OWNER)
def position_open(request: ProjectRequest, position_id: int) -> HttpResponse:
    """Open a position to HR managers, or withhold it."""
    opened = request.POST.get("opened") == "1"
    open_to_hr(request.project.pk, request.user, min(position_id, BIGGEST_ID), opened=opened)
    return redirect("position-sheet", request.project.pk, position_id)
