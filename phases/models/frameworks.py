"""Frameworks and their phases."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _


class Framework(models.Model):
    """A set of phases, profiles and responsibilities (référentiel).

    One that is not catalogued holds the phases of a single project: nobody else sees it, and it goes with the project.
    """

    slug = models.SlugField(unique=True)
    title = models.CharField(_("title"), max_length=200)
    subtitle = models.CharField(_("subtitle"), max_length=200, blank=True)
    source = models.TextField(_("source"), blank=True)
    catalogued = models.BooleanField(_("in the catalogue"), default=True)

    if TYPE_CHECKING:  # added by django-modeltranslation
        title_fr: str
        title_en: str | None
        subtitle_fr: str
        subtitle_en: str | None

    class Meta:
        verbose_name = _("framework")
        ordering = ["id"]
        # Those of single projects are as many as there are projects.
        indexes = [models.Index(fields=["id"], condition=models.Q(catalogued=True), name="framework_catalogued")]

    def __str__(self) -> str:
        return self.title


class Phase(models.Model):
    """A step of the lifecycle; its lead-in introduces the statements of every profile."""

    framework = models.ForeignKey(
        Framework, models.CASCADE, related_name="phases", limit_choices_to={"catalogued": True}
    )
    order = models.PositiveSmallIntegerField(_("order"))
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=40, blank=True)
    lead_in = models.CharField(_("lead-in"), max_length=300, blank=True)

    if TYPE_CHECKING:
        name_fr: str
        name_en: str | None
        short_name_fr: str
        short_name_en: str | None
        lead_in_fr: str
        lead_in_en: str | None

    class Meta:
        verbose_name = _("phase")
        ordering = ["framework_id", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "slug"], name="phase_slug")]

    def __str__(self) -> str:
        return self.name
