"""Which findings to show, and how many there are by phase and by position."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from roles.checks.domain.check import Tally, tally
from roles.checks.domain.finding import Finding
from roles.checks.domain.rules.registry import RULES
from roles.enums import Severity
from roles.matrix.matrix import Matrix, PhaseBand, PositionColumn

SEVERITIES: Mapping[str, Severity] = {"err": Severity.ERROR, "warn": Severity.WARNING, "hint": Severity.HINT}


@dataclass(frozen=True, slots=True)
class FindingFilter:
    """What the reader asked for; anything unknown asks for nothing."""

    severity: str = ""
    phase: str = ""
    position: int | None = None
    code: str = ""

    @classmethod
    def from_query(cls, query: Mapping[str, str], matrix: Matrix) -> "FindingFilter":
        """The filter of a URL."""
        severity, phase, code = (query.get(name, "") for name in ("severity", "phase", "code"))
        position = query.get("position", "")
        number = int(position) if position.isascii() and position.isdigit() and len(position) < 19 else None
        return cls(
            severity if severity in SEVERITIES else "",
            phase if any(phase == band.slug for band in matrix.phases) else "",
            number if number in matrix.column_of else None,
            code if code in RULES else "",
        )

    def to_query(self, **other: object) -> str:
        """The filter as a URL has it, with some parts replaced."""
        parts = {"severity": self.severity, "phase": self.phase, "position": self.position, "code": self.code} | other
        return urlencode({name: value for name, value in parts.items() if value})

    def apply(self, matrix: Matrix, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that match: a duty's belongs to its phase and to every position with a part in it."""
        phase_id = next((band.id for band in matrix.phases if band.slug == self.phase), None)
        severity = SEVERITIES.get(self.severity)
        return [
            finding
            for finding in findings
            if (severity is None or finding.severity == severity)
            and (not self.code or finding.code == self.code)
            and (phase_id is None or phase_of(matrix, finding) == phase_id)
            and (self.position is None or self.position in positions_of(matrix, finding))
        ]


def phase_of(matrix: Matrix, finding: Finding) -> int | None:
    """The phase a finding belongs to; None for a position's."""
    return matrix.duty(finding.duty_id).phase_id if finding.duty_id is not None else finding.phase_id


def positions_of(matrix: Matrix, finding: Finding) -> Iterator[int]:
    """The positions a finding is about."""
    if finding.position_id is not None:
        yield finding.position_id
    elif finding.duty_id is not None:
        letters = matrix.duty(finding.duty_id).letters
        yield from (position.id for position, letter in zip(matrix.positions, letters, strict=True) if letter)


def by_phase(matrix: Matrix, findings: Sequence[Finding]) -> list[tuple[PhaseBand, Tally]]:
    """The counts of each phase, in order."""
    places = [(phase_of(matrix, finding), finding) for finding in findings]
    return [(phase, tally(finding for place, finding in places if place == phase.id)) for phase in matrix.phases]


def by_position(matrix: Matrix, findings: Sequence[Finding]) -> list[tuple[PositionColumn, Tally]]:
    """The counts of each position, in order; a duty to assign is nobody's."""
    counts = Counter(
        (position_id, finding.severity) for finding in findings for position_id in positions_of(matrix, finding)
    )
    return [
        (position, Tally(*(counts[position.id, kind] if kind else 0 for kind in _TALLIED)))
        for position in matrix.positions
    ]


_TALLIED = (Severity.ERROR, None, Severity.WARNING, Severity.HINT)  # in the order of Tally; None is `todo`
