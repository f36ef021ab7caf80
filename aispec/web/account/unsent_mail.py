"""A form that needs a message to be sent does all of its work or nothing: a mail server may be away."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

RETRY = 60  # seconds


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
        if request.method != "POST" or match is None or not (match.url_name or "").startswith("account_"):
            return None
        known = request.user.is_authenticated
        try:
            with transaction.atomic():
                return view(request, *args, **kwargs)
        except MailUnsent:
            if not known:
                request.session.flush()  # it may name the account that is not made
            page = render(request, "account/mail_unsent.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
            page["Retry-After"] = str(RETRY)
            return page
