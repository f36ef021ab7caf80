"""Rules of a project beside its letters and its figures: what its documents give, and how often it is reviewed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.matrix import letters

DESCRIPTIONS = "descriptions"  # the rule by which documents give the descriptions of the duties
REVIEW_EVERY = "review_every"  # the rule that holds the days between two reviews; a project without it has no rhythm
RHYTHMS = {
    30: gettext_lazy("every month"),
    91: gettext_lazy("every quarter"),
    182: gettext_lazy("twice a year"),
    365: gettext_lazy("every year"),
}


def gives_descriptions(rules: Mapping[str, Any]) -> bool:
    """Whether the documents of a project give the descriptions of its duties."""
    return bool(rules.get(DESCRIPTIONS))


def review_every(rules: Mapping[str, Any]) -> int:
    """The days between two reviews of a project; 0 for one without a rhythm."""
    return int(rules.get(REVIEW_EVERY) or 0)


def rule_words(rule: str) -> str:
    """A rule that is no figure, in words; "" for another."""
    own = {DESCRIPTIONS: _("descriptions in documents"), REVIEW_EVERY: _("days between reviews")}
    return own.get(rule) or letters.rule_words(rule)
