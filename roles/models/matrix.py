"""A project's positions, duties and assignments: the columns, rows and cells of its matrix."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from aispec.web.words.sorting import alphabetical
from phases.models import Phase, Project
from roles.enums import APPROVING, Letter
from roles.models.catalogue import Responsibility, RoleProfile
from roles.models.people import Person


class Position(models.Model):
    """A column of the matrix: a title, usually a profile, held by people or vacant.

    `holder` is the one named first, and `co_holders` are the others: never the first one too, and nobody where there
    is no first one. The domain sees to both; `holders` has all of them.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="positions")
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, verbose_name=_("profile"))
    holder = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="positions", verbose_name=_("holder")
    )
    co_holders = models.ManyToManyField(Person, related_name="co_positions", blank=True, verbose_name=_("co-holders"))
    open_to_hr = models.BooleanField(_("open to HR managers"), default=False)  # while it is vacant, for a posting

    if TYPE_CHECKING:
        title_fr: str
        title_en: str | None

    class Meta:
        verbose_name = _("position")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title

    @property
    def holders(self) -> list[Person]:
        """All who hold it: the one named first, then the others by name."""
        others = (
            sorted(self.co_holders.all(), key=lambda person: (alphabetical(person.name), person.pk))
            if self.holder
            else []
        )
        return [self.holder, *others] if self.holder else []

    @property
    def holder_names(self) -> str:
        """Their names as readers are shown them, "" when it is vacant."""
        return ", ".join(person.name for person in self.holders)


class Duty(models.Model):
    """A row of the matrix: copied from a responsibility, or the project's own."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="duties")
    phase = models.ForeignKey(Phase, models.PROTECT, related_name="duties")
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True)
    responsibility = models.ForeignKey(Responsibility, models.SET_NULL, null=True, blank=True, related_name="+")
    code = models.CharField(_("code"), max_length=20)
    order = models.PositiveSmallIntegerField(_("order"))
    text = models.CharField(_("text"), max_length=500)
    posting = models.CharField(_("posting wording"), max_length=500, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)
    applicable = models.BooleanField(_("applicable"), default=True)
    reason = models.CharField(_("reason why it does not apply"), max_length=300, blank=True)

    if TYPE_CHECKING:
        text_fr: str
        text_en: str | None
        posting_fr: str
        posting_en: str | None
        description_fr: str
        description_en: str | None

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        ordering = ["phase__order", "order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="duty_code"),
            models.CheckConstraint(condition=Q(applicable=True) | ~Q(reason=""), name="duty_not_applicable_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class Assignment(models.Model):
    """A cell: one letter for one duty and one position. The database holds one A per duty."""

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="assignments")
    position = models.ForeignKey(Position, models.CASCADE, related_name="assignments")
    letter = models.CharField(_("letter"), max_length=2, choices=Letter.choices)

    class Meta:
        verbose_name = _("assignment")
        constraints = [
            models.UniqueConstraint(fields=["duty", "position"], name="assignment_cell"),
            models.UniqueConstraint(fields=["duty"], condition=Q(letter__in=APPROVING), name="assignment_one_approver"),
            models.CheckConstraint(condition=Q(letter__in=Letter.values), name="assignment_letter"),
        ]

    def __str__(self) -> str:
        return f"{self.duty_id} × {self.position_id}: {self.letter}"
