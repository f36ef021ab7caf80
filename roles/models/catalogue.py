"""What a framework offers: profiles, responsibilities and the rules of their suggested letters."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from phases.models import Framework, Phase

CATALOGUED = {"catalogued": True}  # what the administration offers: a project's own framework is its business


class RoleProfile(models.Model):
    """A profile of a framework, such as technician or university graduate."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="profiles", limit_choices_to=CATALOGUED)
    order = models.PositiveSmallIntegerField(_("order"))
    slug = models.SlugField()
    name = models.CharField(_("name"), max_length=200)
    title = models.CharField(_("job title"), max_length=200)

    if TYPE_CHECKING:
        name_fr: str
        name_en: str | None
        title_fr: str
        title_en: str | None

    class Meta:
        verbose_name = _("profile")
        ordering = ["framework_id", "order"]
        constraints = [models.UniqueConstraint(fields=["framework", "slug"], name="profile_slug")]

    def __str__(self) -> str:
        return self.name


class SuggestionRule(models.Model):
    """Why a responsibility carries the letters it suggests."""

    framework = models.ForeignKey(Framework, models.CASCADE, related_name="rules", limit_choices_to=CATALOGUED)
    code = models.CharField(max_length=20)
    name = models.CharField(_("name"), max_length=200)
    condition = models.TextField(_("condition"))

    if TYPE_CHECKING:
        name_fr: str
        name_en: str | None
        condition_fr: str
        condition_en: str | None

    class Meta:
        verbose_name = _("suggestion rule")
        constraints = [models.UniqueConstraint(fields=["framework", "code"], name="rule_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Responsibility(models.Model):
    """A statement of the catalogue: one profile, one phase; the French text is the source's, verbatim.

    `suggested` maps profile slugs to letters, e.g. {"technicien": "R", "universitaire": "A"}.
    """

    phase = models.ForeignKey(
        Phase, models.CASCADE, related_name="responsibilities", limit_choices_to={"framework__catalogued": True}
    )
    profile = models.ForeignKey(RoleProfile, models.CASCADE, related_name="responsibilities")
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=500)
    posting = models.CharField(_("posting wording"), max_length=500, blank=True)
    note = models.TextField(_("note"), blank=True)
    suggested: Any = models.JSONField(_("suggested letters"), default=dict, blank=True)
    rule = models.ForeignKey(SuggestionRule, models.SET_NULL, null=True, blank=True)
    pairs_with = models.ManyToManyField("self", symmetrical=True, blank=True)

    if TYPE_CHECKING:
        text_fr: str
        text_en: str | None
        posting_fr: str
        posting_en: str | None
        note_fr: str
        note_en: str | None

    class Meta:
        verbose_name = _("responsibility")
        verbose_name_plural = _("responsibilities")
        ordering = ["phase__order", "profile__order", "order"]
        constraints = [models.UniqueConstraint(fields=["profile", "code"], name="responsibility_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"
