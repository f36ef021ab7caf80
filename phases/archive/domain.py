"""The archive of a reader: all projects the reader has access to, to take away as one file within a day.

Its entries are made one by one, by whoever works in the background. Whether the reader may still read a project is
asked when its entry is made, whenever the archive is shown, and when it is downloaded.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from phases.models import ArchiveEntry, Membership, PreparedFile

LIFE = timedelta(days=1)
PATIENCE = timedelta(minutes=5)  # after which an archive that does not grow may be begun anew


@dataclass(frozen=True)
class Archive:
    """How far an archive has come. Projects that its reader has lost are counted, not named."""

    asked_at: datetime
    last_at: datetime  # when it grew
    total: int
    done: int
    lost: int
    size: int
    failures: tuple[tuple[str, str], ...]  # the name of a project, and what could not be made of it

    @property
    def ready(self) -> bool:
        """Whether nothing is left to make."""
        return self.done == self.total

    @property
    def stalled(self) -> bool:
        """Whether it is not ready and has not grown for long: perhaps nobody works on it any more."""
        return not self.ready and timezone.now() - self.last_at > PATIENCE

    @property
    def quarter(self) -> int:
        """How many quarters are done; a screen reader is told of each, not of every project."""
        return quarters(self.done, self.total)

    @property
    def expires_at(self) -> datetime:
        """When it is deleted."""
        return self.asked_at + LIFE


def quarters(done: int, total: int) -> int:
    """How many quarters of a total are done."""
    return 4 * done // max(total, 1)


def archive_of(user: User) -> Archive | None:
    """The reader's archive, unless there is none or all of its projects were lost (one query)."""
    member = Membership.objects.filter(project=OuterRef("project"), user=OuterRef("owner"))
    rows = _living(user).annotate(member=Exists(member))
    values = list(rows.values_list("member", "asked_at", "made_at", "size", "failure", "project__name"))
    mine = [row for row in values if row[0]]
    if not mine:
        return None
    made = [row[2] for row in mine if row[2]]
    return Archive(
        asked_at=mine[0][1],
        last_at=max(made, default=mine[0][1]),
        total=len(mine),
        done=len(made),
        lost=len(values) - len(mine),
        size=sum(row[3] for row in mine),
        failures=tuple(sorted((row[5], row[4]) for row in mine if row[4])),
    )


def new_archive(user: User, language: str) -> list[int]:
    """Begin an archive in place of the last; the entries to make, none while one is under way.

    Of two who begin at once, the second waits for the row of the account, and then finds the archive of the first.
    """
    forget_old()
    entries: list[ArchiveEntry] = []
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        last = archive_of(user)
        if last is None or last.ready or last.stalled:
            ArchiveEntry.objects.filter(owner=user).delete()
            ids = Membership.objects.filter(user=user).order_by("project__name", "project_id")
            now = timezone.now()
            entries = ArchiveEntry.objects.bulk_create(
                ArchiveEntry(owner=user, project_id=project_id, language=language, asked_at=now)
                for project_id in ids.values_list("project_id", flat=True)
            )
    return [entry.pk for entry in entries]


def entry_to_make(entry_id: int) -> tuple[ArchiveEntry, Membership] | None:
    """The entry and its reader's access, unless it was made or given up; without access it is given up now."""
    entry = ArchiveEntry.objects.filter(pk=entry_id, made_at=None).first()
    if entry is None:
        return None
    members = Membership.objects.select_related("user")
    membership = members.filter(project=entry.project_id, user=entry.owner_id).first()
    if membership is None:
        entry.delete()
        return None
    return entry, membership


def keep_entry(entry_id: int, body: bytes, failure: str) -> None:
    """Keep what was made of a project, and what was not; nothing when the archive is gone meanwhile."""
    ArchiveEntry.objects.filter(pk=entry_id).update(body=body, size=len(body), failure=failure, made_at=timezone.now())


def bodies(user: User) -> Iterator[tuple[str, bytes]]:
    """The name and the zip of each project in the archive that the reader may read now, one in memory at a time."""
    rows = _living(user).filter(project__memberships__user=user, size__gt=0).order_by("project__name", "project_id")
    for name, body in rows.values_list("project__name", "body").iterator(chunk_size=1):
        yield name, bytes(body)


def delete_archive(user: User) -> None:
    """Delete the reader's archive; what waits to be made of it is given up."""
    ArchiveEntry.objects.filter(owner=user).delete()


def forget_old() -> None:
    """Delete what is older than a day, of every reader: archives, and large documents."""
    for model in (ArchiveEntry, PreparedFile):
        model._default_manager.filter(asked_at__lte=timezone.now() - LIFE).delete()


def forget_all() -> None:
    """Delete all of these, of every reader, made or in the making: something must not be read there any more."""
    for model in (ArchiveEntry, PreparedFile):
        model._default_manager.all().delete()


def _living(user: User) -> QuerySet[ArchiveEntry]:
    return ArchiveEntry.objects.filter(owner=user, asked_at__gt=timezone.now() - LIFE)
