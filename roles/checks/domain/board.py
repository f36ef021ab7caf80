"""A matrix with what its findings say of each row, column and phase; after a change, only of those it may concern."""

from collections import Counter
from collections.abc import Container, Hashable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Self

from roles.checks.domain.check import (
    Found,
    Mark,
    Progress,
    Tally,
    duty_frame,
    in_order,
    is_dismissed,
    is_gap,
    mark_of,
    of_duty,
    of_phase,
    of_position,
    position_frame,
    progress_of,
)
from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.rules.registry import RULES
from roles.enums import Severity
from roles.matrix.load import Load, load_of
from roles.matrix.matrix import DutyRow, Matrix
from roles.matrix.thresholds import Thresholds

# What a page has made of a duty and of one of its findings, with what it saw: as long as that is the same, so are they.
DrawnRow = tuple[DutyRow, Found, int, str]  # the number is that of its comments
DrawnFinding = tuple[Finding | None, str, object, str]  # its words, the state they were drawn in, its repairs


class Board:
    """A matrix and its open findings, place by place. It is made once for a matrix, and goes with it: `Board.of`."""

    def __init__(self, matrix: Matrix, former: "Board | None" = None) -> None:
        """Look at everything; or, where `former` is of the matrix before letters changed, at what these concern."""
        self.matrix = matrix
        if former is None:
            self.limits = Thresholds.of(matrix.rules)
            self.duty_frame = duty_frame(matrix, self.limits)
            self.duties: list[Found] = [()] * len(matrix.duties)
            self.positions: list[Found] = [()] * len(matrix.positions)
            self.phases: dict[int, Found] = {phase.id: () for phase in matrix.phases}
            self.progress: dict[int, Progress] = {}
            self.counts: Counter[str] = Counter()  # the findings of each rule
            self.todo = self.gaps = 0
            self.drawn: dict[str, DrawnFinding] = {}
            self.rows: dict[Hashable, dict[int, DrawnRow]] = {}  # by how a page shows them
            self.heads: dict[Hashable, str] = {}  # the headings of all columns, likewise
        else:
            self.limits, self.duty_frame = former.limits, former.duty_frame
            self.drawn, self.rows, self.heads = former.drawn, former.rows, former.heads
            self.duties, self.positions = list(former.duties), list(former.positions)
            self.phases, self.progress = dict(former.phases), dict(former.progress)
            self.counts, self.todo, self.gaps = Counter(former.counts), former.todo, former.gaps
        self.position_frame = position_frame(matrix, self.limits)
        self._look(former)

    @classmethod
    def of(cls, matrix: Matrix) -> Self:
        """The board of a matrix."""
        board: Self | None = matrix.derived.get(cls)
        if board is None:
            board = matrix.derived[cls] = cls(matrix, matrix.former.pop(cls, None))
        return board

    def _look(self, former: "Board | None") -> None:
        rows = _others(former.matrix.duties if former else None, self.matrix.duties)
        for row in rows:
            self._look_at_duty(row, former.matrix.duties[row] if former else None)
        same = former if former and former.position_frame == self.position_frame else None
        for column in _others(same.matrix.counts if same else None, self.matrix.counts):
            found = of_position(self.position_frame, self.matrix, column)
            self.positions[column] = self._count(self.positions[column], found)
        phases = {self.matrix.duties[row].phase_id for row in rows} if former else set(self.phases)
        for phase_id in phases:
            self._look_at_phase(phase_id)
        self.repairs: RepairContext = (
            former.repairs.after(self.matrix, phases) if former else RepairContext.of(self.matrix, self.limits)
        )
        kept = former.states if former and former.repairs.order == self.repairs.order else {}
        self.states: dict[int, object] = _states(self.phases, kept, phases)

    def _look_at_phase(self, phase_id: int) -> None:
        self.phases[phase_id] = self._count(self.phases[phase_id], of_phase(self.matrix, phase_id, self.duties))
        duties = [self.found_in(duty.id) for duty in self.matrix.duties_of[phase_id] if duty.applicable]
        self.progress[phase_id] = progress_of(duties)

    def _look_at_duty(self, row: int, before: DutyRow | None) -> None:
        duty = self.matrix.duties[row]
        self.gaps -= before is not None and is_gap(before, self.duties[row])
        self.duties[row] = self._count(self.duties[row], of_duty(self.duty_frame, duty))
        self.gaps += is_gap(duty, self.duties[row])

    def _count(self, before: Found, found: Found) -> Found:
        """What stands of these findings of a place; they are counted instead of those before."""
        if self.matrix.dismissed:
            found = tuple([finding for finding in found if not is_dismissed(self.matrix, finding)])
        for sign, findings in ((-1, before), (1, found)):
            for finding in findings:
                self.counts[finding.code] += sign
                self.todo += sign * finding.todo
        return found

    def state(self, finding: Finding) -> object:
        """For the finding of a duty, what stays the same object as long as its repairs stay the same.

        They look at the letters of its phase, and at which positions may rather take more.
        """
        return self.states[self.matrix.duty(finding.duty_id).phase_id] if finding.duty_id else None

    def found_in(self, duty_id: int) -> Found:
        """The findings of a duty."""
        return self.duties[self.matrix.row_of[duty_id]]

    def mark(self, duty_id: int) -> Mark:
        """What stands beside a duty."""
        return mark_of(self.matrix.duty(duty_id), self.found_in(duty_id))

    def load(self, position_id: int) -> Load:
        """The load of a position."""
        return load_of(self.matrix, position_id, self.limits)

    @cached_property
    def findings(self) -> list[Finding]:
        """All of them, errors first, then in the order of the matrix."""
        return in_order(self.duties, self.positions, self.phases.values())

    @cached_property
    def tally(self) -> Tally:
        """How many findings of each kind."""
        numbers = Counter[Severity]()
        for code, number in self.counts.items():
            numbers[RULES[code].severity] += number
        errors, warnings, hints = (numbers[severity] for severity in Severity)
        return Tally(errors - self.todo, self.todo, warnings, hints)


def _others(before: Sequence[object] | None, after: Sequence[object]) -> Sequence[int]:
    """The places of what is not the same object as before; all of them where nothing was."""
    if before is None:
        return range(len(after))
    return [place for place, (old, new) in enumerate(zip(before, after, strict=True)) if old is not new]


def _states(phases: Iterable[int], kept: Mapping[int, object], changed: Container[int]) -> dict[int, object]:
    """An object for each phase: the one that is kept, unless the phase has changed."""
    return {phase_id: object() if phase_id in changed else kept.get(phase_id) or object() for phase_id in phases}
