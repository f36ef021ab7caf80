"""What concerns a reader, and how they want to hear of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phases.models import Project, ProjectChange
from roles.enums import NoticeKind

DIGEST_HOUR = 7


class Notice(models.Model):
    """That something concerns a reader (avis); its words are made when it is read, of what the reader may see then.

    `source` says what it comes from, and a reader has one of a kind for it: whatever is read or sent again, nothing
    comes twice. `line` is the journal's, and `count` how many lines of its change are of this kind.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=10, choices=NoticeKind.choices)
    source = models.CharField(max_length=60)
    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="+")
    line = models.ForeignKey(ProjectChange, models.CASCADE, null=True, related_name="+")
    count = models.PositiveIntegerField(default=1)
    about = models.BigIntegerField(null=True)  # the position or the posting that it leads to
    made_at = models.DateTimeField(default=timezone.now)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)  # when its mail left, or began to leave

    class Meta:
        verbose_name = _("notice")
        ordering = ["-made_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["reader", "kind", "source"], name="notice_once")]
        indexes = [
            models.Index(fields=["reader"], condition=Q(read_at=None), name="notice_unread"),
            models.Index(fields=["reader", "-made_at"], name="notice_of_reader"),
            models.Index(fields=["made_at"], condition=Q(mailed_at=None, read_at=None), name="notice_waiting"),
            models.Index(fields=["made_at"], name="notice_made"),  # what is old is deleted
        ]

    def __str__(self) -> str:
        return f"{self.reader_id}: {self.kind} {self.source}"


class NoticeChoices(models.Model):
    """How a reader wants their notices: the kinds that differ from the defaults, and the hour of the daily mail."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notice_choices")
    deliveries: Any = models.JSONField(default=dict)
    hour = models.PositiveSmallIntegerField(default=DIGEST_HOUR)
    daily_on = models.DateField(null=True, editable=False)  # the day of the last daily mail

    class Meta:
        verbose_name = _("choice of notices")

    def __str__(self) -> str:
        return f"{self.user_id}: {self.deliveries}"


class JournalReading(models.Model):
    """How far the journal of a project has been read for notices; and when it was looked whether its review is due."""

    project = models.OneToOneField(Project, models.CASCADE, related_name="+")
    version = models.PositiveIntegerField(default=0)
    looked_version = models.PositiveIntegerField(null=True)
    looked_on = models.DateField(null=True)

    class Meta:
        verbose_name = "reading of a journal"

    def __str__(self) -> str:
        return f"{self.project_id} v{self.version}"
