"""What a rule is shown: a duty, a position or a phase, with all that is asked of the matrix around it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from roles.enums import APPROVING, DOING
from roles.matrix.matrix import DutyRow, Matrix
from roles.matrix.thresholds import Thresholds

Suggested = tuple[tuple[str, str], ...]  # profile slugs and the letters suggested to them


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
        """The counts of a row; of many duties it is the same."""
        count = letters.count
        both = count("AR")
        return Letters(count("A") + both, count("R") + both, count("C"), count("I"), len(letters) - count(""))

    @staticmethod
    def counted(counts: Mapping[str, int]) -> "Letters":
        """The same of a column whose letters are counted already."""
        both, any_ = counts["AR"], sum(counts.values()) - counts[""]
        return Letters(counts["A"] + both, counts["R"] + both, counts["C"], counts["I"], any_)


class Meant(NamedTuple):
    """Whom the suggested letters of a duty are meant for, a value a column; None when for nobody."""

    doing: tuple[bool, ...] | None
    approving: tuple[bool, ...] | None


class Columns:
    """The profiles and holders of the columns; what all duties ask of them is looked up once."""

    def __init__(self, slugs: tuple[str, ...], holders: tuple[frozenset[int], ...]) -> None:
        self._slugs = slugs
        self.holders = holders  # who is active
        self._meant: dict[Suggested, Meant] = {}
        self._others: dict[int, tuple[bool, ...]] = {}

    @classmethod
    def of(cls, matrix: Matrix) -> "Columns":
        """The columns of a matrix."""
        slugs = tuple([position.profile_slug for position in matrix.positions])
        return cls(slugs, tuple([position.present for position in matrix.positions]))

    @cached_property
    def several_people(self) -> bool:
        """Whether two people are here."""
        return len(frozenset().union(*self.holders)) > 1

    def meant(self, suggested: Suggested) -> Meant:
        """Whom these suggested letters are meant for: those of a profile suggested one, or of no profile."""
        found = self._meant.get(suggested)
        if found is None:
            found = self._meant[suggested] = Meant(self._fit(suggested, DOING), self._fit(suggested, APPROVING))
        return found

    def _fit(self, suggested: Suggested, letters: tuple[str, ...]) -> tuple[bool, ...] | None:
        meant = {slug for slug, letter in suggested if letter in letters}
        return tuple(not slug or slug in meant for slug in self._slugs) if meant else None

    def held_by_others(self, one: int) -> tuple[bool, ...]:
        """For each column, whether somebody else holds it, alone or too."""
        found = self._others.get(one)
        if found is None:
            found = self._others[one] = tuple([bool(holders - {one}) for holders in self.holders])
        return found


_NOBODY = Columns((), ())


@dataclass(frozen=True, eq=False, slots=True)
class DutyFrame:
    """All that the rules of a duty look at besides the duty. Without columns it is enough for those of its decision."""

    limits: Thresholds
    columns: Columns = _NOBODY


class DutyCase(NamedTuple):
    """A duty that applies."""

    frame: DutyFrame
    letters: tuple[str, ...]
    counts: Letters
    suggested: Suggested = ()

    @property
    def limits(self) -> Thresholds:
        """The thresholds of the project."""
        return self.frame.limits

    @property
    def approver(self) -> int | None:
        """The column that approves; None when none does, or several do."""
        if self.counts.a != 1:
            return None
        return self.letters.index("A") if "A" in self.letters else self.letters.index("AR")


class PositionFrame(NamedTuple):
    """All that the rules of a position look at besides the position."""

    limits: Thresholds
    total: int  # of the duties that apply
    shares: bool  # whether there are enough positions to measure the share of one
    only_approver: bool  # whether one position alone approves anything
    staffed: bool  # whether any position is held


class PositionCase(NamedTuple):
    """A position."""

    frame: PositionFrame
    counts: Letters
    holders: int
    left: int  # of them, those who are inactive or have left

    @property
    def vacant(self) -> bool:
        """Whether nobody holds it."""
        return not self.holders


class PhaseCase(NamedTuple):
    """A phase, and which duties of the matrix have an error."""

    duties: Sequence[DutyRow]
    wrong: Collection[int]
