"""Asking a reader to sign in, and the one-click readers of the demonstration."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.internal.flows.reauthentication import raise_if_reauthentication_required
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import DisallowedHost
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from aispec.web.account.landing import in_own_language

View = Callable[..., HttpResponseBase]
DEMO_READERS = ("lead", "editor", "viewer", "hr")


def sign_in_required(view: View) -> View:
    """Like Django's login_required, but the reader comes back to a page.

    A form or an HTMX request sent after the session has ended leads back to the page it was sent from:
    its own path may know POST only.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        tell_session_ended(request)
        return redirect_to_login(page_of(request))

    return wrapped


def password_anew(request: HttpRequest) -> None:
    """Ask for the password again, unless it was given a short while ago: it raises what leads to that page."""
    raise_if_reauthentication_required(request, app="allauth.account")


def tell_session_ended(request: HttpRequest) -> None:
    """Say on the page for signing in what becomes of what was sent; whoever only opened a page sent nothing."""
    if request.headers.get("HX-Request") == "true":
        words = _("Your session had ended: your last change is not saved. What you typed in a form comes back.")
        messages.warning(request, words if request.method == "POST" else _("Your session had ended."))
    elif request.method == "POST":
        words = _(
            "Your session had ended, and nothing was saved. What you typed is kept in this browser and comes back after"
            " you sign in."
        )
        messages.warning(request, words)


def page_of(request: HttpRequest) -> str:
    """The page that a request belongs to: its own for one that reads, else the one it was sent from, or ""."""
    if request.method == "GET" and request.headers.get("HX-Request") != "true":
        return request.get_full_path()
    sent_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer", "")
    if not safe(request, sent_from):
        return ""
    parts = urlsplit(sent_from)
    return parts._replace(scheme="", netloc="", fragment="").geturl()


@require_POST
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the demonstration's readers; there is no such page outside the demonstration."""
    name = request.POST.get("reader", "")
    if not settings.DEMO or name not in DEMO_READERS:
        raise Http404
    user = get_object_or_404(User, username=f"{name}@demo.example")
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = request.POST.get("next", "")
    url = wanted if safe(request, wanted) else reverse(settings.LOGIN_REDIRECT_URL)
    return HttpResponseRedirect(in_own_language(user, url))


def safe(request: HttpRequest, url: str) -> bool:
    """Whether an address given from outside leads back to this site; none does under a host that is not ours."""
    try:
        host = request.get_host()
    except DisallowedHost:
        return False
    return url_has_allowed_host_and_scheme(url, {host}, require_https=request.is_secure())
