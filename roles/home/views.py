"""The first page, and the list of a reader's projects."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from aispec.web.words.folding import fold
from phases.access.decorators import ProjectRequest
from roles.acceptance.domain.answers import my_parts
from roles.acceptance.domain.sentences import paragraphs_of
from roles.catalogue.domain.catalogue import SIDE_BY_SIDE, load_catalogue_object
from roles.catalogue.domain.comparison import phase_counts
from roles.home.domain import my_projects, summaries
from roles.people.domain.holders import is_hr
from roles.people.domain.permissions import edits_directory
from roles.postings.domain.listing import desk_of

SHOWN = 6  # projects on the first page
ROWS = 4  # vacant positions and postings on the first page
SEARCH_FROM = 11  # projects in the list


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this software is for, and the way into it; one project more than is shown tells that there are more.

    HR managers find first what they make postings from, whoever only holds positions their duties.
    """
    catalogue = load_catalogue_object()
    user = request.user if isinstance(request.user, User) else None
    projects = my_projects(user.pk, SHOWN + 1) if user else []
    yours = my_parts(user) if user else []
    desk = desk_of(user, hr=True, most=ROWS) if user and is_hr(user) else None
    holds_only = bool(yours) and not projects and not desk
    context = {
        "catalogue": catalogue,
        "phases": phase_counts(catalogue) if catalogue else (),
        "profiles": catalogue.totals[:SIDE_BY_SIDE] if catalogue else (),
        "projects": projects[:SHOWN],
        "leads": user and not desk and not holds_only,
        "yours": yours,
        "desk": desk,
        "holds_only": holds_only,
        "rows": ROWS,
        "duties": [(mine, paragraphs_of(mine.part.cells)) for mine in yours] if holds_only else [],
        "more": len(projects) > SHOWN,
    }
    return render(request, "roles/home/home.html", context)


@sign_in_required
@require_safe
def projects(request: ProjectRequest) -> HttpResponse:
    """The projects the reader may see, with how far each has come; searched by name when there are many."""
    found = summaries(request.user)
    query = request.GET.get("q", "").strip()
    words = fold(query).split()
    shown = [row for row in found if all(word in _words(row.project.name, row.project.organization) for word in words)]
    context = {"section": "projects", "rows": shown, "total": len(found), "query": query}
    context["yours"] = my_parts(request.user)
    context["people"] = bool(found) or edits_directory(request.user)
    return render(request, "roles/home/projects.html", context | {"searchable": len(found) >= SEARCH_FROM})


def _words(*texts: str) -> str:
    return fold(" ".join(texts))
