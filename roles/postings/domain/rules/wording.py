"""Wording: both groups named, nobody put off by age or origin."""

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from roles.enums import Province, Severity
from roles.postings.domain.rules.feminine import masculine_alone
from roles.postings.domain.rules.patterns import asked
from roles.postings.domain.rules.rule import Draft, Found, Rule
from roles.postings.domain.rules.sources import CANADIAN_EXPERIENCE, HUMAN_RIGHTS, OQLF

_WRITTEN = ("title", "mission", "essential", "asset", "conditions", "apply")
_SHORTENED = re.compile(
    r"\w[(\[]-?(?:e|ne|te|le|trice|rice|teuse|euse|ère|fe|ive|es|s)[)\]]|"  # employé(e)
    r"\w[·•‧∙]\w+(?:[·•‧∙]s)?|"  # employé·e·s
    r"(?:[^\W\d_]{3}[-/](?:e|ne|trice|euse|ère|fe)|el[-/]le)(?:[-/]?s)?\b(?!['-])|"  # chargé-e, directeur/trice
    r"[^\W\d_]{3}\.(?:e|ne|trice|euse|ère)(?:\.?s)?(?![\w/@]|\.\w)",  # étudiant.e.s
    re.IGNORECASE,
)
_CAPITAL = re.compile(r"\b[a-zàâçéèêëîïôû]{4,}(?:E|NE|TRICE|EUSE)s?\b")  # étudiantEs


def _shortened(text: str) -> str:
    found = _SHORTENED.search(text) or _CAPITAL.search(text)
    return found[0] if found else ""


def _shortened_gender(draft: Draft) -> Iterator[Found]:
    for name, text in draft.texts(*_WRITTEN, languages=("fr",)):
        if found := _shortened(text):
            yield Found(name, {"found": found})


def _masculine_only(draft: Draft) -> Iterator[Found]:
    title = draft.text("title_fr")
    if not _shortened(title) and (pair := masculine_alone(title)):
        yield Found("title_fr", {"masculine": pair[0], "feminine": pair[1]})


_MEN = re.compile(r"\b(?:business|chair|crafts|crew|fore|handy|journey|repair|sales|spokes|trades)m[ae]n\b", re.I)


def _men(draft: Draft) -> Iterator[Found]:
    if found := _MEN.search(draft.text("title_en")):
        yield Found("title_en", {"found": found[0]})


_LIVELY = r"(?:dynamiques?|motivée?s?|énergiques?|passionnée?s?|branchée?s?)"
_AGE = re.compile(
    rf"\bjeunes?(?: et|,)(?: \w+)? {_LIVELY}|\b{_LIVELY}(?: et|,) jeunes?\b|"
    r"\béquipes? (?:\w+ )?jeunes?\b|"
    r"\bjeunes? (?:équipe|diplômé|professionnel|candidat|personne|homme|femme|retraité|loup)|"
    r"\bnati(?:f|ve|fs|ves) (?:du )?numériques?\b|"
    r"\b(?:moins|plus|maximum) (?:de )?\d\d ans\b(?! (?:d'|dans|en|à|comme|de))|"
    r"\b(?:entre )?\d\d (?:et|à) \d\d ans\b(?! (?:d'|dans|en|à|comme|de))|"
    r"\byoung(?:,| and)(?: \w+)? (?:dynamic|energetic|motivated|enthusiastic|vibrant|passionate)|"
    r"\b(?:dynamic|energetic|motivated|vibrant)(?:,| and) young\b|"
    r"\byoung (?:team|graduate|professional|candidate|person|people|man|woman|talent)s?\b|"
    r"\byouthful\b|\bdigital natives?\b|"
    r"\b(?:under|over|below) (?:the age of )?\d\d(?: years)? old\b|\bunder the age of \d\d\b|"
    r"\bage[ds]? (?:\d\d|between)\b",
    re.IGNORECASE,
)
CANADIAN = re.compile(
    r"\bexpériences? (?:[\w-]+ ){0,3}(?:canadienne|québécoise|ontarienne)s?\b|"
    r"\bexpériences? (?:de travail |professionnelle |acquise )?(?:au Canada|au Québec|en Ontario)\b|"
    r"\bdiplômes? (?:obtenus? au Canada|canadiens?)\b|"
    r"\b(?:Canadian|Qu[ée]bec|Ontario) (?:[\w-]+ ){0,2}experience\b|"
    r"\bexperience (?:[\w-]+ )?in (?:Canada|Ontario|Qu[ée]bec)\b|\bCanadian (?:degree|diploma|credential)s?\b",
    re.IGNORECASE,
)
_BORN = re.compile(
    r"\blangue maternelle\b|\bnative (?:English|French|[A-Z]\w+) speakers?\b|\bnative speakers?\b|\bmother tongue\b|"
    r"\b(?:anglophone|francophone)s? d'origine\b",
    re.IGNORECASE,
)


def _anywhere(pattern: re.Pattern[str], draft: Draft) -> Iterator[Found]:
    """The first text of each language in which it is asked for."""
    seen = set()
    for name, text in draft.texts():
        if name[-2:] not in seen and (found := asked(pattern, text)):
            seen.add(name[-2:])
            yield Found(name, {"found": found})


def _canadian_elsewhere(draft: Draft) -> Iterator[Found]:
    if draft.place != Province.ON and not draft.reached((Province.ON,)):  # Ontario has a rule of its own
        yield from _anywhere(CANADIAN, draft)


RULES = (
    Rule(
        code="masculine",
        severity=Severity.WARNING,
        source=OQLF,
        sentence=_("“%(masculine)s” stands alone in the title. Write both: “%(feminine)s ou %(masculine)s”."),
        find=_masculine_only,
    ),
    Rule(
        code="shortened",
        severity=Severity.WARNING,
        source=OQLF,
        sentence=_("“…%(found)s” shortens the feminine. Write both forms out, or use a neutral word."),
        find=_shortened_gender,
    ),
    Rule(
        code="men",
        severity=Severity.WARNING,
        source=HUMAN_RIGHTS,
        sentence=_("“%(found)s” names men only: use a neutral word."),
        find=_men,
    ),
    Rule(
        code="age",
        severity=Severity.WARNING,
        source=HUMAN_RIGHTS,
        sentence=_(
            "“%(found)s” speaks of age, a ground of discrimination. Say what the work asks for; where a programme sets "
            "an age, name the programme."
        ),
        find=lambda draft: _anywhere(_AGE, draft),
    ),
    Rule(
        code="experience",
        severity=Severity.WARNING,
        source=CANADIAN_EXPERIENCE,
        sentence=_("“%(found)s” puts off people who have worked elsewhere. Ask for the skill, wherever it was gained."),
        find=_canadian_elsewhere,
    ),
    Rule(
        code="native",
        severity=Severity.WARNING,
        source=HUMAN_RIGHTS,
        sentence=_("“%(found)s” speaks of origin. Ask for the level of the language that the duties need."),
        find=lambda draft: _anywhere(_BORN, draft),
    ),
)
