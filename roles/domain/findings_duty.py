"""The checks of a row, H1 to H9, P4 and P5."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from roles.domain.finding import Finding
from roles.domain.findings_fit import FitCheck
from roles.domain.matrix import DutyRow, Matrix
from roles.domain.thresholds import Thresholds


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


def duty_findings(matrix: Matrix, limits: Thresholds) -> Iterator[Finding]:
    """The findings of the duties that apply, in the order of the matrix."""
    fit = FitCheck(matrix)
    shares = len(matrix.positions) >= limits.share_from_positions
    for duty in matrix.duties:
        if not duty.applicable:
            continue
        letters = Letters.of(duty.letters)
        yield from decision_findings(duty, limits, letters)
        if letters.any:  # a duty without any letter is one finding, not five
            yield from _measured(duty, letters, limits)
            if shares and letters.any == len(duty.letters):
                yield Finding("H9", duty.id, figures={"count": letters.any})
            yield from fit.of(duty, approved=letters.a == 1)


def decision_findings(duty: DutyRow, limits: Thresholds, letters: Letters | None = None) -> Iterator[Finding]:
    """H1 to H4, the errors of one duty: it shall have one A and an R."""
    letters = letters or Letters.of(duty.letters)
    if not letters.a and not letters.r:
        yield Finding("H4", duty.id, figures={"letters": letters.any})
        return
    if not letters.a:
        yield Finding("H1", duty.id)
    elif letters.a > 1:
        yield Finding("H2", duty.id, figures={"count": letters.a})
    if not letters.r and not limits.lone_a_counts_as_r:
        yield Finding("H3", duty.id)


def _measured(duty: DutyRow, letters: Letters, limits: Thresholds) -> Iterator[Finding]:
    """H5 to H8: not too many, and not nobody."""
    if letters.r > limits.max_r:
        yield Finding("H5", duty.id, figures={"count": letters.r, "limit": limits.max_r})
    if letters.c > limits.max_c:
        yield Finding("H6", duty.id, figures={"count": letters.c, "limit": limits.max_c})
    if letters.i > limits.max_i:
        yield Finding("H7", duty.id, figures={"count": letters.i, "limit": limits.max_i})
    if not letters.c and not letters.i:
        yield Finding("H8", duty.id)
