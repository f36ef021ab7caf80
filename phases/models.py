"""Frameworks and their phases; projects, who may see them, and their journal.

Every write of a project goes through `phases.projects.journal.project_change`.
"""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from phases.enums import ChangeKind, Role


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


def keep_owners(collector: Any, field: Any, memberships: "models.QuerySet[Membership]", using: str) -> None:
    """On the deletion of accounts: theirs goes with them, unless a project would be left without an owner.

    Raises ProtectedError, which the administration tells in words, with the accesses that stand against it.
    """
    leaving = [membership.pk for membership in memberships]
    owners = Membership.objects.using(using).filter(role=Role.OWNER)
    left = owners.exclude(pk__in=leaving).values("project")
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
                condition=models.Q(accepted_at=None, revoked_at=None),
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


class ArchiveEntry(models.Model):
    """A project in the archive a reader has asked for: to be made, or its documents as a small zip.

    All entries of a reader are the archive, so there is one at a time. The bytes are in the database, which every
    process on every machine reaches, and which forgets them with the project or its reader.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="archive_entries")
    project = models.ForeignKey(Project, models.CASCADE, related_name="archive_entries")
    language = models.CharField(max_length=2)
    asked_at = models.DateTimeField(db_index=True)
    made_at = models.DateTimeField(null=True)
    failure = models.TextField(blank=True)  # what could not be made, and why
    body = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("project in an archive")
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["owner", "project"], name="archive_entry_one")]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.project_id}"


class PreparedFile(models.Model):
    """A large document a reader has asked for at an address: to be made in the background, or its bytes.

    One that is made and has no bytes could not be made.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="prepared_files")
    address = models.TextField()  # path and query; one document of each for an owner
    asked_at = models.DateTimeField(db_index=True)
    begun_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(null=True)
    kind = models.CharField(max_length=100, blank=True)  # the content type
    disposition = models.TextField(blank=True)  # the header with the name of the file
    body = models.BinaryField(default=b"")
    size = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("document made in the background")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.owner_id}: {self.address}"
