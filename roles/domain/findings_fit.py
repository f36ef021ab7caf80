"""The checks of who a duty goes to, P4 and P5: its profile, and somebody who could step in."""

from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import compress

from roles.domain.finding import Finding
from roles.domain.matrix import DutyRow, Matrix
from roles.enums import APPROVING, DOING

_DOING = frozenset(DOING)
STEPPING_IN = frozenset((*DOING, "C"))  # who carries out or is consulted knows the duty


class _Fitting:
    """The columns that one set of suggested letters is meant for: for each column, whether it is one."""

    def __init__(self, matrix: Matrix, suggested: Mapping[str, str]) -> None:
        slugs = [position.profile_slug for position in matrix.positions]
        self.doing = self._meant(slugs, suggested, DOING)
        self.approving = self._meant(slugs, suggested, APPROVING)

    @staticmethod
    def _meant(slugs: list[str], suggested: Mapping[str, str], letters: tuple[str, ...]) -> tuple[bool, ...] | None:
        """Those of a profile suggested one of these letters, or of no profile; None when nobody is."""
        meant = {slug for slug, letter in suggested.items() if letter in letters}
        return tuple(not slug or slug in meant for slug in slugs) if meant else None


class FitCheck:
    """P4 and P5 of a matrix, one duty at a time; what all duties share is looked up once."""

    def __init__(self, matrix: Matrix) -> None:
        self._matrix = matrix
        self._fitting: dict[int, _Fitting] = {}
        self._others: dict[int, tuple[bool, ...]] = {}

    @cached_property
    def holders(self) -> tuple[int | None, ...]:
        """Who holds each column; None where nobody active does."""
        return tuple(position.holder_id if position.holder_active else None for position in self._matrix.positions)

    @cached_property
    def several(self) -> bool:
        """Whether two people are here: with one, P5 would only repeat it at each duty."""
        return len(set(self.holders) - {None}) > 1

    def of(self, duty: DutyRow, *, approved: bool) -> Iterable[Finding]:
        """The findings of a duty that has a letter; `approved` when one position approves it."""
        letters = duty.letters
        approver = -1
        if approved:
            approver = letters.index("A") if "A" in letters else letters.index("AR")
        found = []
        if duty.suggested:
            does, approves = self._other_profile(duty, approver)
            if does or approves:
                found.append(Finding("P4", duty.id, figures={"does": does, "approves": approves}))
        if approved and self.several and self._alone(letters, approver):
            found.append(Finding("P5", duty.id))
        return found

    def _other_profile(self, duty: DutyRow, approver: int) -> tuple[bool, bool]:
        """P4: whether all that carry it out, and whether the one that approves, have a profile not suggested."""
        key = id(duty.suggested)  # alive as long as the matrix, and shared by many duties
        fitting = self._fitting.get(key)
        if fitting is None:
            fitting = self._fitting[key] = _Fitting(self._matrix, duty.suggested)
        approves = approver >= 0 and fitting.approving is not None and not fitting.approving[approver]
        return self._done_by_others(duty.letters, fitting.doing), approves

    @staticmethod
    def _done_by_others(letters: tuple[str, ...], fitting: tuple[bool, ...] | None) -> bool:
        if fitting is None or _DOING.isdisjoint(letters):
            return False
        return _DOING.isdisjoint(compress(letters, fitting))

    def _alone(self, letters: tuple[str, ...], approver: int) -> bool:
        """Whether nobody but the holder who approves carries out the duty or is consulted on it.

        A vacant position that approves, or one whose holder has left, is P3 or P2.
        """
        one = self.holders[approver]
        return one is not None and STEPPING_IN.isdisjoint(compress(letters, self._held_by_others(one)))

    def _held_by_others(self, one: int) -> tuple[bool, ...]:
        """For each column, whether somebody else holds it."""
        found = self._others.get(one)
        if found is None:
            found = self._others[one] = tuple(holder is not None and holder != one for holder in self.holders)
        return found
