"""Files that leave the product are noted, whichever view gives them."""

import logging
from collections.abc import Callable
from http import HTTPStatus

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse

from aispec.web.account.domain import reader
from roles.enums import SecurityKind
from roles.security_log.domain import note

logger = logging.getLogger(__name__)
# Of the catalogue, which anybody reads, and empty ones.
NOBODYS = (
    "profiles-sheet", "profile-sheet", "framework-template", "framework-schema", "framework-file", "people-template",
)  # fmt: skip


class ExportMiddleware:
    """Notes each download, with the name of its address and its format."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and note a file; one that cannot be noted is told in the log of the program."""
        response = self.get_response(request)
        match = request.resolver_match
        leaves = response.headers.get("Content-Disposition", "").startswith("attachment")
        if leaves and match and match.url_name not in NOBODYS and response.status_code == HTTPStatus.OK:
            detail = f"{match.url_name} {match.kwargs.get('fmt', '')}".strip()
            try:
                note(SecurityKind.EXPORTED, reader(), detail, project_id=match.kwargs.get("project_id"))
            except DatabaseError:
                logger.exception("A download could not be noted: %s", detail)
        return response
