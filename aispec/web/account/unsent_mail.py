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
WHOLE = "account_email"  # the name of the address whose form is one transaction


class MailUnsent(Exception):
    """The message of an account, such as the one that confirms its address, could not be sent."""


class UnsentMailMiddleware:
    """Of the forms of an account: no account stays half made, and the reader is told.

    Whoever signs in or up, or comes from a provider, does it outside a transaction: attempts are counted in the
    database, where all of one address would wait for each other, or for the provider. What was made goes again.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is done around the view."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """Answer the form of addresses in one transaction."""
        if request.method != "POST" or request.resolver_match is None or request.resolver_match.url_name != WHOLE:
            return None
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except (ImmediateHttpResponse, ReauthenticationRequired) as answer:  # those of a view only would be led on
            return AccountMiddleware(self.get_response).process_exception(request, answer)  # type: ignore[no-any-return]
        except MailUnsent as error:
            return self.process_exception(request, error)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Say that the message could not be sent; the account that was made for it goes."""
        if not isinstance(error, MailUnsent):
            return None
        if not request.user.is_authenticated:
            request.session.flush()  # it may name that account
        if made := getattr(request, "made", None):
            made.delete()
        page = render(request, "account/mail_unsent.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
        page["Retry-After"] = str(RETRY)
        return page
