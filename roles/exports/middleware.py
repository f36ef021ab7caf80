"""Where a document is too large for an answer, its reader is led to a page that waits for it."""

from collections.abc import Callable
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render

from roles.exports.documents.prepared import prepare
from roles.formats.pdf.large import LargeDocument, NoPlace, made_beside

RETRY = 10  # seconds


class LargeDocumentMiddleware:
    """Any view may make a document; this one answers for those that are put off.

    Who has no account waits for theirs, a profile or a sheet of their own duties: nobody else could be told later.
    Where too many wait they are asked to come again, so that threads are left for others.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; large documents are put off meanwhile."""
        with made_beside(lambda: LargeDocument if request.user.is_authenticated else NoPlace):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """To the page that waits, or to another moment."""
        if isinstance(exception, NoPlace):
            page = render(request, "roles/exports/no_place.html", status=HTTPStatus.SERVICE_UNAVAILABLE)
            page["Retry-After"] = str(RETRY)
            return page
        if isinstance(exception, LargeDocument) and request.user.is_authenticated:
            return redirect("prepared", prepare(request.user, request.get_full_path()).pk)
        return None
