"""The checks of a matrix: pure functions, each finding with its place and its repairs.

Source of the rules: the table of checks in the README.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from roles.domain.matrix import CellChange, Matrix
from roles.domain.thresholds import Thresholds
from roles.enums import Severity


@dataclass(frozen=True, slots=True)
class Repair:
    """A set of cell changes that removes a finding; `label` says in a few words what it does."""

    changes: tuple[CellChange, ...]
    label: str

    @property
    def key(self) -> str:
        """The changes as text, e.g. "12:3:A,12:5:R", to be sent back by a form."""
        return ",".join(f"{c.duty_id}:{c.position_id}:{c.letter}" for c in self.changes)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check says of a place: a duty, a position, a phase, or the whole matrix."""

    code: str
    severity: Severity
    message: str
    duty_id: int | None = None
    position_id: int | None = None
    phase_id: int | None = None
    figures: Mapping[str, Any] = field(default_factory=dict)
    repairs: tuple[Repair, ...] = ()


def check(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """All findings, errors first, then in the order of the matrix; sentences in the active language."""
    raise NotImplementedError
