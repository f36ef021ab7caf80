"""What search engines need to show a posting, and for how long."""

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from aispec.web.fields.days import read_day
from roles.enums import Severity
from roles.postings.domain.rules.rule import Draft, Found, Rule
from roles.postings.domain.rules.sources import GOOGLE


def _place_missing(draft: Draft) -> Iterator[Found]:
    if not draft.text("city") and not draft.remote:
        yield Found("city")


def _closing_missing(draft: Draft) -> Iterator[Found]:
    if not draft.text("closing_date"):
        yield Found("closing_date")


def _closing_past(draft: Draft) -> Iterator[Found]:
    day = read_day(draft.text("closing_date"))
    if day and day < timezone.localdate():
        yield Found("closing_date")


RULES = (
    Rule(
        code="place",
        severity=Severity.WARNING,
        source=GOOGLE,
        sentence=_("The work location is missing."),
        find=_place_missing,
    ),
    Rule(
        code="closing",
        severity=Severity.WARNING,
        source=GOOGLE,
        sentence=_("The closing date is missing: the public page would end thirty days after its publication."),
        find=_closing_missing,
    ),
    Rule(
        code="past",
        severity=Severity.WARNING,
        source=GOOGLE,
        sentence=_("The closing date is past: choose a later one before you publish."),
        find=_closing_past,
    ),
)
