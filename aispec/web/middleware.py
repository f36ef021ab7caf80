"""How HTMX answers differ from pages, and what caches may keep, said once."""

from collections.abc import Callable
from http import HTTPStatus

from django.conf import settings
from django.contrib.sessions.middleware import SessionMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import is_valid_path
from django.utils.cache import patch_cache_control, patch_vary_headers
from django_htmx.http import HttpResponseClientRedirect

from aispec.web.operations.unavailable import dispensable


class SessionCookieMiddleware:
    """Drop a session cookie that no session store can have made: PostgreSQL would fail on one with NUL."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as to a reader without the cookie."""
        cookie = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and not (cookie.isascii() and cookie.isalnum()):
            del request.COOKIES[settings.SESSION_COOKIE_NAME]
        return self.get_response(request)


class SpareSessionMiddleware(SessionMiddleware):
    """A page is shown although its session cannot be kept: what a reader has sent fails, so that nothing is lost."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Keep the session, and send its cookie."""
        if request.method not in ("GET", "HEAD"):
            return super().process_response(request, response)
        with dispensable():
            return super().process_response(request, response)
        return response


class HtmxResponseMiddleware:
    """Caches keep page and partial apart, and a redirect answers an HTMX request by moving the page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the header for caches; turn a redirect into one that HTMX follows."""
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if request.headers.get("HX-Request") == "true" and response.status_code in (301, 302, 303):
            moved = HttpResponseClientRedirect(response["Location"])
            moved.cookies = response.cookies
            return moved
        return response


class WayOnMiddleware:
    """No address is a dead end: one that only takes forms leads a reader to the page above it.

    After a form, its address stands in the bar; another language or a restored tab then asks for it as a page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a wrong method is led to a page, or told on one."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or request.headers.get("HX-Request") == "true":
            return response
        above = page_above(request.path_info)
        if above and request.method in ("GET", "HEAD") and "text/html" in request.headers.get("Accept", ""):
            return HttpResponseRedirect(above)
        page = render(request, "405.html", {"above": above or "/"}, status=HTTPStatus.METHOD_NOT_ALLOWED)
        page["Allow"] = response["Allow"]
        return page


def page_above(path: str) -> str:
    """The nearest address above this one that leads anywhere, "" when none does."""
    parts = path.strip("/").split("/")
    for end in range(len(parts) - 1, 0, -1):
        above = f"/{'/'.join(parts[:end])}/"
        if is_valid_path(above):
            return above
    return ""


class PrivatePagesMiddleware:
    """What was made for one reader is kept by no shared cache, nor shown again after signing out."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; a page that has looked at the session is private unless its view said otherwise."""
        response = self.get_response(request)
        if request.session.accessed and not response.has_header("Cache-Control"):
            private = {"private": True, "no_cache": True}
            patch_cache_control(response, **private, **({"no_store": True} if request.user.is_authenticated else {}))
        return response
