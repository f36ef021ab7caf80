"""The provider that people sign in by may be away, or answer nonsense."""

import logging
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from requests import RequestException

logger = logging.getLogger(__name__)


class ProviderAwayMiddleware:
    """Say on a page that signing in has failed, where allauth itself would fail."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is in process_exception."""
        return self.get_response(request)

    def process_exception(self, _request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Lead to the page that says so; no other view asks anything of another host."""
        if not isinstance(error, RequestException):
            return None
        logger.warning("The provider could not be reached: %s", error)
        return redirect("socialaccount_login_error")
