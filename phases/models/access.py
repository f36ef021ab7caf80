"""Who may see a project and change it: members, who is invited, and who has a link."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phases.enums import Role
from phases.models.projects import Project


def keep_owners(collector: Any, field: Any, memberships: "models.QuerySet[Membership]", using: str) -> None:
    """On the deletion of accounts: theirs goes with them, unless a project would be left without an owner.

    Raises ProtectedError, which the administration tells in words, with the accesses that stand against it.
    """
    leaving = [membership.pk for membership in memberships]
    owners = Membership.objects.using(using).filter(role=Role.OWNER)
    left = owners.filter(user__is_active=True).exclude(pk__in=leaving).values("project")
    last = owners.filter(pk__in=leaving).exclude(project__in=left)
    if last:
        raise models.ProtectedError("last owner", set(last))  # Django says more, in its own words
    models.CASCADE(collector, field, memberships, using)


class Membership(models.Model):
    """A user's role in a project (accès)."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, keep_owners, related_name="memberships")
    role = models.PositiveSmallIntegerField(_("role"), choices=Role.choices)
    seen_at = models.DateTimeField(null=True, editable=False)  # when the user last looked at the matrix
    layout: Any = models.JSONField(default=dict, editable=False)  # how the user has laid the matrix out

    class Meta:
        verbose_name = _("access")
        constraints = [models.UniqueConstraint(fields=["project", "user"], name="membership_unique")]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.user_id} {self.get_role_display()}"


OPEN_INVITATION = models.Q(accepted_at=None, revoked_at=None)  # whether or not it has expired


class Invitation(models.Model):
    """A role in a project, offered by e-mail to somebody who may have no account yet.

    Its link is signed: the database alone gives none away. One that was accepted or revoked stays, so that its link
    can say so.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    role = models.PositiveSmallIntegerField(_("role"), choices=Role.choices)
    language = models.CharField(max_length=2)
    nonce = models.CharField(max_length=32, unique=True, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    expires_at = models.DateTimeField(_("expires"))
    sent_at = models.DateTimeField(null=True)  # when its mail last left; None until one has
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invitation")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "project",
                Lower("email"),
                condition=OPEN_INVITATION,
                name="invitation_open_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.email} {self.get_role_display()}"

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        """Whether it can be accepted."""
        return self.accepted_at is None and self.revoked_at is None and not self.expired


class ShareLink(models.Model):
    """A link by which anybody may read the matrix (lien de partage).

    Only the hash of its token is kept, so that the database gives no link away. Of its readers nothing is kept but
    the day of the last one.
    """

    project = models.ForeignKey(Project, models.CASCADE, related_name="links")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("label"), max_length=120)
    names = models.BooleanField(_("with the names of the holders"), default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    last_used_on = models.DateField(_("last used"), null=True)

    class Meta:
        verbose_name = _("share link")
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.project_id}: {self.label}"

    @property
    def expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at <= timezone.now()

    @property
    def works(self) -> bool:
        """Whether it opens the matrix."""
        return self.revoked_at is None and not self.expired
