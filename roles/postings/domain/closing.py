"""Telling those who may change a posting that it is about to close."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from phases.access.members import editors_of
from roles.enums import NoticeKind, PostingState
from roles.models import Posting
from roles.notices.domain.concern import Concern
from roles.notices.tasks import notify
from roles.people.domain.holders import HR

BEFORE = timedelta(days=3)


def tell_closing() -> None:
    """Tell of each posting that closes within days, once for its closing day (three queries, and the notices)."""
    now = timezone.now()
    published = Posting.objects.filter(state=PostingState.PUBLISHED, expires_at__gt=now, expires_at__lte=now + BEFORE)
    rows = [(each.pk, each.project_id, end) for each in published if (end := each.ends_at)]
    writers = _writers({project for _pk, project, _end in rows})
    notify(
        Concern(user, NoticeKind.CLOSING, f"posting-{pk}-{timezone.localtime(end).date()}", project, about=pk)
        for pk, project, end in rows
        for user in writers.get(project, ())
    )


def _writers(projects: set[int | None]) -> dict[int | None, list[int]]:
    """By project, the accounts that may change its postings; those of none are the HR managers'."""
    editors = editors_of(pk for pk in projects if pk)
    found: dict[int | None, list[int]] = dict(editors.items())
    if None in projects:
        managers = User.objects.filter(groups__name=HR, is_active=True)
        found[None] = list(managers.values_list("pk", flat=True))
    return found
