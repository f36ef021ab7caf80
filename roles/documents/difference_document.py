"""What a difference says as a file, whatever the format."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _

from roles.documents.text import plain
from roles.domain.difference import Difference
from roles.domain.difference_words import DifferenceLine, difference_lines
from roles.domain.matrix import Matrix


@dataclass(frozen=True)
class DifferenceDocument:
    """Two matrices, the names of both, and the day of the document."""

    before: Matrix
    after: Matrix
    found: Difference
    old_name: str
    new_name: str
    day: date

    @property
    def title(self) -> str:
        """The project's name."""
        return self.text(self.after.name)

    @property
    def kind(self) -> str:
        """What was compared with what."""
        return self.text(_("Differences: %(old)s → %(new)s") % {"old": self.old_name, "new": self.new_name})

    @property
    def made(self) -> str:
        """The day in words."""
        return date_format(self.day, "DATE_FORMAT")

    @property
    def heads(self) -> tuple[str, str, str, str]:
        """The columns of the list."""
        return _("Difference"), _("Of what"), _("Before"), _("After")

    def lines(self) -> list[DifferenceLine]:
        """The list, typeset."""
        found = difference_lines(self.before, self.after, self.found)
        return [DifferenceLine(*(self.text(words) for words in line)) for line in found]

    def text(self, text: str) -> str:
        """A text as the document shows it."""
        return plain(text, self.after.language)

    def file_name(self, extension: str) -> str:
        """`prevision-de-la-demande-differences-v3-v12.xlsx`."""
        stem = slugify(self.after.name)[:60].strip("-_") or _("matrix")
        versions = f"v{self.before.version}-v{self.after.version}"
        return f"{stem}-{slugify(_('differences'))}-{versions}-{self.day.isoformat()}.{extension}"
