"""Job postings: a French text and, beside it only, its English twin."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from phases.models import Framework, Project
from roles.enums import Employment, PayUnit, PostingState, Province


class Posting(models.Model):
    """A job posting of a position, of a profile, or of chosen duties; of a project, or of a framework alone.

    Its duties are read from the matrix, without a project from the catalogue, while it is a draft, and stand in
    `frozen` in both languages once it is published. `duties`, without a project `statements`, chooses among them; none
    chosen means all that the position or the profile has.
    """

    project = models.ForeignKey(Project, models.CASCADE, null=True, blank=True, related_name="postings")
    framework = models.ForeignKey(Framework, models.PROTECT, null=True, blank=True, related_name="+")
    position = models.ForeignKey("roles.Position", models.SET_NULL, null=True, blank=True, related_name="postings")
    profile = models.ForeignKey("roles.RoleProfile", models.SET_NULL, null=True, blank=True, related_name="+")
    duties = models.ManyToManyField("roles.Duty", blank=True, related_name="+")
    statements = models.ManyToManyField("roles.Responsibility", blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=PostingState.choices, default=PostingState.DRAFT)

    title = models.CharField(_("Title"), max_length=200, blank=True)
    employer = models.CharField(_("Employer"), max_length=200, blank=True)
    mission = models.TextField(_("Mission"), max_length=2000, blank=True)
    essential = models.TextField(_("Essential requirements"), max_length=2000, blank=True)
    asset = models.TextField(_("Asset qualifications"), max_length=2000, blank=True)
    education = models.TextField(_("Education"), max_length=1000, blank=True)
    language = models.TextField(_("Language requirement"), max_length=1000, blank=True)
    language_reason = models.TextField(_("Reason of the language requirement"), max_length=1000, blank=True)
    conditions = models.TextField(_("Conditions"), max_length=2000, blank=True)
    apply = models.TextField(_("How to apply"), max_length=1000, blank=True)
    privacy = models.TextField(_("Privacy notice"), max_length=2000, blank=True)
    accommodation = models.TextField(_("Accommodation notice"), max_length=1000, blank=True)

    city = models.CharField(_("City"), max_length=100, blank=True)
    province = models.CharField(_("Province"), max_length=2, choices=Province.choices, default=Province.QC)
    postal_code = models.CharField(_("Postal code"), max_length=10, blank=True)
    street = models.CharField(_("Street address"), max_length=200, blank=True)
    remote = models.BooleanField(_("Fully remote work is possible"), default=False)
    employment = models.CharField(_("Employment type"), max_length=20, choices=Employment.choices, blank=True)
    pay_min = models.DecimalField(_("Pay from"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_max = models.DecimalField(_("Pay to"), max_digits=9, decimal_places=2, null=True, blank=True)
    pay_unit = models.CharField(_("Pay period"), max_length=10, choices=PayUnit.choices, default=PayUnit.YEAR)
    closing_date = models.DateField(_("Closing date"), null=True, blank=True)
    reference = models.CharField(_("Reference"), max_length=60, blank=True)
    noc = models.CharField(_("Occupation code (NOC 2021)"), max_length=5, blank=True)

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
    def chosen(self) -> Any:
        """The chosen duties of its project, or the chosen statements of its framework."""
        return self.duties if self.project_id else self.statements

    @property
    def source_framework(self) -> Framework:
        """The framework that its duties come from."""
        return self.framework or cast("Project", self.project).framework

    @property
    def has_twin(self) -> bool:
        """Whether it stands in English, too."""
        return bool(self.title_en)
