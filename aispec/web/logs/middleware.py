"""Each request has a number, which its answer, its lines in the log and its page of an error tell."""

import logging
from collections.abc import Callable
from secrets import token_hex
from time import perf_counter

from django.http import HttpRequest, HttpResponse

from aispec.web.logs.lines import current

HEADER = "X-Request-ID"
logger = logging.getLogger("aispec.requests")


class RequestLogMiddleware:
    """Numbers a request and notes its answer; the first of all, so that every answer passes here."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, with the number; files of the site itself are not noted."""
        request.id = token_hex(8)  # type: ignore[attr-defined]
        before, began = current.set(request), perf_counter()
        try:
            response = self.get_response(request)
            if request.resolver_match:
                figures = {"status": response.status_code, "ms": round(1000 * (perf_counter() - began))}
                logger.info("answered", extra={"figures": figures})
        finally:
            current.reset(before)
        response[HEADER] = request.id  # type: ignore[attr-defined]
        return response
