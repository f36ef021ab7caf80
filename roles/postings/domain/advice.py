"""Advice on the texts of a posting: one function for each rule, which gives a sentence and its source.

Only the rule of the twin blocks; the others advise. A rule reads the values of the form or of the posting.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from aispec.web.fields.days import read_day
from roles.enums import Province
from roles.models.postings import TEXTS

Values = Mapping[str, Any]
PAY_SHOWN = (Province.BC, Province.ON, Province.PE)
_DUTY_WORDS = ("title_fr", "mission_fr", "essential_fr", "asset_fr", "conditions_fr", "apply_fr")
# Masculine words of titles, with what their feminine begins with.
_PAIRS = {
    "technicien": "technicienne", "développeur": "développeuse", "programmeur": "programmeuse",
    "concepteur": "conceptrice", "directeur": "directrice", "conseiller": "conseillère",
    "coordonnateur": "coordonnatrice", "coordinateur": "coordinatrice", "administrateur": "administratrice",
    "chef": "cheffe", "chargé": "chargée", "intégrateur": "intégratrice", "opérateur": "opératrice",
    "vérificateur": "vérificatrice", "expert": "experte", "consultant": "consultante", "adjoint": "adjointe",
    "agent": "agente", "chercheur": "chercheuse", "superviseur": "superviseure", "formateur": "formatrice",
    "ingénieur": "ingénieure", "professionnel": "professionnelle", "informaticien": "informaticienne",
    "statisticien": "statisticienne", "mathématicien": "mathématicienne", "employé": "employée",
}  # fmt: skip
_BRACKETS = re.compile(r"\w\((?:e|ne|trice|euse|ère|rice|le|fe|es|s)\)|\w[·•‧]\w+(?:[·•‧]s)?", re.IGNORECASE)
_ENGLISH = re.compile(r"\b(anglais|bilingu\w*|english)\b", re.IGNORECASE)
_ENGINEER = re.compile(r"\bing[ée]nieur(?:e|s|es)?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Lint:
    """Something to look at: where, what, and who says so; `blocks` for what cannot be published."""

    field: str
    sentence: str
    source: str
    blocks: bool = False


def lint(values: Values) -> list[Lint]:
    """All that the rules say, what blocks first."""
    found = [each for rule in RULES for each in rule(values)]
    return sorted(found, key=lambda each: not each.blocks)


def english_alone(values: Values) -> Iterator[Lint]:
    """No English text without its French twin."""
    for name in TEXTS:
        if _text(values, f"{name}_en") and not _text(values, f"{name}_fr"):
            yield Lint(f"{name}_fr", english_alone_words(), _charter(), blocks=True)


def english_alone_words() -> str:
    """Why English alone is refused."""
    return _(
        "This is in English only. Since June 1, 2022, an offer published in another language must be published in "
        "French at the same time, in the same way: write the French text too."
    )


def reserved_title(values: Values) -> Iterator[Lint]:
    """The title of engineer is reserved."""
    if _ENGINEER.search(_text(values, "title_fr")):
        words = _(
            "“Ingénieur” is a reserved title: only a member of the Ordre des ingénieurs du Québec may bear it."
            " Choose another title, or require membership."
        )
        yield Lint("title_fr", words, _("Professional Code (Québec), s. 32; Engineers Act (Québec)"))


def masculine_only(values: Values) -> Iterator[Lint]:
    """A title names both groups."""
    words = re.findall(r"[\w’']+", _text(values, "title_fr").lower())
    for masculine, feminine in _PAIRS.items():
        if {masculine, f"{masculine}s"} & set(words) and not any(word.startswith(feminine) for word in words):
            said = _("“%(masculine)s” stands alone in the title. Write both: “%(feminine)s ou %(masculine)s”.") % {
                "masculine": masculine,
                "feminine": feminine,
            }
            yield Lint("title_fr", said, _oqlf())
            return


def shortened_gender(values: Values) -> Iterator[Lint]:
    """Both groups are written out."""
    for name in _DUTY_WORDS:
        if found := _BRACKETS.search(_text(values, name)):
            said = _("“…%(found)s” shortens the feminine. Write both forms out, or use a neutral word.") % {
                "found": found[0]
            }
            yield Lint(name, said, _oqlf())


def pay_missing(values: Values) -> Iterator[Lint]:
    """Some provinces want the pay in the posting."""
    if _text(values, "province") in PAY_SHOWN and not (_text(values, "pay_min") or _text(values, "pay_max")):
        said = _("The pay is missing. This province requires the expected pay or its range in a public posting.")
        sources = {
            Province.BC: _("Pay Transparency Act (British Columbia), since November 1, 2023"),
            Province.PE: _("Employment Standards Act (Prince Edward Island), since June 1, 2022"),
            Province.ON: _("Employment Standards Act, 2000 (Ontario), from 25 employees, since January 1, 2026"),
        }
        yield Lint("pay_min", said, sources[Province(_text(values, "province"))])


def english_without_reason(values: Values) -> Iterator[Lint]:
    """A requirement of another language than French has its reason in the posting."""
    asked = any(
        _ENGLISH.search(_text(values, f"{name}_fr"))
        for name in ("language", "essential", "asset", "education", "title")
    )
    if asked and not _text(values, "language_reason_fr"):
        said = _("English is required without a reason. Say in the posting why the duties need it.")
        yield Lint("language_reason_fr", said, _("Charter of the French language, s. 46"))


def closing_missing(values: Values) -> Iterator[Lint]:
    """Whoever reads wants to know until when."""
    if not _text(values, "closing_date"):
        said = _("The closing date is missing: the public page would end thirty days after its publication.")
        yield Lint("closing_date", said, _("Google, structured data for job postings: validThrough"))


def closing_past(values: Values) -> Iterator[Lint]:
    """A closing date that is past closes the posting before it opens."""
    day = read_day(_text(values, "closing_date"))
    if day and day < timezone.localdate():
        said = _("The closing date is past: choose a later one before you publish.")
        yield Lint("closing_date", said, _("Google, structured data for job postings: validThrough"))


def place_missing(values: Values) -> Iterator[Lint]:
    """Search engines leave out a job without a place."""
    if not _text(values, "city"):
        said = _("The work location is missing.")
        yield Lint("city", said, _("Google, structured data for job postings: jobLocation"))


RULES: tuple[Callable[[Values], Iterator[Lint]], ...] = (
    english_alone,
    reserved_title,
    masculine_only,
    shortened_gender,
    english_without_reason,
    pay_missing,
    place_missing,
    closing_missing,
    closing_past,
)


def _text(values: Values, name: str) -> str:
    return str(values.get(name) or "").strip()


def _oqlf() -> str:
    return _("Office québécois de la langue française, epicene writing")


def _charter() -> str:
    return _("Charter of the French language (Québec), s. 42")
