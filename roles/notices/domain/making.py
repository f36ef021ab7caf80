"""Making notices: from the journals of projects, and of what happens elsewhere. Nothing is made twice."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from phases.models import Project, ProjectChange
from roles.enums import Delivery
from roles.models import JournalReading, Notice
from roles.notices.domain.choices import choices_of, deliveries
from roles.notices.domain.concern import CONCERNS, Concern, concerns

KEPT = timedelta(days=90)


def read_journal(project_id: int) -> set[int]:
    """Make the notices of what a journal says since it was last read; the readers who want mail of them at once.

    Two who read at once make the same notices, of which the database keeps one.
    """
    versions = Project.objects.filter(pk=project_id).values_list("version", flat=True)
    last = versions.first()
    if last is None:
        return set()
    reading, _made = JournalReading.objects.get_or_create(project_id=project_id)
    lines = ProjectChange.objects.filter(project_id=project_id, kind__in=CONCERNS, version__gt=reading.version)
    readers = tell(concerns(project_id, lines.filter(version__lte=last).order_by("version", "pk")))
    JournalReading.objects.filter(project_id=project_id, version__lt=last).update(version=last)
    return readers


def unread_journals() -> list[int]:
    """The projects whose journal goes on beyond what was read, as when a task was lost."""
    read = JournalReading.objects.filter(project=OuterRef("pk"), version__gte=OuterRef("version"))
    return list(Project.objects.filter(~Exists(read), version__gt=0).order_by("pk").values_list("pk", flat=True))


def tell(found: Iterable[Concern]) -> set[int]:
    """Make these notices, but for kinds that a reader has turned off; those who want mail of new ones at once."""
    found = _untold(found)
    chosen = {user: deliveries(one) for user, one in choices_of({concern.reader for concern in found}).items()}
    wanted = [concern for concern in found if chosen[concern.reader][concern.kind] != Delivery.OFF]
    Notice.objects.bulk_create(
        [
            Notice(
                reader_id=concern.reader,
                kind=concern.kind,
                source=concern.source,
                project_id=concern.project,
                line_id=concern.line,
                about=concern.about,
                count=concern.count,
            )
            for concern in wanted
        ],
        ignore_conflicts=True,
    )
    return {concern.reader for concern in wanted if chosen[concern.reader][concern.kind] == Delivery.MAIL}


def _untold(found: Iterable[Concern]) -> list[Concern]:
    """Those of which there is no notice: a timer finds the same again and again."""
    found = list(found)
    told = Notice.objects.filter(
        reader__in={one.reader for one in found}, source__in={one.source for one in found}
    ).values_list("reader_id", "kind", "source")
    known = set(told) if found else set()
    return [one for one in found if (one.reader, one.kind, one.source) not in known]


def forget_notices() -> None:
    """Delete what is older than anybody looks for."""
    Notice.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
