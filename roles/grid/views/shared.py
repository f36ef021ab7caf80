"""The matrix behind a share link: read without an account, kept by no cache and told to no other site.

Nothing here looks at who reads. The address is the key to the matrix, so no answer is kept by a cache or found by a
search engine, and no page that is opened from here learns where its reader comes from.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import push_url
from django_htmx.middleware import HtmxDetails

from phases.models import ShareLink
from phases.sharing.domain import open_link
from roles.checks.domain.board import Board
from roles.grid.domain.filters import MatrixFilter
from roles.grid.views.page import VIEW, filter_context
from roles.grid.views.table_html import grid_html, strip_html
from roles.matrix.letters import shown_letters, with_names
from roles.matrix.matrix import load_matrix
from roles.security_log.domain import note_opened

HEADERS = {
    "X-Robots-Tag": "noindex, nofollow, noarchive",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-store",
}
# No way to elsewhere, and no form: browsers hide where one of a `no-referrer` page comes from, so Django refuses it.
PLAIN = {"bare": True, "formless": True}


class GuestRequest(HttpRequest):
    """A request of somebody who need not be signed in."""

    htmx: HtmxDetails


def _private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let every answer of the view carry HEADERS."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        response = view(request, token)
        for name, value in HEADERS.items():
            response[name] = value
        return response

    return wrapped


@require_safe
@_private
def to_language(request: HttpRequest, token: str) -> HttpResponse:
    """From the link as it is sent to the page in the reader's language, French when nothing better is known."""
    with override(get_language_from_request(request)):
        return redirect(reverse("shared", args=[token], query=request.GET))


@require_safe
@_private
def shared(request: GuestRequest, token: str) -> HttpResponse:
    """The matrix with the filter of the URL; a link that expired, was revoked or never was answers the same 404."""
    link = open_link(token)
    if link is None:
        return render(request, "roles/grid/shared_gone.html", PLAIN, status=404)
    if link.last_used_on != timezone.localdate():  # as it was before: the first of a day
        note_opened("share", link.project_id)
    context = _context(request, link)
    if request.htmx and request.htmx.target == "grid" and not request.htmx.history_restore_request:
        here = "?".join(filter(None, (request.path, context["query"])))
        return push_url(render(request, "roles/grid/shared_table.html", context), here)
    return render(request, "roles/grid/shared.html", context)


def _context(request: GuestRequest, link: ShareLink) -> dict[str, Any]:
    matrix = load_matrix(link.project_id)
    matrix = matrix if link.names else matrix.without_names()
    board = Board.of(matrix)
    chosen = MatrixFilter.from_query(request.GET)
    shown = chosen.apply(matrix, board.findings)
    drawn = shown.duties and shown.positions
    return {
        **PLAIN,
        **filter_context(board, chosen, shown),
        "link": link,
        "mode": VIEW,
        "strip": strip_html(board),
        "table": grid_html(board, shown, editable=False, named=link.names) if drawn else "",
        "legend": with_names(matrix.rules, shown_letters(matrix)),
        "words": {"empty": _("empty")},
    }
