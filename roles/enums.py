"""The letters of the matrix and the severities of its checks."""

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
        """The stored form of what a person or a file wrote; "" for an empty cell.

        Raises ValueError for anything that is not a letter of this matrix.
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
