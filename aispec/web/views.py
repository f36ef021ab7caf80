"""Views that belong to no app: the redirect to a language, the theme, and the probes of an operator."""

import sys
from http import HTTPStatus

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBadRequest,
    HttpResponseRedirect,
    HttpResponseServerError,
)
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import get_language_from_request, override
from django.views.decorators.http import require_POST, require_safe

from aispec.web.context import THEME_COOKIE, THEMES
from aispec.web.operations.readiness import troubles
from aispec.web.operations.unavailable import is_unavailable
from aispec.web.sign_in import safe

YEAR = 365 * 24 * 3600
RETRY = 30  # seconds


def broken(request: HttpRequest) -> HttpResponse:
    """What is told of a fault of ours; one of the database passes, and its reader is asked to come again."""
    context, error = {"number": getattr(request, "id", "")}, sys.exc_info()[1]
    if isinstance(error, SuspiciousOperation):  # too large a body, which the page of another refusal came upon first
        return HttpResponseBadRequest(render_to_string("400.html", context))
    if not is_unavailable(error):
        return HttpResponseServerError(render_to_string("500.html", context))
    page = HttpResponse(render_to_string("503.html", context), status=HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(RETRY)
    return page


@require_safe
def to_language(request: HttpRequest) -> HttpResponse:
    """From `/` to the reader's language, French when nothing better is known."""
    with override(get_language_from_request(request)):
        return redirect("home")


@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Remember light or dark in a cookie; anything else follows the system again."""
    back = request.POST.get("next", "")
    response = HttpResponseRedirect(back if safe(request, back) else "/")
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        response.set_cookie(
            THEME_COOKIE, chosen, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
        )
    else:
        response.delete_cookie(THEME_COOKIE)
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines need not ask for, and where they find what they may show."""
    lines = ("User-agent: *", "Disallow: /admin/", "Disallow: /fr/accounts/", "Disallow: /en/accounts/", "")
    found = f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}"
    return HttpResponse("\n".join((*lines, found, "")), content_type="text/plain")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether all that people need is there; 503 with what is wrong otherwise, in a line each."""
    if wrong := troubles():
        return HttpResponse("\n".join(wrong), status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")
