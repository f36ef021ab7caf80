"""The first page: what this is, the phases, the profiles, and the reader's own projects."""

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roles.domain.acceptance import my_parts
from roles.domain.catalogue import SIDE_BY_SIDE, load_catalogue_object
from roles.domain.catalogue_page import phase_counts
from roles.domain.my_projects import my_projects

SHOWN = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this software is for, and the way into it; one project more than is shown tells that there are more."""
    catalogue = load_catalogue_object()
    user = request.user if isinstance(request.user, User) else None
    projects = my_projects(user.pk, SHOWN + 1) if user else []
    context = {
        "catalogue": catalogue,
        "phases": phase_counts(catalogue) if catalogue else (),
        "profiles": catalogue.totals[:SIDE_BY_SIDE] if catalogue else (),
        "projects": projects[:SHOWN],
        "yours": my_parts(user) if user else [],
        "more": len(projects) > SHOWN,
    }
    return render(request, "roles/home.html", context)
