"""The page of the security log, for administrators."""

from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from aispec.web.sign_in import sign_in_required
from phases.access.decorators import ProjectRequest
from roles.enums import SecurityKind
from roles.security_log.domain import events
from roles.security_log.words import detail_of, who_did

PAGE = 50  # events


@sign_in_required
@require_safe
def security_log(request: ProjectRequest) -> HttpResponse:
    """The events, the last one first, by who, project and kind."""
    if not request.user.is_superuser:
        raise PermissionDenied
    query, kind = request.GET.get("q", "").strip(), request.GET.get("kind", "")
    kind = kind if kind in SecurityKind.values else ""
    page = Paginator(events(query, kind), PAGE).get_page(request.GET.get("page"))
    context = {
        "query": query,
        "kind": kind,
        "kinds": SecurityKind.choices,
        "filter": urlencode({"q": query, "kind": kind}),
        "page": page,
        "rows": [(event, who_did(event), detail_of(event)) for event in page],
        "days": settings.SECURITY_LOG_DAYS,
    }
    return render(request, "roles/security_log/security_log.html", context)
