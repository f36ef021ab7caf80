"""Telling those who may change a project that its review is due."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Exists, OuterRef
from django.utils import timezone

from phases.access.members import editors_of
from phases.models import Project
from roles.enums import NoticeKind
from roles.matrix.rules import REVIEW_EVERY
from roles.models import JournalReading
from roles.notices.domain.concern import Concern
from roles.notices.tasks import notify
from roles.projects.domain.reviews import reviews_of

BATCH = 500  # projects that are looked at together


def tell_due() -> None:
    """Tell of each review that is due, once until the next one was made.

    A project is looked at once a day, and whenever it has changed (one query; for each batch seven, and the notices).
    """
    today = timezone.localdate()
    looked = JournalReading.objects.filter(
        project=OuterRef("pk"), looked_version=OuterRef("version"), looked_on__gte=today
    )
    waiting = Project.objects.filter(~Exists(looked), rules__has_key=REVIEW_EVERY).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        _look(Project.objects.filter(pk__in=ids[start : start + BATCH]), today)


def _look(projects: Iterable[Project], today: date) -> None:
    projects = list(projects)
    due = {pk: review for pk, review in reviews_of(projects).items() if review.due}
    notify(
        Concern(user, NoticeKind.REVIEW, f"review-{pk}-{due[pk].at or 0}", pk)
        for pk, users in editors_of(due).items()
        for user in users
    )
    JournalReading.objects.bulk_create(
        [JournalReading(project=each, looked_version=each.version, looked_on=today) for each in projects],
        update_conflicts=True,
        unique_fields=["project"],
        update_fields=["looked_version", "looked_on"],
    )
