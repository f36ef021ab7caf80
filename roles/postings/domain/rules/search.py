"""How long search engines show a posting. What it must have is said in `complete`."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aispec.web.fields.days import read_day
from roles.enums import Severity
from roles.postings.domain.rules.rule import Draft, Found, Rule
from roles.postings.domain.rules.sources import GOOGLE


def _closing_past(draft: Draft) -> Iterator[Found]:
    day = read_day(draft.text("closing_date"))
    if day and day < timezone.localdate():
        yield Found("closing_date")


RULES = (
    Rule(
        code="past",
        severity=Severity.WARNING,
        source=GOOGLE,
        sentence=_("The closing date is past: choose a later one before you publish."),
        find=_closing_past,
    ),
)
