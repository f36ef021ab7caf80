"""Telling those who may change a project that its review is due."""

from phases.access.members import editors_of
from phases.models import Project
from roles.enums import NoticeKind
from roles.notices.domain.concern import Concern
from roles.notices.tasks import notify
from roles.projects.domain.reviews import reviews_of


def tell_due() -> None:
    """Tell of each review that is due, once until the next one was made (six queries, and the notices)."""
    projects = Project.objects.filter(rules__has_key="review_every")
    due = {pk: review for pk, review in reviews_of(projects).items() if review.due}
    notify(
        Concern(user, NoticeKind.REVIEW, f"review-{pk}-{due[pk].at or 0}", pk)
        for pk, users in editors_of(due).items()
        for user in users
    )
