"""The notices of a reader: those they may see now, joined while unread, and marked as read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from aispec.db.prepared_query import prepared_query
from phases.enums import Role
from phases.models import Membership
from roles.enums import NoticeKind
from roles.models import Notice, Position
from roles.people.domain.holders import HR, held_by

SHOWN = 300  # the newest of a reader
_FOR_EDITORS = (NoticeKind.ANSWER, NoticeKind.CLOSING, NoticeKind.REVIEW)
_FOR_MEMBERS = (NoticeKind.COMMENT, NoticeKind.MENTION, NoticeKind.INVITED)


@dataclass(frozen=True, slots=True)
class Group:
    """Notices of a kind and a project that are told as one; `first` is the newest."""

    first: Notice
    all: tuple[Notice, ...]

    @property
    def count(self) -> int:
        """How often it happened."""
        return sum(notice.count for notice in self.all)

    @property
    def day(self) -> date:
        """The day of the newest."""
        return timezone.localtime(self.first.made_at).date()

    @property
    def read(self) -> bool:
        """Whether it has been read."""
        return self.first.read_at is not None


def visible(reader: int) -> QuerySet[Notice]:
    """The notices of somebody, but for those about what they may not see any more, or what is true no more.

    That they hold a position no longer is told to who has lost all access, too: it is theirs, and they knew it.
    """
    project = OuterRef("project_id")
    member = Membership.objects.filter(project=project, user=reader)
    held = Position.objects.filter(held_by(user=reader, active=True))
    about_theirs = Exists(held.filter(pk=OuterRef("about")))
    holds = Exists(held.filter(project=project))
    vacant = Position.objects.filter(pk=OuterRef("about"), open_to_hr=True, holder=None)
    hr = User.objects.filter(pk=reader, groups__name=HR)
    return Notice.objects.filter(
        Q(Exists(member), kind__in=_FOR_MEMBERS)
        | Q(Exists(member.filter(role__gte=Role.EDITOR)), kind__in=_FOR_EDITORS)
        | Q(holds, kind=NoticeKind.LETTER)
        | Q(holds, Q(about=None) | about_theirs, kind=NoticeKind.ASKED)
        | Q(~about_theirs, kind=NoticeKind.LEFT)
        | Q(Exists(vacant), Exists(hr), kind=NoticeKind.OPENED)
        | Q(Exists(hr), kind=NoticeKind.CLOSING, project=None)
        | Q(kind=NoticeKind.ARCHIVE),
        reader=reader,
    )


def unread_count(reader: int) -> int:
    """How many things a reader has not read yet, joined as on their page (one query, on every page)."""
    return len(_unread(reader))


@prepared_query
def _unread(reader: int) -> QuerySet[Any, Any]:
    return visible(reader).filter(read_at=None).order_by().values("kind", "project_id").distinct()


def groups_of(rows: Iterable[Notice]) -> list[Group]:
    """Notices as they are told, the newest first: unread ones joined by kind and project, read ones by day as well."""
    found: dict[tuple[str, int | None, date | datetime | None], list[Notice]] = {}
    for notice in rows:
        day = timezone.localtime(notice.made_at).date() if notice.read_at else None
        found.setdefault((notice.kind, notice.project_id, day), []).append(notice)
    groups = [Group(notices[0], tuple(notices)) for notices in found.values()]
    return sorted(groups, key=lambda group: group.first.made_at, reverse=True)


def notices_page(reader: int) -> tuple[list[Group], bool]:
    """The newest notices of a reader, and whether there are more (one query)."""
    rows = list(told(visible(reader))[: SHOWN + 1])
    return groups_of(rows[:SHOWN]), len(rows) > SHOWN


def told(rows: QuerySet[Notice]) -> QuerySet[Notice]:
    """With what their words need, the newest first."""
    return rows.select_related("project", "line__by").order_by("-made_at", "-pk")


def mark_read(reader: int, notice: Notice | None = None) -> None:
    """Mark all as read, or one with those that are told with it; what came since stays unread."""
    rows = Notice.objects.filter(reader=reader, read_at=None)
    if notice:
        rows = rows.filter(kind=notice.kind, project=notice.project_id, made_at__lte=notice.made_at)
    rows.update(read_at=timezone.now())


def settle(project_id: int, kind: NoticeKind, reader: int | None = None) -> None:
    """Count as read what a project asked of somebody, or of everybody, and has been done."""
    rows = Notice.objects.filter(project=project_id, kind=kind, read_at=None)
    (rows.filter(reader=reader) if reader else rows).update(read_at=timezone.now())
