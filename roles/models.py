"""Profiles and their responsibilities; a project's positions, duties and assignments; people."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from phases.models import Framework, Phase, Project
from roles.enums import APPROVING, Letter
from roles.posting_models import Posting

__all__ = [
    "Answer",
    "Assignment",
    "Comment",
    "Duty",
    "FindingDismissal",
    "Person",
    "PersonalLink",
    "Position",
    "Posting",
    "Responsibility",
    "RoleProfile",
    "SuggestionRule",
]


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


class Person(models.Model):
    """Somebody in the directory; may hold positions and may have a login.

    `profile` is what they are trained for: a position they are to hold takes it when it has none.
    """

    name = models.CharField(_("name"), max_length=120)
    email = models.EmailField(_("e-mail"), blank=True)
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="person")
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, verbose_name=_("profile"))
    active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="person_email")]

    def __str__(self) -> str:
        return self.name


class Position(models.Model):
    """A column of the matrix: a title, usually a profile, held by a person or vacant."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="positions")
    order = models.PositiveSmallIntegerField(_("order"))
    title = models.CharField(_("title"), max_length=200)
    profile = models.ForeignKey(RoleProfile, models.SET_NULL, null=True, blank=True, verbose_name=_("profile"))
    holder = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="positions", verbose_name=_("holder")
    )
    open_to_hr = models.BooleanField(_("open to HR managers"), default=False)  # while it is vacant, for a posting

    if TYPE_CHECKING:
        title_fr: str
        title_en: str | None

    class Meta:
        verbose_name = _("position")
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.title


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
    applicable = models.BooleanField(_("applicable"), default=True)
    reason = models.CharField(_("reason why it does not apply"), max_length=300, blank=True)

    if TYPE_CHECKING:
        text_fr: str
        text_en: str | None
        posting_fr: str
        posting_en: str | None

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


class FindingDismissal(models.Model):
    """A finding that somebody has set aside, with the reason.

    `state` is the digest of the figures that it had then: a finding that has changed since stands again.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="dismissals")
    key = models.CharField(max_length=30)
    state = models.CharField(max_length=12)
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("dismissed finding")
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="dismissal_finding")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.key}"


class Answer(models.Model):
    """What somebody says of a cell of theirs: accepted, or objected to with a reason.

    It keeps the letter and the words that they saw, so that what has changed since can be told: an answer to
    something else than what stands now is no answer to it. `version` is the version of the project they saw.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="answers")
    duty = models.ForeignKey(Duty, models.CASCADE, related_name="answers")
    position = models.ForeignKey(Position, models.CASCADE, related_name="answers")
    letter = models.CharField(_("letter"), max_length=2, choices=Letter.choices)
    text_fr = models.CharField(max_length=500, blank=True)
    text_en = models.CharField(max_length=500, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True)  # of an objection; "" accepts
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("answer")
        constraints = [models.UniqueConstraint(fields=["person", "duty", "position"], name="answer_cell")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.duty_id} × {self.position_id} {self.letter} v{self.version}"


class PersonalLink(models.Model):
    """A way to somebody's own page of a project without signing in; its address carries `nonce`, signed.

    One a person and project: making another revokes the first.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="personal_links")
    person = models.ForeignKey(Person, models.CASCADE, related_name="personal_links")
    nonce = models.CharField(max_length=32, unique=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("expires at"))

    class Meta:
        verbose_name = _("personal link")
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="personal_link_one")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.person_id}"


class Comment(models.Model):
    """What a member says about a duty, or about a cell of it; an answer has the comment it answers as `parent`.

    A comment is open or resolved with its answers. One that was removed after it had been answered has no text.
    """

    duty = models.ForeignKey(Duty, models.CASCADE, related_name="comments")
    position = models.ForeignKey(Position, models.CASCADE, null=True, related_name="comments")
    parent = models.ForeignKey("self", models.CASCADE, null=True, related_name="answers")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    resolved = models.BooleanField(_("resolved"), default=False)

    class Meta:
        verbose_name = _("comment")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.duty_id} × {self.position_id or '-'}: {self.text[:40]}"
