"""What became of a project: the lines of its journal, and its frozen versions."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phases.enums import ChangeKind
from phases.models.frameworks import Framework
from phases.models.projects import Project


class ProjectChange(models.Model):
    """A line of the journal of a project, or of a framework for what has no project: who changed what, when, from what.

    Lines of one change share a version. Duties and positions are named by id and by `label`, the words
    they had then, so that a line still reads after they are gone. `phases.projects.chain` says what is hashed.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, related_name="changes")
    framework = models.ForeignKey(Framework, models.CASCADE, null=True, related_name="+")
    version = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    author = models.BigIntegerField(null=True)  # the id that `by` had: an account may go, its number stays
    kind = models.CharField(max_length=20, choices=ChangeKind.choices)
    duty_id = models.BigIntegerField(null=True)
    position_id = models.BigIntegerField(null=True)
    label = models.CharField(max_length=600, blank=True)
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    data: Any = models.JSONField(null=True)  # what an undo needs beyond old and new
    undoes = models.PositiveIntegerField(null=True)  # the version this change takes back
    salt = models.CharField(max_length=32, blank=True)
    digest = models.CharField(max_length=64, blank=True)  # of the words, with the salt, as they were written
    hash = models.CharField(max_length=64, blank=True)  # of the line and of the one before it

    class Meta:
        verbose_name = _("journal entry")
        verbose_name_plural = _("journal")
        ordering = ["-version", "id"]
        indexes = [
            models.Index(fields=["project", "version"], name="change_version"),
            models.Index(fields=["project", "duty_id", "position_id"], name="change_cell"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=True, framework__isnull=False)
                | Q(project__isnull=False, framework__isnull=True),
                name="change_of_project_or_framework",
            ),
        ]

    def __str__(self) -> str:
        of = self.project_id or f"framework {self.framework_id}"
        return f"{of} v{self.version} {self.kind} {self.label}: {self.old} → {self.new}"


class FrozenError(Exception):
    """An attempt to change or delete a baseline."""


class FrozenQuerySet(models.QuerySet["Baseline"]):
    """Baselines are made and read only; they are deleted with their project."""

    def update(self, **_fields: Any) -> int:
        """Refused: always raises FrozenError."""
        raise FrozenError

    def delete(self) -> tuple[int, dict[str, int]]:
        """Refused: always raises FrozenError."""
        raise FrozenError


class Baseline(models.Model):
    """A named copy of the matrix at a version; it never changes (version figée)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="baselines")
    version = models.PositiveIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=120)
    note = models.TextField(_("note"), blank=True)
    approved = models.BooleanField(_("approved"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    frozen: Any = models.JSONField()  # with the number of its schema, see `roles.history.domain.snapshot`

    objects = FrozenQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen version")
        ordering = ["-version", "-id"]
        constraints = [models.UniqueConstraint("project", Lower("name"), name="baseline_name")]

    def __str__(self) -> str:
        return f"{self.project_id} v{self.version} {self.name}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save a new baseline; raises FrozenError for one that is in the database."""
        if not self._state.adding:
            raise FrozenError
        super().save(*args, **kwargs)

    def delete(self, *_args: Any, **_kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refused: always raises FrozenError."""
        raise FrozenError
