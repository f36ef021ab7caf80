"""The other provinces: what a public posting says of the pay, and what Ontario wants told besides."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from aispec.web.fields.days import day_words
from roles.enums import Province, Severity
from roles.postings.domain.rules.patterns import asked, plain_spaces
from roles.postings.domain.rules.rule import Draft, Found, Rule
from roles.postings.domain.rules.sources import (
    BRITISH_COLUMBIA,
    CHECKED,
    NEWFOUNDLAND,
    ONTARIO_ACT,
    ONTARIO_COPIES,
    ONTARIO_REGULATION,
    OTHER_PROVINCES,
    PRINCE_EDWARD_ISLAND,
)
from roles.postings.domain.rules.wording import CANADIAN

_ONTARIO = (Province.ON,)
_ONTARIO_SINCE = date(2026, 1, 1)
_WIDEST, _EXEMPT = 50_000, 200_000  # dollars a year


def _pay_missing(draft: Draft) -> Iterator[Found]:
    if draft.pay() == (None, None):
        yield Found("pay_min")


_FRENCH_MONEY, _MONEY = r"\d[\d ]{0,12}(?:,\d\d?)? ?\$", r"\$\d[\d,.]{0,12}"
_OPEN_PAY = re.compile(
    rf"(?:jusqu'à|à partir de|dès) {_FRENCH_MONEY}(?!.{{0,12}}\bà )|{_FRENCH_MONEY}(?: [^\W\d]+){{0,2}} et plus\b|"
    rf"(?:up to|from|starting at) {_MONEY}(?!.{{0,12}}(?:\bto\b|[-–]) ?\$)|{_MONEY}(?: [^\W\d]+){{0,2}} and up\b",
    re.IGNORECASE,
)


def _one_end(draft: Draft) -> Iterator[Found]:
    """A range with one end only, in the two fields or in words where these say nothing."""
    low, high = draft.pay()
    if (low is None) != (high is None):
        yield Found("pay_max" if high is None else "pay_min")
    elif low is None:
        for name, text in draft.texts("conditions", "mission"):
            if _OPEN_PAY.search(plain_spaces(text)):
                yield Found(name)
                return


def _too_wide(draft: Draft) -> Iterator[Found]:
    low, high = draft.pay()
    if low is None or high is None or draft.yearly(high) > _EXEMPT:
        return
    if draft.yearly(high - low) > _WIDEST:
        yield Found("pay_max")


def _ontario_one_end(draft: Draft) -> Iterator[Found]:
    low, high = draft.pay()
    only = low if high is None else high
    if only is not None and (low is None or high is None) and draft.yearly(only) <= _EXEMPT:
        yield Found("pay_max" if high is None else "pay_min")


_SCREENING = ("screening", "apply", "privacy", "conditions")
_INTELLIGENCE = re.compile(r"intelligence artificielle|\bIA\b|artificial intelligence|\bAI\b", re.IGNORECASE)


def _says_nothing(draft: Draft, pattern: re.Pattern[str], *names: str) -> Iterator[Found]:
    """The first language in which none of these texts speaks of it."""
    for language in draft.languages():
        if not any(pattern.search(text) for _name, text in draft.texts(*names, languages=(language,))):
            yield Found(f"{names[0]}_{language}")
            return


_VACANCY = re.compile(
    r"poste (?:est )?(?:actuellement )?vacant|poste à pourvoir|vacance|banque de candidatures|réserve de candidatures|"
    r"besoins futurs|(?:existing|current|future|actual) vacanc|vacant position|position is vacant|pool of candidates|"
    r"future (?:openings|opportunities)",
    re.IGNORECASE,
)


def _vacancy_untold(draft: Draft) -> Iterator[Found]:
    if not draft.text("vacancy"):
        for _found in _says_nothing(draft, _VACANCY, "conditions", "mission", "apply"):
            yield Found("vacancy")


def _canadian(draft: Draft) -> Iterator[Found]:
    for name, text in draft.texts():
        if found := asked(CANADIAN, text):
            yield Found(name, {"found": found})
            return


def _always(_draft: Draft) -> Iterator[Found]:
    yield Found("province")


def _no_rule(draft: Draft) -> Iterator[Found]:
    yield Found("province", {"province": str(Province(draft.place).label), "day": day_words(CHECKED)})


RULES = (
    Rule(
        code="ON-pay",
        severity=Severity.WARNING,
        source=ONTARIO_ACT,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_(
            "From 25 employees, a public posting says the expected pay or its range, unless it is more than $200,000 a "
            "year."
        ),
        find=_pay_missing,
    ),
    Rule(
        code="ON-one-end",
        severity=Severity.WARNING,
        source=ONTARIO_REGULATION,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_(
            "The pay has one end only. From 25 employees, a range spans at most $50,000 a year: give both ends, or "
            "twice the same amount for a fixed pay."
        ),
        find=_ontario_one_end,
    ),
    Rule(
        code="ON-range",
        severity=Severity.WARNING,
        source=ONTARIO_REGULATION,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_(
            "The range of pay is wider than $50,000 a year, the most that a public posting may show from 25 employees."
        ),
        find=_too_wide,
    ),
    Rule(
        code="ON-screening",
        severity=Severity.WARNING,
        source=ONTARIO_ACT,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_(
            "Nothing is said of artificial intelligence. From 25 employees, a posting says so where it is used to "
            "screen, assess or select applicants."
        ),
        find=lambda draft: _says_nothing(draft, _INTELLIGENCE, *_SCREENING),
    ),
    Rule(
        code="ON-vacancy",
        severity=Severity.WARNING,
        source=ONTARIO_ACT,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_("From 25 employees, a posting says whether it is for an existing vacancy or not."),
        find=_vacancy_untold,
    ),
    Rule(
        code="ON-experience",
        severity=Severity.WARNING,
        source=ONTARIO_ACT,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        sentence=_("“%(found)s”: from 25 employees, a posting asks for no Canadian experience."),
        find=_canadian,
    ),
    Rule(
        code="ON-copies",
        severity=Severity.HINT,
        source=ONTARIO_COPIES,
        since=_ONTARIO_SINCE,
        areas=_ONTARIO,
        place_only=True,
        sentence=_(
            "From 25 employees, keep a copy of the posting and of its application form for three years after it is "
            "taken down."
        ),
        find=_always,
    ),
    Rule(
        code="BC-pay",
        severity=Severity.WARNING,
        source=BRITISH_COLUMBIA,
        since=date(2023, 11, 1),
        areas=(Province.BC,),
        sentence=_(
            "A public posting says the expected pay or its range, also where the work is open to residents of British "
            "Columbia from a distance."
        ),
        find=_pay_missing,
    ),
    Rule(
        code="BC-one-end",
        severity=Severity.WARNING,
        source=BRITISH_COLUMBIA,
        since=date(2023, 11, 1),
        areas=(Province.BC,),
        sentence=_(
            "“From” or “up to” alone is no range: give both ends, or twice the same amount for a fixed pay."
        ),
        find=_one_end,
    ),
    Rule(
        code="PE-pay",
        severity=Severity.WARNING,
        source=PRINCE_EDWARD_ISLAND,
        since=date(2022, 6, 1),
        areas=(Province.PE,),
        sentence=_("A public posting says the expected pay or its range."),
        find=_pay_missing,
    ),
    Rule(
        code="NL-pay",
        severity=Severity.HINT,
        source=NEWFOUNDLAND,
        areas=(Province.NL,),
        place_only=True,
        sentence=_(
            "A law on pay in postings is adopted; it was not in force in the sources read here. Check before "
            "you publish."
        ),
        find=_always,
    ),
    Rule(
        code="none",
        severity=Severity.HINT,
        source=OTHER_PROVINCES,
        areas=(Province.NB, Province.NS, Province.MB, Province.SK, Province.AB, Province.YT, Province.NT, Province.NU),
        place_only=True,
        sentence=_("%(province)s: no rule on what a posting must say is known here, checked on %(day)s."),
        find=_no_rule,
    ),
)  # fmt: skip
PAY = tuple(rule for rule in RULES if rule.find is _pay_missing)
