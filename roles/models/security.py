"""The security log."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phases.models import Project
from roles.enums import SecurityKind


class SecurityEvent(models.Model):
    """Something that bears on who may do what: a sign-in, a factor, a role, a link, a file that left.

    It names nobody: its words are made when it is read, and an account that goes leaves none. `account` is whom it
    concerns, where that is not `by`; `detail` is a word of the product; `network` is where it came from, truncated.
    """

    at = models.DateTimeField(default=timezone.now, db_index=True)
    kind = models.CharField(max_length=20, choices=SecurityKind.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="+")
    detail = models.CharField(max_length=60, blank=True)
    network = models.CharField(max_length=50, blank=True)

    class Meta:
        verbose_name = _("security event")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.at.isoformat()} {self.kind} {self.detail}"
