"""A form that needs a message to be sent does all of its work or nothing: a mail server may be away."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from allauth.account.middleware import AccountMiddleware
from allauth.core.exceptions import ImmediateHttpResponse, ReauthenticationRequired
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

RETRY = 60  # seconds
FORMS = ("account_", "socialaccount_signup")  # names of addresses


class MailUnsent(Exception):
    """The message of an account, such as the one that confirms its address, could not be sent."""


class UnsentMailMiddleware:
    """Of the forms of an account: no account stays half made, and the reader is told."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is in process_view, after the checks of the others."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer a form of an account in one transaction."""
        match = request.resolver_match
        if request.method != "POST" or match is None or not (match.url_name or "").startswith(FORMS):
            return None
        known = request.user.is_authenticated
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired) as answer:  # those of a view only would be led on
            return AccountMiddleware(self.get_response).process_exception(request, answer)  # type: ignore[no-any-return]
        except MailUnsent:
            if not known:
                request.session.flush()  # it may name the account that is not made
            return _page(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Of who comes from a provider: no transaction is open while that is asked, so what was made goes again."""
        if not isinstance(error, MailUnsent):
            return None
        if made := getattr(request, "made", None):
            request.session.flush()
            made.delete()
        return _page(request)


def _page(request: HttpRequest) -> HttpResponse:
    page = render(request, "account/mail_unsent.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
    page["Retry-After"] = str(RETRY)
    return page
