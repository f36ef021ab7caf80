"""Québec: the language of the posting and of the work, reserved titles, personal information."""

import re
from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext_lazy as _

from roles.enums import Province, Severity
from roles.models.postings import TEXTS
from roles.postings.domain.rules.patterns import required
from roles.postings.domain.rules.rule import LANGUAGES, Draft, Found, Rule
from roles.postings.domain.rules.sources import (
    ARCHITECTS,
    CHARTER_42,
    CHARTER_46,
    CHARTER_46_1,
    ENGINEERS,
    PRIVACY_8,
    PRIVACY_12_1,
)

_FRENCH_LAW = date(2022, 6, 1)
_PRIVACY_LAW = date(2023, 9, 22)
QUEBEC = (Province.QC,)
_TONGUES = (
    r"anglaise?s?|bilinguis\w*|trilingu\w*|plurilingu\w*|espagnole?|portugaise?|italienne?|allemande?|arabe|mandarin|"
    r"cantonais|chinois|japonais|coréen|vietnamien|russe|ukrainien|créole|hindi|ourdou|pendjabi|tagalog|polonais|"
    r"(?:autre|seconde|deuxième|troisième|tierce) langue|langue (?:seconde|étrangère|tierce)|"
    r"English|bilingualism|trilingual|multilingualism|Spanish|Portuguese|Italian|German|Arabic|Mandarin|Cantonese|"
    r"Chinese|Japanese|Korean|Vietnamese|Russian|Ukrainian|Creole|Hindi|Urdu|Punjabi|Tagalog|"
    r"(?:another|second|third|foreign) language"
)
# Things may be bilingual without anybody being asked to.
_TONGUE = re.compile(
    rf"(?<!literature in )\b(?:{_TONGUES})\b|"
    r"(?<!corpus )(?<!données )(?<!documents )(?<!contenus )(?<!modèles )(?<!modèle )(?<!site )\bbilingues?\b|"
    r"\bbilingual\b(?! (?:corpus|corpora|data|documents|content|models?|website))",
    re.IGNORECASE,
)
_ASKING = ("title", "language", "essential", "education")


def _english_alone(draft: Draft) -> Iterator[Found]:
    for name in TEXTS:
        if draft.text(f"{name}_en") and not draft.text(f"{name}_fr"):
            yield Found(f"{name}_fr")


def _other_language(draft: Draft) -> Iterator[str]:
    """The languages of the posting in which knowing another language than French is required."""
    for language in LANGUAGES:
        if any(required(_TONGUE, text) for _name, text in draft.texts(*_ASKING, languages=(language,))):
            yield language


def _without_reason(draft: Draft) -> Iterator[Found]:
    for language in _other_language(draft):
        if not draft.text(f"language_reason_{language}"):
            yield Found(f"language_reason_{language}")


def _with_requirement(draft: Draft) -> Iterator[Found]:
    for language in _other_language(draft):
        yield Found(f"language_{language}")
        return


_ENGINEER = re.compile(r"\bing[ée]nieur(?:e|s|es)?\b|\bengineers?\b|\bing\.(?!\w)", re.IGNORECASE)
_ORDER_OF_ENGINEERS = re.compile(r"\bOIQ\b|ordre des ing[ée]nieurs|\bP\. ?Eng\b", re.IGNORECASE)
_ARCHITECT = re.compile(r"\barchitect(?:e|s|es)?\b", re.IGNORECASE)
_ORDER_OF_ARCHITECTS = re.compile(r"\bOAQ\b|ordre des architectes|paysagiste|landscape", re.IGNORECASE)


def _title(draft: Draft, title: re.Pattern[str], order: re.Pattern[str]) -> Iterator[Found]:
    """Titles that are of an order, unless the posting asks for a member of it."""
    if any(order.search(text) for _name, text in draft.texts("title", "essential", "education", "conditions")):
        return
    for name, text in draft.texts("title"):
        if found := title.search(text):
            yield Found(name, {"title": found[0]})


# What section 8 wants told where information is collected, and the words of which a notice that says it has one each.
_TOLD = (
    (
        _("what the information is used for"),
        (r"\bfins?\b|\bser(?:t|vent|viront)\b|utilis|\bafin\b|\bpurpose|\bused?\b",),
    ),
    (
        _("how it is collected"),
        (r"recueill|collect|votre (?:candidature|dossier)|envoy|\bsen[dt]\b|your application|\breceived?\b",),
    ),
    (
        _("the rights of access and rectification"),
        (r"\baccès\b|consulter|\baccess\b", r"rectifi|corrig|correct"),
    ),
    (_("the right to withdraw consent"), (r"\bretir|\bretrait|withdraw",)),
    (_("whether third parties receive it"), (r"\btiers\b|communiqu|transmis|divulgu|third part|\bshared?\b|disclos",)),
    (
        _("whether it may leave Québec"),
        (
            r"(?:hors|extérieur|dehors)\b.{0,9}(?:Québec|province)|(?:au|du) Québec|in Qu[ée]bec|"
            r"outside (?:of )?(?:Qu[ée]bec|[\w’' ]{0,16}province)",
        ),
    ),
)


def _untold(draft: Draft) -> Iterator[Found]:
    for language in draft.languages():
        text = draft.text(f"privacy_{language}")
        missing = [str(words) for words, said in _TOLD if not all(re.search(one, text, re.IGNORECASE) for one in said)]
        if missing:
            yield Found(f"privacy_{language}", {"missing": ", ".join(missing)})


_AUTOMATED = re.compile(r"automatis|automated", re.IGNORECASE)


def _automated_untold(draft: Draft) -> Iterator[Found]:
    for language in draft.languages():
        text = draft.text(f"privacy_{language}")
        if text and not _AUTOMATED.search(text):
            yield Found(f"privacy_{language}")


ENGLISH_ALONE = Rule(
    code="QC-42",
    severity=Severity.ERROR,
    source=CHARTER_42,
    since=_FRENCH_LAW,
    # Everywhere, for nothing is kept here in English alone.
    sentence=_(
        "This is in English only. Since June 1, 2022, an offer published in another language must be published in "
        "French at the same time, in the same way: write the French text too."
    ),
    find=_english_alone,
)
RULES = (
    ENGLISH_ALONE,
    Rule(
        code="QC-46",
        severity=Severity.WARNING,
        source=CHARTER_46,
        since=_FRENCH_LAW,
        areas=QUEBEC,
        sentence=_(
            "Knowledge of a language other than French is required without a reason. Say in the posting why the duties"
            " need it."
        ),
        find=_without_reason,
    ),
    Rule(
        code="QC-46.1",
        severity=Severity.HINT,
        source=CHARTER_46_1,
        since=_FRENCH_LAW,
        areas=QUEBEC,
        sentence=_(
            "A language other than French is required: be ready to show that you have assessed the actual needs, that "
            "the language skills of the staff are not enough, and that as few positions as possible require it."
        ),
        find=_with_requirement,
    ),
    Rule(
        code="QC-engineer",
        severity=Severity.WARNING,
        source=ENGINEERS,
        areas=QUEBEC,
        sentence=_(
            "“%(title)s” is a reserved title: only a member of the Ordre des ingénieurs du Québec may bear it. Choose "
            "another title, or require membership."
        ),
        find=lambda draft: _title(draft, _ENGINEER, _ORDER_OF_ENGINEERS),
    ),
    Rule(
        code="QC-architect",
        severity=Severity.HINT,
        source=ARCHITECTS,
        areas=QUEBEC,
        sentence=_(
            "“%(title)s” is the title of a profession in Québec. In computing it is widely used; where it could be "
            "misunderstood, a title such as “specialist in data architecture” is safer."
        ),
        find=lambda draft: _title(draft, _ARCHITECT, _ORDER_OF_ARCHITECTS),
    ),
    Rule(
        code="QC-privacy",
        severity=Severity.WARNING,
        source=PRIVACY_8,
        since=_PRIVACY_LAW,
        areas=QUEBEC,
        sentence=_("The privacy notice does not say: %(missing)s."),
        find=_untold,
    ),
    Rule(
        code="QC-automated",
        severity=Severity.HINT,
        source=PRIVACY_12_1,
        since=_PRIVACY_LAW,
        areas=QUEBEC,
        sentence=_(
            "The privacy notice says nothing of automated decisions. Where a decision rests on automated processing "
            "alone, the person is told of it at the latest with the decision."
        ),
        find=_automated_untold,
    ),
)
