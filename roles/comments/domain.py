"""Comments on duties and cells: written by every member, resolved by editors and by whoever wrote them.

The journal says that somebody has commented and where, never the words: they can be erased, the journal cannot.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from aispec.db.prepared_query import prepared_query
from phases.enums import ChangeKind, Role
from phases.models import Membership
from phases.projects.journal import Journal, project_change
from roles.models import Comment, Duty, Position, RemovedComment

LONGEST = 2_000  # characters
Place = tuple[int, int | None]  # duty id, position id or None for the duty itself


@dataclass(frozen=True, slots=True)
class Thread:
    """A comment with its answers, in the order they were written."""

    comment: Comment
    answers: list[Comment] = field(default_factory=list)


@dataclass(frozen=True)
class OpenComments:
    """How many comments stand open at each place that has one."""

    of_place: Mapping[Place, int]

    @property
    def total(self) -> int:
        """All of the project."""
        return sum(self.of_place.values())

    def of_duty(self, duty_id: int) -> int:
        """Those on a duty and on its cells."""
        return self._by_duty.get(duty_id, 0)

    @cached_property
    def _by_duty(self) -> Mapping[int, int]:
        counts: dict[int, int] = {}
        for (duty_id, _position), count in self.of_place.items():
            counts[duty_id] = counts.get(duty_id, 0) + count
        return counts


def open_comments(project_id: int) -> OpenComments:
    """The open comments of a project, counted (one query)."""
    return OpenComments({(row["duty_id"], row["position_id"]): row["n"] for row in _open(project_id)})


@prepared_query
def _open(project_id: int) -> QuerySet[Any, Any]:
    comments = Comment.objects.filter(duty__project_id=project_id, parent=None, resolved=False).order_by()
    return comments.values("duty_id", "position_id").annotate(n=Count("pk"))


def threads_of(comments: QuerySet[Comment]) -> list[Thread]:
    """These comments with their answers, the oldest first (two queries)."""
    threads = {
        comment.pk: Thread(comment)
        for comment in comments.filter(parent=None).select_related("by", "position", "duty__phase")
    }
    answers = Comment.objects.filter(parent__in=list(threads)).select_related("by")
    for answer in answers:
        threads[answer.parent_id or 0].answers.append(answer)
    return list(threads.values())


def comments_on(duty_id: int, position_id: int | None = None) -> QuerySet[Comment]:
    """The comments on a cell; without a position, on the duty and all its cells."""
    comments = Comment.objects.filter(duty_id=duty_id)
    return comments if position_id is None else comments.filter(position_id=position_id)


def comments_lost_with(duties: Iterable[Duty] = (), positions: Iterable[Position] = ()) -> int:
    """How many comments, answers included, go when these are removed."""
    return Comment.objects.filter(Q(duty__in=duties) | Q(position__in=positions)).count()


_KEPT = ("duty_id", "position_id", "parent_id", "by_id", "text", "at", "edited_at", "resolved")


def set_aside(project_id: int, going: Q) -> None:
    """Keep the comments that go with a row or a column, for `bring_back`."""
    rows = Comment.objects.filter(going)
    RemovedComment.objects.bulk_create(
        RemovedComment(project_id=project_id, comment_id=row.pk, **{name: getattr(row, name) for name in _KEPT})
        for row in rows
    )


def bring_back(project_id: int, **row: int) -> None:
    """Let the comments that went with a row (`duty_id`) or a column (`position_id`) stand where they stood."""
    kept = RemovedComment.objects.filter(project_id=project_id, **row)
    duties = set(Duty.objects.filter(project_id=project_id).values_list("pk", flat=True))
    positions = {None, *Position.objects.filter(project_id=project_id).values_list("pk", flat=True)}
    back = [one for one in kept.order_by("comment_id") if one.duty_id in duties and one.position_id in positions]
    here = {None, *Comment.objects.filter(duty__project_id=project_id).values_list("pk", flat=True)}
    here |= {one.comment_id for one in back}
    back = [one for one in back if one.parent_id in here]
    made = [Comment(pk=one.comment_id, **{name: getattr(one, name) for name in _KEPT}) for one in back]
    Comment.objects.bulk_create(made)
    for comment, one in zip(made, back, strict=True):
        comment.at = one.at  # which making it has set to now
    Comment.objects.bulk_update(made, ["at"])
    RemovedComment.objects.filter(pk__in=[one.pk for one in back]).delete()


def may_resolve(comment: Comment, user: AbstractBaseUser, role: int) -> bool:
    """Editors, owners, and whoever has written it."""
    return role >= Role.EDITOR or comment.by_id == user.pk


def add_comment(project_id: int, user: User, place: Place, text: str, parent_id: int | None = None) -> Comment:
    """Say something about a duty or a cell, or answer a comment there; an answer opens what was resolved.

    What its author has said last, in the same words, is not said again: it was sent anew for want of an answer.
    Raises Duty.DoesNotExist, Position.DoesNotExist and Comment.DoesNotExist.
    """
    duty_id, position_id = place
    with project_change(project_id, user) as journal:
        duty = Duty.objects.get(pk=duty_id, project_id=project_id)
        position = Position.objects.get(pk=position_id, project_id=project_id) if position_id else None
        parent = Comment.objects.get(pk=parent_id, duty=duty, parent=None) if parent_id else None
        if parent:
            position = parent.position
        last = Comment.objects.filter(duty=duty, position=position, parent=parent).order_by("pk").last()
        if last and (last.by_id, last.text, (parent or last).resolved) == (user.pk, text, False):
            return last
        comment = Comment.objects.create(duty=duty, position=position, parent=parent, by=user, text=text)
        _note(journal, ChangeKind.COMMENT_ADDED, comment)
        if parent and parent.resolved:
            Comment.objects.filter(pk=parent.pk).update(resolved=False)
            _note(journal, ChangeKind.COMMENT_REOPENED, parent)
        return comment


def edit_comment(project_id: int, user: User, comment_id: int, text: str) -> None:
    """Change one's own words. Raises Comment.DoesNotExist and PermissionDenied."""
    with project_change(project_id, user) as journal:
        comment = _own(project_id, user, comment_id)
        if text != comment.text:
            comment.text, comment.edited_at = text, timezone.now()
            comment.save()
            _note(journal, ChangeKind.COMMENT_EDITED, comment)


def remove_comment(project_id: int, user: User, comment_id: int) -> None:
    """Erase one's own words; what others have answered stays. Raises Comment.DoesNotExist and PermissionDenied."""
    with project_change(project_id, user) as journal:
        comment = _own(project_id, user, comment_id)
        _note(journal, ChangeKind.COMMENT_REMOVED, comment)
        if comment.answers.exists():
            Comment.objects.filter(pk=comment.pk).update(text="", by=None)
            return
        parent = comment.parent
        comment.delete()
        if parent and not parent.text and not parent.answers.exists():
            parent.delete()


def resolve_comment(project_id: int, user: User, comment_id: int, *, resolved: bool) -> None:
    """Resolve a comment with its answers, or open it again. Raises Comment.DoesNotExist and PermissionDenied."""
    with project_change(project_id, user) as journal:
        comment = _comment(project_id, comment_id)
        role = Membership.objects.get(project_id=project_id, user=user).role
        if comment.parent_id or not may_resolve(comment, user, role):
            raise PermissionDenied
        if comment.resolved != resolved:
            comment.resolved = resolved
            comment.save()
            _note(journal, ChangeKind.COMMENT_RESOLVED if resolved else ChangeKind.COMMENT_REOPENED, comment)


def _comment(project_id: int, comment_id: int) -> Comment:
    comments = Comment.objects.select_related("duty", "position", "parent")
    return comments.get(pk=comment_id, duty__project_id=project_id)


def _own(project_id: int, user: User, comment_id: int) -> Comment:
    comment = _comment(project_id, comment_id)
    if comment.by_id != user.pk:
        raise PermissionDenied
    return comment


def _note(journal: Journal, kind: ChangeKind, comment: Comment) -> None:
    label = f"{comment.duty.code} · {comment.position.title}" if comment.position else comment.duty.code
    data = {"comment": comment.pk, "parent": comment.parent_id}
    journal.add(kind, label, duty_id=comment.duty_id, position_id=comment.position_id, data=data)
