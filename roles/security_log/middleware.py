"""What an answer tells the security log, whichever view gives it: files that leave, pages and attempts refused."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse
from django.urls import ResolverMatch

from aispec.web.account.domain import reader
from roles.enums import SecurityKind
from roles.security_log.domain import note

logger = logging.getLogger(__name__)
# Of the catalogue, which anybody reads, and empty ones.
NOBODYS = (
    "profiles-sheet", "profile-sheet", "framework-template", "framework-schema", "framework-file", "people-template",
)  # fmt: skip


class SecurityLogMiddleware:
    """Notes each download, with its format, and what is refused to whoever is signed in or has tried too often."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note what it was; what cannot be noted is told in the log of the program."""
        response = self.get_response(request)
        if match := request.resolver_match:
            try:
                _note(response, match)
            except DatabaseError:
                logger.exception("Not in the security log: %s", match.url_name)
        return response


def _note(response: HttpResponse, match: ResolverMatch) -> None:
    """Keep what an answer is to the log, with the name of its address and its format."""
    if kind := _kind(response, match):
        detail = f"{match.url_name} {match.kwargs.get('fmt', '')}".strip()
        there_is_one = kind == SecurityKind.EXPORTED  # a refused address may lead to no project
        note(kind, reader(), detail, project_id=match.kwargs.get("project_id") if there_is_one else None)


def _kind(response: HttpResponse, match: ResolverMatch) -> SecurityKind | None:
    """What an answer is to the log, None for most."""
    if response.status_code == HTTPStatus.TOO_MANY_REQUESTS:
        return SecurityKind.TOO_MANY
    if response.status_code == HTTPStatus.FORBIDDEN and reader():
        return SecurityKind.REFUSED
    leaves = response.headers.get("Content-Disposition", "").startswith("attachment")
    if leaves and match.url_name not in NOBODYS and response.status_code == HTTPStatus.OK:
        return SecurityKind.EXPORTED
    return None
