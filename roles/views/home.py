"""The first page: what this is, the phases, the profiles, and the reader's own projects."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roles.domain.catalogue import load_catalogue_object


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What this software is for, and the way into it."""
    return render(request, "roles/home.html", {"catalogue": load_catalogue_object()})
