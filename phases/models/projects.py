"""Projects; every write goes through `phases.projects.journal.project_change`."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phases.models.frameworks import Framework, Phase


class Project(models.Model):
    """A team's use of a framework; every change raises its version.

    `rules` holds only what differs from the defaults of `roles.matrix.thresholds` and `roles.matrix.letters`.
    """

    framework = models.ForeignKey(Framework, models.PROTECT, related_name="projects")
    phases = models.ManyToManyField(Phase, related_name="projects")
    name = models.CharField(_("name"), max_length=200)
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    rules = models.JSONField(_("rules"), default=dict, blank=True)
    is_model = models.BooleanField(_("model"), default=False)  # offered to its members as what to start a project from
    created_at = models.DateTimeField(auto_now_add=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="projects")

    class Meta:
        verbose_name = _("project")
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
