"""The events of the security log: noted, found, forgotten."""

from datetime import timedelta
from ipaddress import ip_address, ip_network

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from aispec.web.logs.lines import current
from aispec.web.operations.unavailable import dispensable
from aispec.web.words.folding import fold
from phases.models import Project
from roles.enums import SecurityKind
from roles.models import SecurityEvent
from roles.people.domain.account_names import called

PREFIX = {4: 24, 6: 48}  # bits of an address that are kept: of a network, not of a machine


def note(
    kind: SecurityKind, by: User | None, detail: str = "", *, account: User | None = None, project_id: int | None = None
) -> None:
    """Keep an event of the request at hand."""
    SecurityEvent.objects.create(
        kind=kind,
        by=by,
        account=None if account == by else account,
        project_id=project_id,
        detail=detail[:60],
        network=network_of(current.get()),
    )


def note_opened(link: str, project_id: int) -> None:
    """Keep that somebody came by a link, with no account to tell whom: they read on where that cannot be written."""
    with dispensable():
        note(SecurityKind.LINK_USED, None, link, project_id=project_id)


def network_of(request: HttpRequest | None) -> str:
    """Where a request comes from, as a network of many machines; "" when nothing tells."""
    try:
        address = ip_address(get_adapter().get_client_ip(request)) if request else None
    except (PermissionDenied, ValueError):  # a proxy that says nothing, or nonsense
        return ""
    return str(ip_network((address, PREFIX[address.version]), strict=False)) if address else ""


def events(query: str = "", kind: str = "") -> QuerySet[SecurityEvent]:
    """Those of a kind that have all words of the query in the names or addresses, or in the name of the project."""
    found = SecurityEvent.objects.select_related("by", "account", "project")
    if kind:
        found = found.filter(kind=kind)
    if fold(query):
        people = called(query).order_by().values("pk")
        projects = Project.objects.filter(name__icontains=query.strip()).order_by().values("pk")
        concerned = (Q(by__in=people), Q(account__in=people), Q(project__in=projects))
        by, *others = (SecurityEvent.objects.filter(each).order_by().values("pk") for each in concerned)
        found = found.filter(pk__in=by.union(*others))  # asked for as this or that, a database reads all events
    return found


def forget_old_events() -> int:
    """Delete what is older than SECURITY_LOG_DAYS; how many they were."""
    oldest = timezone.now() - timedelta(days=settings.SECURITY_LOG_DAYS)
    return SecurityEvent.objects.filter(at__lt=oldest).delete()[0]
