"""A matrix with what its findings say of each row, column and phase."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from roles.checks.domain.check import Finding, Mark, Progress, Tally, duty_marks, phase_progress, tally
from roles.matrix.load import Load, load_of
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds


@dataclass(frozen=True)
class Board:
    """A matrix with what its findings say of each row, column and phase."""

    matrix: Matrix
    findings: list[Finding]

    @cached_property
    def limits(self) -> Thresholds:
        """The thresholds of the project."""
        return Thresholds.of(self.matrix.rules)

    @cached_property
    def tally(self) -> Tally:
        """How many findings of each kind."""
        return tally(self.findings)

    @cached_property
    def marks(self) -> Mapping[int, Mark]:
        """What stands beside each duty, by duty id."""
        return duty_marks(self.matrix, self.findings)

    @cached_property
    def progress(self) -> Mapping[int, Progress]:
        """How far each phase is, by phase id."""
        return phase_progress(self.matrix, self.findings)

    def load(self, position_id: int) -> Load:
        """The load of a position."""
        return load_of(self.matrix, position_id, self.limits)
