"""Telling those who may change a project that a posting of it is about to close."""

from datetime import timedelta

from django.utils import timezone

from phases.enums import Role
from phases.models import Membership
from roles.enums import NoticeKind, PostingState
from roles.models import Posting
from roles.notices.domain.concern import Concern
from roles.notices.tasks import notify

BEFORE = timedelta(days=3)


def tell_closing() -> None:
    """Tell of each posting that closes within days, once for its closing day (two queries, and the notices)."""
    now = timezone.now()
    published = Posting.objects.filter(state=PostingState.PUBLISHED, expires_at__gt=now, expires_at__lte=now + BEFORE)
    rows = list(published.values_list("pk", "project_id", "expires_at"))
    projects = {project for _pk, project, _end in rows}
    editors = Membership.objects.filter(project__in=projects, role__gte=Role.EDITOR, user__is_active=True)
    of_project: dict[int, list[int]] = {}
    for project, user in editors.values_list("project_id", "user_id"):
        of_project.setdefault(project, []).append(user)
    notify(
        Concern(user, NoticeKind.CLOSING, f"posting-{pk}-{timezone.localtime(end).date()}", project, about=pk)
        for pk, project, end in rows
        for user in of_project.get(project, ())
    )
