"""Who is looking at a project now: a reader's page says so as it asks what others have changed.

It is kept beside the membership, where every process sees it, and is no change of the project.
"""

from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import QuerySet

from aispec.db.prepared_query import prepared_query
from aispec.web.operations.unavailable import dispensable
from phases.models import Membership

NOTED_EVERY = timedelta(seconds=20)  # so that a page that asks every few seconds seldom writes
GONE_AFTER = timedelta(seconds=30)


def note_presence(membership: Membership, now: datetime) -> None:
    """Remember that this member looks at the project, unless that was noted a moment ago."""
    if membership.seen_at is None or now - membership.seen_at >= NOTED_EVERY:
        with dispensable():
            Membership.objects.filter(pk=membership.pk).update(seen_at=now)


def others_here(membership: Membership, now: datetime) -> list[User]:
    """The other members who look at the project now, by name (one query); with what an avatar needs."""
    return [
        User(pk=row["user_id"], **{name: row[f"user__{name}"] for name in ("first_name", "last_name", "email")})
        for row in _seen(membership.project_id)
        if row["user_id"] != membership.user_id and now - row["seen_at"] < GONE_AFTER
    ]


@prepared_query
def _seen(project_id: int) -> QuerySet[Any, Any]:
    members = Membership.objects.filter(project_id=project_id, seen_at__isnull=False)
    return members.order_by("user__first_name", "user__last_name", "user_id").values(
        "user_id", "user__first_name", "user__last_name", "user__email", "seen_at"
    )
