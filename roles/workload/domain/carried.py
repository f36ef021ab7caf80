"""What a position would carry, and the limits that a duty more would break: those of the load and of the shares."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from roles.enums import APPROVING, DOING
from roles.matrix.load import load_of
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds


class Measure(StrEnum):
    """What has a limit."""

    A = "a"
    R = "r"
    POINTS = "points"
    PHASE_POINTS = "phase"


@dataclass(frozen=True, slots=True)
class Over:
    """A limit that would be broken, and what would be carried."""

    measure: Measure
    count: int
    limit: int


@dataclass(frozen=True, slots=True)
class Carried:
    """How often a position carries out and approves, and its points, in all and by phase."""

    limits: Thresholds
    most: int | None  # duties that one position may approve, or carry out; None where shares are not checked
    r: int
    a: int
    points: int
    by_phase: dict[int, int]

    @classmethod
    def of(cls, matrix: Matrix, column: int, limits: Thresholds) -> Self:
        """What the position in this column carries now."""
        duties = [duty for duty in matrix.duties if duty.applicable]
        by_phase = {phase.id: 0 for phase in matrix.phases}
        for duty in duties:
            by_phase[duty.phase_id] += limits.points(duty.letters[column])
        shares = len(matrix.positions) >= limits.share_from_positions
        most = limits.max_share * len(duties) // 100 if shares else None
        load = load_of(matrix, matrix.positions[column].id, limits)
        return cls(limits, most, load.r, load.a, load.points, by_phase)

    def with_letter(self, phase_id: int, old: str, new: str) -> Self:
        """The same with another letter for a duty of this phase."""
        more = self.limits.points(new) - self.limits.points(old)
        return replace(
            self,
            r=self.r + (new in DOING) - (old in DOING),
            a=self.a + (new in APPROVING) - (old in APPROVING),
            points=self.points + more,
            by_phase=self.by_phase | {phase_id: self.by_phase[phase_id] + more},
        )

    def over(self, before: Self, phase_id: int) -> tuple[Over, ...]:
        """The limits that are broken, of what is more than it was before."""
        return tuple(
            Over(measure, now, limit)
            for (measure, now, limit), (_measure, was, _limit) in zip(
                self._measured(phase_id), before._measured(phase_id), strict=True
            )
            if now > was and limit is not None and now > limit
        )

    def _measured(self, phase_id: int) -> Iterator[tuple[Measure, int, int | None]]:
        yield Measure.A, self.a, self.most
        yield Measure.R, self.r, self.most
        yield Measure.POINTS, self.points, self.limits.load_position
        yield Measure.PHASE_POINTS, self.by_phase[phase_id], self.limits.load_phase
