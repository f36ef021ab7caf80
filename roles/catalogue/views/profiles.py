"""The profiles of a framework, side by side or one by one; public."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import push_url, replace_url
from django_htmx.middleware import HtmxDetails

from roles.catalogue.domain.catalogue import SIDE_BY_SIDE, Catalogue, CatalogueProfile, load_catalogue_object
from roles.catalogue.domain.comparison import (
    any_letters,
    bounded,
    letter_choices,
    phase_counts,
    profile_rows,
    sections,
)
from roles.catalogue.domain.search import CatalogueFilter
from roles.people.domain.holders import is_hr
from roles.people.domain.permissions import edits_catalogue

MOST_FOUND = 100  # statements found among many profiles; the rest is counted


class PublicRequest(HttpRequest):
    """A request of anybody, with what the middleware adds."""

    htmx: HtmxDetails


def catalogue_of(request: HttpRequest, profile: str = "") -> Catalogue:
    """The framework that `?framework=` names, or the first one that has the profile; 404 when there is none."""
    catalogue = load_catalogue_object(request.GET.get("framework", ""), profile=profile)
    if catalogue is None:
        raise Http404
    return catalogue


def profile_of(request: HttpRequest, slug: str) -> tuple[Catalogue, CatalogueProfile]:
    """A profile with its framework; 404 when there is none."""
    catalogue = catalogue_of(request, slug)
    return catalogue, catalogue.profiles[[profile.slug for profile in catalogue.profiles].index(slug)]


def compared_of(whole: Catalogue, wanted: CatalogueFilter) -> Catalogue:
    """The profiles that the reader has chosen of many; all of a framework with few, or when none is chosen."""
    chosen = whole.only(wanted.compared) if whole.is_large else whole
    return chosen if chosen.profiles else whole


def _query(catalogue: Catalogue, wanted: CatalogueFilter) -> str:
    """What a link to the profiles ends with to show this."""
    query = wanted.to_query("" if catalogue.is_first else catalogue.slug)
    return f"?{query}" if query else ""


@require_safe
def profiles(request: PublicRequest) -> HttpResponse:
    """All profiles side by side by phase, filtered by `q`, `phase` and `letter`."""
    whole = catalogue_of(request)
    wanted = CatalogueFilter.from_query(request.GET)
    catalogue = compared_of(whole, wanted)
    found = wanted.apply(catalogue)
    shown = found
    if catalogue.is_large:
        shown = bounded(found, MOST_FOUND if wanted else 0)
    context = {
        "section": "profiles",
        "whole": whole,
        "catalogue": catalogue,
        "found": found,
        "shown": shown,
        "filter": wanted,
        "clear": _query(whole, CatalogueFilter(compared=wanted.compared)),
        "too_many": len(set(request.GET.getlist("with"))) > SIDE_BY_SIDE,
        "phases": phase_counts(found),
        "sections": sections(catalogue, shown, wanted.words),
        "letters": [] if catalogue.is_large else letter_choices(catalogue),
        "any_letters": any_letters(catalogue) if catalogue.is_large else [],
        "may_load": edits_catalogue(request.user),
        "hr": is_hr(request.user),
    }
    if not request.htmx or request.htmx.history_restore_request:
        return render(request, "roles/catalogue/profiles.html", context)
    response = render(request, "roles/catalogue/profiles.html#answer", context)
    return _remember(request, response, catalogue, wanted)


def _remember(
    request: PublicRequest, response: HttpResponse, catalogue: Catalogue, wanted: CatalogueFilter
) -> HttpResponse:
    """Put the filter in the address; letters typed after the first are no step of their own in the history."""
    url = reverse("profiles") + _query(catalogue, wanted)
    shown = (request.htmx.current_url or "").partition("#")[0].partition("?")[2]
    before = CatalogueFilter.from_query(QueryDict(shown))
    typing = before.text and wanted.text and replace(before, text="") == replace(wanted, text="")
    return replace_url(response, url) if typing else push_url(response, url)


@require_safe
def profile(request: PublicRequest, slug: str) -> HttpResponse:
    """One profile with its responsibilities and what the others do in answer; `?wording=posting` for postings."""
    catalogue, one = profile_of(request, slug)
    sheet = profile_rows(catalogue, one)
    context = {
        "section": "profiles",
        "catalogue": catalogue,
        "profile": one,
        "sheet": sheet,
        "total": sum(len(rows) for _phase, rows in sheet),
        "compare_query": _query(catalogue, CatalogueFilter(compared=(one.slug,) if catalogue.is_large else ())),
        "hr": is_hr(request.user),
        "posting": request.GET.get("wording") == "posting",
        "posting_query": f"{catalogue.query or '?'}{'&' if catalogue.query else ''}wording=posting",
    }
    return render(request, "roles/catalogue/profile.html", context)
