"""The checks of a matrix: pure functions over the matrix object, and what the grid shows of them.

The rules are in `rules/`, an object each. A duty that does not apply leaves every count. A duty without any letter
gives one finding only (`todo`): it is an error like any other, shown as "to assign".
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import chain
from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.checks.domain.finding import Finding
from roles.checks.domain.rules.cases import (
    Columns,
    DutyCase,
    DutyFrame,
    Letters,
    PhaseCase,
    PositionCase,
    PositionFrame,
)
from roles.checks.domain.rules.registry import DUTY_RULES, EMPTY_DUTY_RULES, PHASE_RULES, POSITION_RULES
from roles.enums import Severity
from roles.matrix.matrix import DutyRow, Matrix, PositionColumn
from roles.matrix.thresholds import Thresholds

Found = tuple[Finding, ...]  # in one place


def check(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """All findings, errors first, then in the order of the matrix: duties, positions, phases."""
    limits = thresholds or Thresholds.of(matrix.rules)
    duties, positions = duty_frame(matrix, limits), position_frame(matrix, limits)
    of_duties = [of_duty(duties, duty) for duty in matrix.duties]
    of_positions = [of_position(positions, matrix, column) for column in range(len(matrix.positions))]
    of_phases = [of_phase(matrix, phase.id, of_duties) for phase in matrix.phases]
    return in_order(of_duties, of_positions, of_phases)


def in_order(*places: Iterable[Found]) -> list[Finding]:
    """The findings of these places, errors first."""
    return sorted(chain.from_iterable(chain(*places)), key=lambda finding: finding.severity)


def open_findings(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """The findings that nobody has dismissed, in the order of `check`."""
    return split_dismissed(matrix, check(matrix, thresholds))[0]


def split_dismissed(matrix: Matrix, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Those that stand, and those dismissed in the state they are in; an error always stands."""
    if not matrix.dismissed:
        return list(findings), []
    parts: tuple[list[Finding], list[Finding]] = ([], [])
    for finding in findings:
        parts[is_dismissed(matrix, finding)].append(finding)
    return parts


def is_dismissed(matrix: Matrix, finding: Finding) -> bool:
    """Whether somebody has set a finding aside, in the state it is in."""
    return finding.rule.dismissible and matrix.dismissed.get(finding.key) == finding.state


def duty_frame(matrix: Matrix, limits: Thresholds) -> DutyFrame:
    """What every duty of a matrix is seen beside; letters leave it as it is."""
    return DutyFrame(limits, Columns.of(matrix))


def of_duty(frame: DutyFrame, duty: DutyRow) -> Found:
    """The findings of a duty; of one that does not apply, none."""
    if not duty.applicable:
        return ()
    case = DutyCase(frame, duty.letters, Letters.of(duty.letters), tuple(duty.suggested.items()))
    asked = [(rule, rule.find(case)) for rule in (DUTY_RULES if case.counts.any else EMPTY_DUTY_RULES)]
    return tuple([Finding(rule.code, duty.id, None, None, found) for rule, found in asked if found is not None])


def position_frame(matrix: Matrix, limits: Thresholds) -> PositionFrame:
    """What every position of a matrix is seen beside; most letters leave it as it is."""
    total = sum(matrix.counts[0].values()) if matrix.counts else 0
    shares = total > 0 and len(matrix.counts) >= limits.share_from_positions
    only_approver = sum(count["A"] + count["AR"] > 0 for count in matrix.counts) == 1
    staffed = any(not position.vacant for position in matrix.positions)
    return PositionFrame(limits, total, shares, only_approver, staffed)


def of_position(frame: PositionFrame, matrix: Matrix, column: int) -> Found:
    """The findings of a position."""
    position = matrix.positions[column]
    case = PositionCase(frame, Letters.counted(matrix.counts[column]), len(position.holders), _left(position))
    asked = [(rule, rule.find(case)) for rule in POSITION_RULES]
    return tuple([Finding(rule.code, None, position.id, None, found) for rule, found in asked if found is not None])


def _left(position: PositionColumn) -> int:
    """How many of its holders are inactive or have left."""
    return sum(not holder.active for holder in position.holders)


def of_phase(matrix: Matrix, phase_id: int, of_duties: Sequence[Found]) -> Found:
    """The findings of a phase, from those of all duties in their order."""
    duties = matrix.duties_of[phase_id]
    case = PhaseCase(duties, {duty.id for duty in duties if has_error(of_duties[matrix.row_of[duty.id]])})
    asked = [(rule, rule.find(case)) for rule in PHASE_RULES]
    return tuple([Finding(rule.code, None, None, phase_id, found) for rule, found in asked if found is not None])


def has_error(found: Iterable[Finding]) -> bool:
    """Whether one of these findings is an error."""
    return any(finding.severity == Severity.ERROR for finding in found)


class Tally(NamedTuple):
    """How many findings of each kind; `todo`, the duties to assign, are errors that `errors` leaves out."""

    errors: int
    todo: int
    warnings: int
    hints: int

    @property
    def blocking(self) -> int:
        """What stops an approval: errors and duties to assign."""
        return self.errors + self.todo


def tally(findings: Iterable[Finding]) -> Tally:
    """The counts of a list of findings; they add up to its length."""
    counts = Counter(0 if finding.todo else finding.severity.value for finding in findings)
    return Tally(counts[Severity.ERROR], counts[0], counts[Severity.WARNING], counts[Severity.HINT])


class Progress(NamedTuple):
    """How far a phase is: `complete` of `total` duties that apply; `errors` leaves out the duties to assign."""

    complete: int
    total: int
    errors: int


def phase_progress(matrix: Matrix, findings: Iterable[Finding]) -> dict[int, Progress]:
    """The progress of each phase, by phase id."""
    found = by_duty(findings)
    return {
        phase_id: progress_of([found.get(duty.id, ()) for duty in duties if duty.applicable])
        for phase_id, duties in matrix.duties_of.items()
    }


def progress_of(duties: Sequence[Sequence[Finding]]) -> Progress:
    """The progress of a phase, from the findings of its duties that apply."""
    wrong = [found for found in duties if has_error(found)]
    todo = sum([found[0].todo for found in wrong])  # alone in its duty
    return Progress(len(duties) - len(wrong), len(duties), len(wrong) - todo)


class Mark(NamedTuple):
    """What stands beside a duty: status is ok, err, warn, todo or off, an icon's name but for off."""

    status: str
    label: str


def duty_marks(matrix: Matrix, findings: Iterable[Finding]) -> dict[int, Mark]:
    """The mark of each duty, by duty id."""
    found = by_duty(findings)
    return {duty.id: mark_of(duty, found.get(duty.id, ())) for duty in matrix.duties}


def mark_of(duty: DutyRow, found: Sequence[Finding]) -> Mark:
    """The mark of a duty with these findings: its worst; a hint leaves a duty as it should be."""
    if not duty.applicable:
        return Mark("off", _("Not applicable"))
    for severity, status in ((Severity.ERROR, "err"), (Severity.WARNING, "warn")):
        for finding in found:
            if finding.severity == severity:
                return Mark("todo" if finding.todo else status, finding.title)
    return Mark("ok", _("Compliant"))


def by_duty(findings: Iterable[Finding]) -> dict[int, list[Finding]]:
    """The findings of each duty that has some, by its id."""
    found: dict[int, list[Finding]] = {}
    for finding in findings:
        if finding.duty_id is not None:
            found.setdefault(finding.duty_id, []).append(finding)
    return found


def is_gap(duty: DutyRow, found: Iterable[Finding]) -> bool:
    """Whether an error or a warning says something of a duty, or nobody has a part in it."""
    return duty.applicable and (not any(duty.letters) or any(one.severity <= Severity.WARNING for one in found))
