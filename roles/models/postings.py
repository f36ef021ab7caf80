"""Job postings: a French text and, beside it only, its English twin."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from phases.models import Framework, Project
from roles.enums import Employment, PayUnit, PostingState, Province, PublicationState, Tenure, Vacancy, WorkMode

# Each in both languages, in the order in which a reader meets them.
TEXTS = (
    "title", "employer", "department", "level", "mission", "education", "essential", "asset", "language",
    "language_reason", "length", "hours", "conditions", "apply", "contact", "equal_access", "accommodation",
    "screening", "privacy",
)  # fmt: skip


class Posting(models.Model):
    """A job posting of a position, of a profile, or of chosen duties; of a project, or of a framework alone.

    Its duties are read from the matrix, without a project from the catalogue, while it is a draft, and stand in
    `frozen` in both languages once it is published. Its `lines` are those that stand in it; none means all that the
    position or the profile carries out, approves or supports.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="postings")
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.ForeignKey("roles.Position", models.SET_NULL, null=True, blank=True, related_name="postings")
    profile = models.ForeignKey("roles.RoleProfile", models.SET_NULL, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=PostingState.choices, default=PostingState.DRAFT)

    title = models.CharField(_("Title"), max_length=200, blank=True)
    employer = models.CharField(_("Employer"), max_length=200, blank=True)
    department = models.CharField(_("Department"), max_length=200, blank=True)
    level = models.CharField(_("Class or level"), max_length=100, blank=True)
    mission = models.TextField(_("Mission"), max_length=2000, blank=True)
    essential = models.TextField(_("Essential requirements"), max_length=2000, blank=True)
    asset = models.TextField(_("Asset qualifications"), max_length=2000, blank=True)
    education = models.TextField(_("Education"), max_length=1000, blank=True)
    language = models.TextField(_("Language requirement"), max_length=1000, blank=True)
    language_reason = models.TextField(_("Reason of the language requirement"), max_length=1000, blank=True)
    length = models.CharField(_("Length of the employment"), max_length=100, blank=True)
    hours = models.CharField(_("Hours of work"), max_length=200, blank=True)
    conditions = models.TextField(_("Conditions"), max_length=2000, blank=True)
    apply = models.TextField(_("How to apply"), max_length=1000, blank=True)
    contact = models.TextField(_("Contact"), max_length=500, blank=True)
    equal_access = models.TextField(_("Equal access statement"), max_length=1000, blank=True)
    accommodation = models.TextField(_("Accommodation notice"), max_length=1000, blank=True)
    screening = models.TextField(_("Use of artificial intelligence in the selection"), max_length=1000, blank=True)
    privacy = models.TextField(_("Privacy notice"), max_length=2000, blank=True)

    city = models.CharField(_("City"), max_length=100, blank=True)
    province = models.CharField(_("Province"), max_length=2, choices=Province.choices, default=Province.QC)
    postal_code = models.CharField(_("Postal code"), max_length=10, blank=True)
    street = models.CharField(_("Street address"), max_length=200, blank=True)
    work_mode = models.CharField(_("Work mode"), max_length=10, choices=WorkMode.choices, blank=True)
    remote_area: Any = models.JSONField(_("Where remote work may be done"), default=list, blank=True)
    employment = models.CharField(_("Employment type"), max_length=20, choices=Employment.choices, blank=True)
    tenure = models.CharField(_("Permanent or temporary"), max_length=10, choices=Tenure.choices, blank=True)
    openings = models.PositiveSmallIntegerField(_("Number of openings"), null=True, blank=True)
    vacancy = models.CharField(_("Vacancy"), max_length=10, choices=Vacancy.choices, blank=True)
    start_date = models.DateField(_("Start date"), null=True, blank=True)
    pay_min = models.DecimalField(_("Pay from"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_max = models.DecimalField(_("Pay to"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_unit = models.CharField(_("Pay period"), max_length=10, choices=PayUnit.choices, default=PayUnit.YEAR)
    closing_date = models.DateField(_("Closing date"), null=True, blank=True)
    reference = models.CharField(_("Reference"), max_length=60, blank=True)
    noc = models.CharField(_("Occupation code (NOC 2021)"), max_length=5, blank=True)
    annex = models.BooleanField(_("With the part of the position in the RACI matrix as an annex"), default=False)

    slug = models.SlugField(max_length=90, unique=True)
    public = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0)  # of the project, when it was published
    frozen: Any = models.JSONField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    if TYPE_CHECKING:
        title_fr: str
        title_en: str | None
        employer_fr: str
        employer_en: str | None

    objects: ClassVar["models.Manager[Posting]"] = models.Manager()

    class Meta:
        verbose_name = _("posting")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(project__isnull=True, framework__isnull=False)
                | Q(project__isnull=False, framework__isnull=True),
                name="posting_of_project_or_framework",
            ),
            # Charter of the French language, s. 42: no English posting without its French twin.
            models.CheckConstraint(
                condition=Q(title_en=None) | Q(title_en="") | Q(title_fr__isnull=False, title_fr__gt=""),
                name="posting_english_has_twin",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def ends_at(self) -> datetime | None:
        """When nobody reads it any more; None for one that only closing ends: no public page, no closing date."""
        return self.expires_at if self.public or self.closing_date else None

    @property
    def remote(self) -> bool:
        """Whether the work is done from anywhere in the remote area."""
        return self.work_mode == WorkMode.REMOTE

    @property
    def source_framework(self) -> Framework:
        """The framework that its duties come from."""
        return self.framework or cast("Project", self.project).framework

    @property
    def has_twin(self) -> bool:
        """Whether it stands in English, too."""
        return bool(self.title_en)


class PostingLine(models.Model):
    """A line that stands in a posting, in its place: a duty, without a project a statement, or one of its own.

    A text replaces the wording of the duty; a line of its own is nothing but its text.
    """

    posting = models.ForeignKey(Posting, models.CASCADE, related_name="lines")
    order = models.PositiveSmallIntegerField()
    duty = models.ForeignKey("roles.Duty", models.CASCADE, null=True, related_name="+")
    statement = models.ForeignKey("roles.Responsibility", models.CASCADE, null=True, related_name="+")
    text = models.CharField(max_length=600, blank=True)

    if TYPE_CHECKING:
        text_fr: str | None
        text_en: str | None

    objects: ClassVar["models.Manager[PostingLine]"] = models.Manager()

    class Meta:
        verbose_name = _("line of a posting")
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["posting", "duty"], name="posting_line_duty"),
            models.UniqueConstraint(fields=["posting", "statement"], name="posting_line_statement"),
        ]

    def __str__(self) -> str:
        return self.text or f"{self.duty_id or self.statement_id}"


class Publication(models.Model):
    """A posting as it was published (publication): kept for years, whatever becomes of the posting or its project.

    `said` is all that the posting said, as plain values, which the line of the journal seals; `framework` its title in
    both languages.
    """

    posting = models.ForeignKey(Posting, models.SET_NULL, null=True, related_name="publications")
    project = models.ForeignKey(Project, models.SET_NULL, null=True, related_name="publications")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    said: Any = models.JSONField()
    framework: Any = models.JSONField()
    reason = models.TextField(max_length=1000, blank=True)  # why it was published with something missing
    published_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)  # when nobody reads it any more; None while nothing ends it
    state = models.CharField(max_length=10, choices=PublicationState.choices, default=PublicationState.PUBLISHED)

    class Meta:
        verbose_name = _("publication")
        ordering = ["-published_at", "-id"]

    def __str__(self) -> str:
        return f"{self.title} {self.published_at:%Y-%m-%d}"

    @property
    def title(self) -> str:
        """Its title in the active language, French where there is none."""
        return self.said.get(f"title_{get_language()}") or self.said.get("title_fr") or ""

    @property
    def languages(self) -> tuple[str, ...]:
        """Those that it was published in."""
        return ("fr", "en") if self.said.get("title_en") else ("fr",)

    def posting_then(self) -> Posting:
        """The posting as it was published; it is not to be saved."""
        fields = {field.attname: field for field in Posting._meta.concrete_fields}
        values = {name: fields[name].to_python(value) for name, value in self.said.items() if name in fields}
        return Posting(state=PostingState.PUBLISHED, **values)


class PublishedFile(models.Model):
    """The PDF of a publication in one language, with its fingerprint (SHA-256)."""

    publication = models.ForeignKey(Publication, models.CASCADE, related_name="files")
    language = models.CharField(max_length=2)
    fingerprint = models.CharField(max_length=64)
    content = models.BinaryField()

    class Meta:
        verbose_name = _("published file")
        constraints = [models.UniqueConstraint(fields=["publication", "language"], name="published_file_once")]

    def __str__(self) -> str:
        return f"{self.publication_id} {self.language} {self.fingerprint[:8]}"


class TextBlock(models.Model):
    """A text that somebody uses in many postings (bloc de texte), by the field that it is for."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="text_blocks")
    field = models.CharField(max_length=20)
    name = models.CharField(_("Name"), max_length=80)
    text = models.TextField(max_length=2000, blank=True)

    if TYPE_CHECKING:
        text_fr: str | None
        text_en: str | None

    objects: ClassVar["models.Manager[TextBlock]"] = models.Manager()

    class Meta:
        verbose_name = _("text block")
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["user", "field", "name"], name="text_block_name")]

    def __str__(self) -> str:
        return self.name
