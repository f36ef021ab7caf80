"""The profiles of a framework, side by side or one by one; public."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roles.domain.catalogue import Catalogue, load_catalogue_object


def _catalogue(request: HttpRequest, profile: str = "") -> Catalogue:
    """The framework that `?framework=` names, or the first one; 404 when there is none."""
    catalogue = load_catalogue_object(request.GET.get("framework", ""), profile=profile)
    if catalogue is None:
        raise Http404
    return catalogue


@require_safe
def profiles(request: HttpRequest) -> HttpResponse:
    """All profiles side by side by phase, filtered by `q`, `phase` and `letter`."""
    return render(request, "roles/profiles.html", {"section": "profiles", "catalogue": _catalogue(request)})


@require_safe
def profile(request: HttpRequest, slug: str) -> HttpResponse:
    """One profile with its responsibilities and what the others do in answer."""
    return render(request, "roles/profile.html", {"section": "profiles", "catalogue": _catalogue(request, slug)})
