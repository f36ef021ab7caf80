"""The fixed words of the matrix, its checks, postings, notices, the security log and the journal of logins."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Letter(models.TextChoices):
    """A position's part in a duty; an empty cell means no part.

    Source of the words: RACI as in DESIGN, Réalisation / Approbation / Consultation / Information.
    """

    R = "R", pgettext_lazy("RACI letter", "Responsible")
    A = "A", pgettext_lazy("RACI letter", "Accountable")
    AR = "AR", pgettext_lazy("RACI letter", "Accountable and responsible")
    C = "C", pgettext_lazy("RACI letter", "Consulted")
    I = "I", pgettext_lazy("RACI letter", "Informed")  # noqa: E741
    S = "S", pgettext_lazy("RACI letter", "Support")

    @property
    def shown(self) -> str:
        """The letter as people write it: `A/R` for both."""
        return "A/R" if self is Letter.AR else self.value

    @classmethod
    def parse(cls, text: str) -> str:
        """The stored form of a letter in a file of this app's own, "" for an empty cell.

        Raises ValueError for anything that is not a letter; what others wrote roles.formats.marks.read_letter reads.
        """
        mark = text.strip().upper().replace("/", "").replace(" ", "")
        if mark == "":
            return ""
        return cls({"RA": "AR"}.get(mark, mark)).value


APPROVING = (Letter.A.value, Letter.AR.value)
DOING = (Letter.R.value, Letter.AR.value)


class Severity(models.IntegerChoices):
    """How much a finding matters; errors stop an approval, never an export."""

    ERROR = 1, _("Error")
    WARNING = 2, _("Warning")
    HINT = 3, _("Hint")


class PostingState(models.TextChoices):
    """Where a posting stands; only a draft changes."""

    DRAFT = "draft", pgettext_lazy("posting", "Draft")
    PUBLISHED = "published", pgettext_lazy("posting", "Published")
    CLOSED = "closed", pgettext_lazy("posting", "Closed")


class PublicationState(models.TextChoices):
    """What became of a posting that was published."""

    PUBLISHED = "published", pgettext_lazy("posting", "Published")
    CLOSED = "closed", pgettext_lazy("posting", "Closed")
    REOPENED = "reopened", pgettext_lazy("posting", "Taken back to a draft")


class Employment(models.TextChoices):
    """Kinds of employment, in the words of schema.org."""

    FULL_TIME = "FULL_TIME", _("Full time")
    PART_TIME = "PART_TIME", _("Part time")
    TEMPORARY = "TEMPORARY", _("Temporary")
    CONTRACTOR = "CONTRACTOR", _("Contract")
    INTERN = "INTERN", _("Internship")


class Tenure(models.TextChoices):
    """Whether the employment has an end."""

    PERMANENT = "permanent", pgettext_lazy("employment", "Permanent")
    TEMPORARY = "temporary", pgettext_lazy("employment", "Temporary")


class WorkMode(models.TextChoices):
    """Where the work is done."""

    ONSITE = "onsite", _("On site")
    HYBRID = "hybrid", _("Hybrid")
    REMOTE = "remote", _("Remote")


class Vacancy(models.TextChoices):
    """Whether the posting is for a position that is vacant now; some provinces want it said."""

    EXISTING = "existing", _("Existing vacancy")
    FUTURE = "future", _("No vacancy at the moment: applications are kept for a coming one")


class PayUnit(models.TextChoices):
    """What a pay is paid for, in the words of schema.org."""

    HOUR = "HOUR", _("an hour")
    DAY = "DAY", _("a day")
    WEEK = "WEEK", _("a week")
    MONTH = "MONTH", _("a month")
    YEAR = "YEAR", _("a year")


class Province(models.TextChoices):
    """Provinces and territories, by the codes of Canada Post."""

    QC = "QC", _("Québec")
    ON = "ON", _("Ontario")
    NB = "NB", _("New Brunswick")
    NS = "NS", _("Nova Scotia")
    PE = "PE", _("Prince Edward Island")
    NL = "NL", _("Newfoundland and Labrador")
    MB = "MB", _("Manitoba")
    SK = "SK", _("Saskatchewan")
    AB = "AB", _("Alberta")
    BC = "BC", _("British Columbia")
    YT = "YT", _("Yukon")
    NT = "NT", _("Northwest Territories")
    NU = "NU", _("Nunavut")


class NoticeKind(models.TextChoices):
    """What a notice is about; a reader chooses for each how it comes."""

    INVITED = "invited", _("You are given access to a project")
    ASKED = "asked", _("You are asked to accept duties")
    LETTER = "letter", _("A letter of yours has changed")
    LEFT = "left", _("You no longer hold a position")
    ANSWER = "answer", _("An objection or an answer on your project")
    COMMENT = "comment", _("A comment on your duties, or in a discussion of yours")
    MENTION = "mention", _("A comment mentions you")
    OPENED = "opened", _("A position is opened to HR managers")
    CLOSING = "closing", _("A posting is about to close")
    REVIEW = "review", _("The review of your project is due")
    ARCHIVE = "archive", _("Your archive is ready")


class Delivery(models.TextChoices):
    """How a notice comes to its reader; each way includes those before it, but for the day of its mail."""

    OFF = "off", pgettext_lazy("notices", "Off")
    PRODUCT = "product", _("In the product")
    DAILY = "daily", _("In the product and by daily mail")
    MAIL = "mail", _("In the product and by mail")


class SecurityKind(models.TextChoices):
    """What an event of the security log says has happened."""

    SIGNED_IN = "sign-in", _("Signed in")
    SIGN_IN_FAILED = "sign-in.failed", _("Sign-in refused")
    TOO_MANY = "too-many", _("Too many attempts")
    SIGNED_OUT = "sign-out", _("Signed out")
    SESSIONS_ENDED = "sessions.ended", _("Sessions ended elsewhere")
    SIGNED_UP = "sign-up", _("Account created")
    ACCOUNT_DELETED = "account.deleted", _("Account deleted")
    PASSWORD_CHANGED = "password", _("Password changed")
    ADDRESS_CHANGED = "address", _("Email addresses changed")
    PROVIDER_CHANGED = "provider", _("Sign-in by a provider changed")
    FACTOR_ADDED = "factor.added", _("Second factor added")
    FACTOR_REMOVED = "factor.removed", _("Second factor removed")
    FACTOR_USED = "factor.used", _("Second factor used")
    FACTOR_FAILED = "factor.failed", _("Second factor refused")
    ACCOUNT_CLOSED = "account.closed", _("Account deactivated")
    ACCOUNT_OPENED = "account.opened", _("Account activated")
    RIGHTS_CHANGED = "rights", _("Rights of a group changed")
    ROLE_GIVEN = "role.given", _("Role given")
    ROLE_TAKEN = "role.taken", _("Role taken")
    ACCESS_GIVEN = "access.given", _("Access to a project given")
    ACCESS_TAKEN = "access.taken", _("Access to a project withdrawn")
    LINK_MADE = "link.made", _("Link created")
    LINK_USED = "link.used", _("Link opened")
    LINK_REVOKED = "link.revoked", _("Link revoked")
    REFUSED = "refused", _("Page refused")
    ADMINISTERED = "administered", _("Changed in the administration")
    EXPORTED = "export", _("File downloaded")
    ERASED = "erasure", _("Person erased")
    LOGIN_CHANGED = "login", _("Login of a person changed")


class LoginChangeKind(models.TextChoices):
    """What became of the login of a person."""

    JOINED = "joined", _("joined with an account")
    JOINED_ON_SERVER = "joined_on_server", _("joined with an account")
    FOUND = "found", _("joined with an account before changes were kept")
    PARTED = "parted", _("parted from an account")
    ENDED = "ended", _("the person or the account is deleted")
    MOVED = "moved", _("email changed")
