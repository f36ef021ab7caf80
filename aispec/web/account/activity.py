"""When somebody was last at work: their session ends so long after that."""

from collections.abc import Callable
from http import HTTPStatus
from time import time
from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from aispec.web.operations.unavailable import dispensable

ACTIVE_AT = "active_at"  # in the session, seconds
PARTS = 50  # of the time a session lasts: activity is noted once in each


def connect() -> None:
    """Let every way of signing in begin its session alike."""
    user_logged_in.connect(begin)


def begin(request: HttpRequest, **_signal: Any) -> None:
    """Whoever signs in is at work."""
    request.session[ACTIVE_AT] = int(time())


class ActivityMiddleware:
    """Let a session last while its reader does something: what an open page asks by itself is nothing of theirs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note the activity; that saves the session and sends its cookie anew."""
        response = self.get_response(request)
        session = request.session
        if (
            session.accessed
            and SESSION_KEY in session
            and _by_reader(request)
            and response.status_code < HTTPStatus.INTERNAL_SERVER_ERROR  # Django saves no session with one
            and time() - session.get(ACTIVE_AT, 0) > settings.SESSION_COOKIE_AGE / PARTS
        ):
            session[ACTIVE_AT] = int(time())
            with dispensable():
                UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=timezone.now())
        return response


def _by_reader(request: HttpRequest) -> bool:
    """Whether a page was opened or something sent; not what scripts read."""
    return request.method != "GET" or request.headers.get("Sec-Fetch-Mode", "navigate") == "navigate"
