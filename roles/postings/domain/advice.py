"""Advice on the texts of a posting: what the rules find, each with its source. Only errors block; the others advise."""

from collections.abc import Sequence
from dataclasses import dataclass

from aispec.web.fields.days import day_words
from roles.enums import Severity
from roles.postings.domain.rules import provinces, quebec, search, wording
from roles.postings.domain.rules.rule import Draft, Found, Rule, Values

RULES: tuple[Rule, ...] = (*quebec.RULES, *wording.RULES, *provinces.RULES, *search.RULES)


@dataclass(frozen=True, slots=True)
class Lint:
    """Something to look at: where, what, by which rule, and in which area it applies, "" for everywhere."""

    found: Found
    sentence: str
    rule: Rule
    area: str = ""

    @property
    def field(self) -> str:
        """Where it is."""
        return self.found.field

    @property
    def english(self) -> bool:
        """Whether it is about the English text, beside which the French one stands."""
        return self.field.endswith("_en")

    @property
    def since(self) -> str:
        """Since when it is in force, "" where that is long ago."""
        return day_words(self.rule.since) if self.rule.since else ""

    @property
    def source(self) -> str:
        """Who says so."""
        return str(self.rule.source.name)

    @property
    def blocks(self) -> bool:
        """Whether it cannot be published so."""
        return self.rule.severity == Severity.ERROR

    @property
    def reminds(self) -> bool:
        """Whether it only recalls what no text can show."""
        return self.rule.severity == Severity.HINT


def lint(values: Values) -> list[Lint]:
    """All that the rules say, what blocks first, what reminds last."""
    draft = Draft(values)
    found = [each for rule in RULES for each in _of(rule, draft)]
    return sorted(found, key=lambda each: each.rule.severity)


def together(lints: Sequence[Lint]) -> list[list[Lint]]:
    """Those that found the same, as the laws of two provinces may, are one thing, told once."""
    groups: list[list[Lint]] = []
    for each in lints:
        same = next((group for group in groups if group[0].found == each.found), None)
        if same is None:
            groups.append([each])
        else:
            same.append(each)
    return groups


def pay_missing(values: Values) -> list[Lint]:
    """The rules by which a province wants the pay that is not said."""
    draft = Draft(values)
    return [each for rule in provinces.PAY for each in _of(rule, draft)]


def _of(rule: Rule, draft: Draft) -> list[Lint]:
    area = rule.area(draft)
    if area is None:
        return []
    return [Lint(found, str(rule.sentence) % found.words, rule, area) for found in rule.find(draft)]
