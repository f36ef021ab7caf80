"""The public page of a posting."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language, override
from django.views.decorators.http import require_safe

from roles.postings.domain.postings import open_posting
from roles.postings.views.posting import sheet_html, structured_data


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
