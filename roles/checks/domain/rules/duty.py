"""The checks of a row, H1 to H9, P4 and P5."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from roles.checks.domain.finding import Finding
from roles.checks.domain.rules.fit import FitCheck, Suggested
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds


class Letters(NamedTuple):
    """How many positions have each part in a duty; A/R counts in `a` and in `r`."""

    a: int
    r: int
    c: int
    i: int
    any: int

    @staticmethod
    @lru_cache(maxsize=8192)
    def of(letters: tuple[str, ...]) -> "Letters":
        """The counts of a row or a column of letters; all but one of each are those of the click before."""
        count = letters.count
        both = count("AR")
        return Letters(count("A") + both, count("R") + both, count("C"), count("I"), len(letters) - count(""))


@dataclass(frozen=True, eq=False, slots=True)
class DutyRules:
    """All that the checks of a duty look at besides the duty; a click leaves it the same object."""

    limits: Thresholds
    fit: FitCheck


def duty_findings(matrix: Matrix, limits: Thresholds) -> Iterator[Finding]:
    """The findings of the duties that apply, in the order of the matrix."""
    rules = _rules(limits, FitCheck.among(matrix))
    for duty in matrix.duties:
        if duty.applicable:
            yield from _findings(rules, duty.id, duty.letters, tuple(duty.suggested.items()))


@lru_cache(maxsize=256)
def _rules(limits: Thresholds, fit: FitCheck) -> DutyRules:
    return DutyRules(limits, fit)


@lru_cache(maxsize=8192)
def _findings(rules: DutyRules, duty_id: int, letters: tuple[str, ...], suggested: Suggested) -> tuple[Finding, ...]:
    """The findings of a duty that applies; a click changes those of one duty."""
    limits, counts = rules.limits, Letters.of(letters)
    found = list(decision_findings(duty_id, letters, limits))
    if counts.any:  # a duty without any letter is one finding, not five
        found += _measured(duty_id, counts, limits)
        if len(letters) >= limits.share_from_positions and counts.any == len(letters):
            found.append(Finding("H9", duty_id, figures={"count": counts.any}))
        found += rules.fit.of(duty_id, letters, suggested, approved=counts.a == 1)
    return tuple(found)


def decision_findings(duty_id: int, letters: tuple[str, ...], limits: Thresholds) -> Iterator[Finding]:
    """H1 to H4, the errors of one duty: it shall have one A and an R."""
    counts = Letters.of(letters)
    if not counts.a and not counts.r:
        yield Finding("H4", duty_id, figures={"letters": counts.any})
        return
    if not counts.a:
        yield Finding("H1", duty_id)
    elif counts.a > 1:
        yield Finding("H2", duty_id, figures={"count": counts.a})
    if not counts.r and not limits.lone_a_counts_as_r:
        yield Finding("H3", duty_id)


def _measured(duty_id: int, letters: Letters, limits: Thresholds) -> Iterator[Finding]:
    """H5 to H8: not too many, and not nobody."""
    if letters.r > limits.max_r:
        yield Finding("H5", duty_id, figures={"count": letters.r, "limit": limits.max_r})
    if letters.c > limits.max_c:
        yield Finding("H6", duty_id, figures={"count": letters.c, "limit": limits.max_c})
    if letters.i > limits.max_i:
        yield Finding("H7", duty_id, figures={"count": letters.i, "limit": limits.max_i})
    if not letters.c and not letters.i:
        yield Finding("H8", duty_id)
