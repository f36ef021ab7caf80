"""The checks of who a duty goes to, P4 and P5: its profile, and somebody who could step in."""

from collections.abc import Iterator
from functools import cached_property, lru_cache
from itertools import compress

from roles.checks.domain.finding import Finding
from roles.enums import APPROVING, DOING
from roles.matrix.matrix import Matrix

_DOING = frozenset(DOING)
STEPPING_IN = frozenset((*DOING, "S", "C"))  # who carries out, helps or is consulted knows the duty


Suggested = tuple[tuple[str, str], ...]  # profile slugs and the letters suggested to them


class _Fitting:
    """The columns that one set of suggested letters is meant for: for each column, whether it is one."""

    def __init__(self, slugs: tuple[str, ...], suggested: Suggested) -> None:
        self.doing = self._meant(slugs, suggested, DOING)
        self.approving = self._meant(slugs, suggested, APPROVING)

    @staticmethod
    def _meant(slugs: tuple[str, ...], suggested: Suggested, letters: tuple[str, ...]) -> tuple[bool, ...] | None:
        """Those of a profile suggested one of these letters, or of no profile; None when nobody is."""
        meant = {slug for slug, letter in suggested if letter in letters}
        return tuple(not slug or slug in meant for slug in slugs) if meant else None


class FitCheck:
    """P4 and P5 of a duty among these columns; what all duties share is looked up once."""

    def __init__(self, slugs: tuple[str, ...], holders: tuple[int | None, ...]) -> None:
        self._slugs = slugs
        self._holders = holders
        self._fitting: dict[Suggested, _Fitting] = {}
        self._others: dict[int, tuple[bool, ...]] = {}

    @classmethod
    def among(cls, matrix: Matrix) -> "FitCheck":
        """The check for the columns of a matrix, the same object as long as they stay as they are."""
        slugs = tuple([position.profile_slug for position in matrix.positions])
        holders = [position.holder_id if position.holder_active else None for position in matrix.positions]
        return _fit_check(slugs, tuple(holders))

    @cached_property
    def several(self) -> bool:
        """Whether two people are here: with one, P5 would only repeat it at each duty."""
        return len(set(self._holders) - {None}) > 1

    def of(self, duty_id: int, letters: tuple[str, ...], suggested: Suggested, *, approved: bool) -> Iterator[Finding]:
        """The findings of a duty that has a letter; `approved` when one position approves it."""
        approver = -1
        if approved:
            approver = letters.index("A") if "A" in letters else letters.index("AR")
        if suggested:
            does, approves = self._other_profile(letters, suggested, approver)
            if does or approves:
                yield Finding("P4", duty_id, figures={"does": does, "approves": approves})
        if approved and self.several and self._alone(letters, approver):
            yield Finding("P5", duty_id)

    def _other_profile(self, letters: tuple[str, ...], suggested: Suggested, approver: int) -> tuple[bool, bool]:
        """P4: whether all that carry it out, and whether the one that approves, have a profile not suggested."""
        fitting = self._fitting.get(suggested)
        if fitting is None:
            fitting = self._fitting[suggested] = _Fitting(self._slugs, suggested)
        approves = approver >= 0 and fitting.approving is not None and not fitting.approving[approver]
        return self._done_by_others(letters, fitting.doing), approves

    @staticmethod
    def _done_by_others(letters: tuple[str, ...], fitting: tuple[bool, ...] | None) -> bool:
        if fitting is None or _DOING.isdisjoint(letters):
            return False
        return _DOING.isdisjoint(compress(letters, fitting))

    def _alone(self, letters: tuple[str, ...], approver: int) -> bool:
        """Whether nobody but the holder who approves carries out the duty or is consulted on it.

        A vacant position that approves, or one whose holder has left, is P3 or P2.
        """
        one = self._holders[approver]
        return one is not None and STEPPING_IN.isdisjoint(compress(letters, self._held_by_others(one)))

    def _held_by_others(self, one: int) -> tuple[bool, ...]:
        """For each column, whether somebody else holds it."""
        found = self._others.get(one)
        if found is None:
            found = self._others[one] = tuple(holder is not None and holder != one for holder in self._holders)
        return found


@lru_cache(maxsize=256)
def _fit_check(slugs: tuple[str, ...], holders: tuple[int | None, ...]) -> FitCheck:
    return FitCheck(slugs, holders)
