"""Where a document is too large for an answer, its reader is led to a page that waits for it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language

from roles.exports.documents.prepared import prepare
from roles.formats.pdf.large import LargeDocument, answering


class LargeDocumentMiddleware:
    """Any view may make a document; this one answers for those that are made in the background."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; no large document is made meanwhile."""
        with answering():
            return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """To the page that waits; who has no account waits here, while another process makes it."""
        found = request.resolver_match
        if not isinstance(exception, LargeDocument) or found is None:
            return None
        if request.user.is_authenticated:
            file = prepare(
                request.user, request.get_full_path(), found.kwargs.get("project_id"), get_language() or "fr"
            )
            return redirect("prepared", file.pk)
        view: Any = found.func
        with answering(now=False):
            answer: HttpResponseBase = view(request, *found.args, **found.kwargs)
        return answer
