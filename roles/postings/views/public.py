"""What anybody may read of postings: the page of each, and the sitemap that leads search engines to them."""

from collections.abc import Iterable
from datetime import datetime
from http import HTTPStatus
from textwrap import shorten

from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from roles.models import Posting
from roles.postings.documents.posting import posting_document
from roles.postings.documents.structured import job_posting, script_json
from roles.postings.domain.public import open_posting, open_postings, was_open
from roles.postings.views.posting import sheet_html

ABOUT = 160  # characters of the description


@require_safe
def posting_public(request: HttpRequest, address: str) -> HttpResponse:
    """A published posting for everybody, while it works; English only where it has its French twin."""
    language = get_language() or "fr"
    found = open_posting(address)
    if found is None:
        status = HTTPStatus.GONE if was_open(address) else HTTPStatus.NOT_FOUND
        return render(request, "roles/postings/gone.html", {"bare": True, "formless": True}, status=status)
    if language == "en" and not found.has_twin:
        return redirect(_path(address, "fr"))
    addresses = {code: request.build_absolute_uri(_path(address, code)) for code in _languages(found)}
    document = posting_document(found, language)
    context = {
        "bare": True,
        "formless": True,
        "alone": not found.has_twin,
        "posting": found,
        "language": language,
        "addresses": addresses,
        "canonical": addresses[language],
        "title": document.title,
        "description": shorten(" ".join(document.mission) or document.title, ABOUT, placeholder="…"),
        "sheet": sheet_html(found, language),
        "structured_data": script_json(job_posting(document, addresses[language])),
    }
    return render(request, "roles/postings/public.html", context)


class PostingSitemap(Sitemap[Posting]):
    """The postings that anybody may read, each with its twin (one query)."""

    i18n = True
    alternates = True

    def items(self) -> Iterable[Posting]:
        """What is published last first."""
        return open_postings().only("slug", "title_en", "published_at").order_by("-published_at", "-id")

    def get_languages_for_item(self, item: Posting) -> list[str]:
        """English only beside French."""
        return _languages(item)

    def location(self, item: Posting) -> str:
        """Its page in the active language."""
        return reverse("posting-public", args=[item.slug])

    def lastmod(self, item: Posting) -> datetime | None:
        """When it was published: nothing changes afterwards."""
        return item.published_at


def _languages(posting: Posting) -> list[str]:
    return ["fr", "en"] if posting.has_twin else ["fr"]


def _path(address: str, language: str) -> str:
    with override(language):
        return reverse("posting-public", args=[address])
