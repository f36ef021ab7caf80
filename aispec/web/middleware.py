"""How HTMX answers differ from pages, and what caches may keep, said once."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect


class SessionCookieMiddleware:
    """A session cookie that no session store has made is no cookie: PostgreSQL would fail on one with NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as to a reader without the cookie."""
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not (cookie.isascii() and cookie.isalnum()):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


class HtmxResponseMiddleware:
    """Caches keep page and partial apart, and a redirect answers an HTMX request by moving the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, then mark and move as the class says."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if request.headers.get("HX-Request") == "true" and response.status_code in (301, 302, 303):
            moved = HttpResponseClientRedirect(response["Location"])
            moved.cookies = response.cookies
            return moved
        return response


class PrivatePagesMiddleware:
    """What was made for one reader is kept by no shared cache, nor shown again after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a page that has looked at the session is private unless its view said otherwise."""
        response = self.get_response(request)
        if request.session.accessed and not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response
