"""What people say of a matrix: answers and the links to give them by, comments, dismissed findings."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from phases.models import Project
from roles.enums import Letter
from roles.models.matrix import Duty, Position
from roles.models.people import Person


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


class AcceptanceRequest(models.Model):
    """That a holder has been asked to answer to what is theirs, and is reminded while something waits.

    Whoever has an account gets a notice. `mailed_at` is when the message with a personal link left, or began to leave,
    for whoever has an e-mail alone.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="acceptance_requests")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    message = models.TextField(_("message"), blank=True)
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField()
    every = models.PositiveSmallIntegerField(default=0)  # days between reminders, 0 for none
    reminders = models.PositiveSmallIntegerField(default=0)
    reminded_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("request to accept")
        constraints = [models.UniqueConstraint(fields=["project", "person"], name="acceptance_request_one")]

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


class RemovedComment(models.Model):
    """A comment whose duty or position was removed: undo brings it back with them, under the ids it had."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="+")
    comment_id = models.BigIntegerField()
    duty_id = models.BigIntegerField()
    position_id = models.BigIntegerField(null=True)
    parent_id = models.BigIntegerField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("comment"), blank=True)
    at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    resolved = models.BooleanField(_("resolved"), default=False)

    class Meta:
        verbose_name = _("removed comment")

    def __str__(self) -> str:
        return f"{self.duty_id} × {self.position_id or '-'}: {self.text[:40]}"
