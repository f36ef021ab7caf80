"""Where a document is too large for an answer, its reader is led to a page that waits for it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from roles.exports.documents.prepared import prepare
from roles.formats.pdf.large import LargeDocument, put_off


class LargeDocumentMiddleware:
    """Any view may make a document; this one answers for those that are put off.

    Who has no account waits for theirs, a profile or a sheet of their own duties: nobody else could be told later.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; large documents are put off meanwhile."""
        with put_off(lambda: request.user.is_authenticated):
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """To the page that waits."""
        if not isinstance(exception, LargeDocument) or not request.user.is_authenticated:
            return None
        return redirect("prepared", prepare(request.user, request.get_full_path()).pk)
