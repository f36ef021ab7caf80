"""Numbers and names in a request that libraries, or the administration of Django, cannot read."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.views.defaults import bad_request

logger = logging.getLogger(__name__)


class UnreadableMiddleware:
    """Answer that the request was not understood where the administration, or a library, would fail on it.

    Django lets a number of 5,000 digits, an id that no database holds, or a field that there is not, become a fault of
    the server. It is logged, since it may be one.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is in the other two."""
        return self.get_response(request)

    def process_view(self, _request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]) -> None:
        """Nothing has a zero in its name, for which PostgreSQL would not even look. Raises Http404."""
        if any("\0" in value for value in kwargs.values() if isinstance(value, str)):
            raise Http404

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """The page of a bad request, for the administration alone."""
        match = request.resolver_match
        if (
            match is None
            or match.app_name != "admin"
            or not isinstance(error, FieldDoesNotExist | OverflowError | ValueError)
        ):
            return None
        logger.warning("The administration could not read a request", exc_info=error)
        return bad_request(request, error)
