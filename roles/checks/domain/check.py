"""The checks of a matrix: pure functions over the matrix object, and what the grid shows of them.

The rules are in `rules/`, an object each. A duty that does not apply leaves every count. A duty without any letter
gives one finding only (`todo`): it is an error like any other, shown as "to assign".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
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
    Suggested,
)
from roles.checks.domain.rules.registry import DUTY_RULES, EMPTY_DUTY_RULES, PHASE_RULES, POSITION_RULES
from roles.enums import Severity
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds

__all__ = [
    "Finding",
    "Mark",
    "Progress",
    "Tally",
    "check",
    "duty_marks",
    "open_findings",
    "phase_progress",
    "split_dismissed",
    "tally",
]


def check(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """All findings, errors first, then in the order of the matrix: duties, positions, phases."""
    limits = thresholds or Thresholds.of(matrix.rules)
    found = list(_duties(matrix, limits))
    found += [*_positions(matrix, limits), *_phases(matrix, found)]
    return sorted(found, key=lambda finding: finding.severity)


def open_findings(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """The findings that nobody has dismissed, in the order of `check`."""
    return split_dismissed(matrix, check(matrix, thresholds))[0]


def split_dismissed(matrix: Matrix, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Those that stand, and those dismissed in the state they are in; an error always stands."""
    left = matrix.dismissed
    if not left:
        return list(findings), []
    aside = [f for f in findings if f.rule.dismissible and left.get(f.key) == f.state]
    keys = {finding.key for finding in aside}
    return [finding for finding in findings if finding.key not in keys], aside


def _duties(matrix: Matrix, limits: Thresholds) -> Iterator[Finding]:
    frame = DutyFrame.of(limits, Columns.of(matrix))
    for duty in matrix.duties:
        if duty.applicable:
            yield from _of_duty(frame, duty.id, duty.letters, tuple(duty.suggested.items()))


@lru_cache(maxsize=8192)
def _of_duty(frame: DutyFrame, duty_id: int, letters: tuple[str, ...], suggested: Suggested) -> tuple[Finding, ...]:
    """The findings of a duty that applies; a click changes those of one duty."""
    case = DutyCase(frame, letters, Letters.of(letters), suggested)
    asked = [(rule, rule.find(case)) for rule in (DUTY_RULES if case.counts.any else EMPTY_DUTY_RULES)]
    return tuple([Finding(rule.code, duty_id, None, None, found) for rule, found in asked if found is not None])


def _positions(matrix: Matrix, limits: Thresholds) -> Iterator[Finding]:
    columns = [Letters.of(letters) for letters in matrix.columns]
    total = len(matrix.columns[0]) if matrix.columns else 0
    shares = total > 0 and len(columns) >= limits.share_from_positions
    only_approver = sum(counts.a > 0 for counts in columns) == 1
    staffed = any(not position.vacant for position in matrix.positions)
    frame = PositionFrame.of(limits, total, shares, only_approver, staffed)
    for position, counts in zip(matrix.positions, columns, strict=True):
        yield from _of_position(frame, position.id, counts, position.vacant, position.holder_active)


@lru_cache(maxsize=8192)
def _of_position(
    frame: PositionFrame, position_id: int, counts: Letters, vacant: bool, holder_active: bool
) -> tuple[Finding, ...]:
    """The findings of a position; a click changes those of one or two."""
    case = PositionCase(frame, counts, vacant, holder_active)
    asked = [(rule, rule.find(case)) for rule in POSITION_RULES]
    return tuple([Finding(rule.code, None, position_id, None, found) for rule, found in asked if found is not None])


def _phases(matrix: Matrix, of_duties: Iterable[Finding]) -> Iterator[Finding]:
    wrong = {f.duty_id for f in of_duties if f.duty_id is not None and f.severity == Severity.ERROR}
    for phase_id, duties in matrix.duties_of.items():
        case = PhaseCase(duties, wrong)
        asked = [(rule, rule.find(case)) for rule in PHASE_RULES]
        yield from (Finding(rule.code, None, None, phase_id, found) for rule, found in asked if found is not None)


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
    wrong = {finding.duty_id: finding.todo for finding in findings if finding.severity == Severity.ERROR}
    progress = {}
    for phase_id, duties in matrix.duties_of.items():
        applicable = [duty.id for duty in duties if duty.applicable]
        incomplete = [wrong[duty_id] for duty_id in applicable if duty_id in wrong]
        progress[phase_id] = Progress(
            len(applicable) - len(incomplete), len(applicable), len(incomplete) - sum(incomplete)
        )
    return progress


class Mark(NamedTuple):
    """What stands beside a duty: status is ok, err, warn, todo or off, an icon's name but for off."""

    status: str
    label: str


def duty_marks(matrix: Matrix, findings: Iterable[Finding], of: Collection[int] | None = None) -> dict[int, Mark]:
    """The mark of each duty, or of these, by duty id: its worst finding; a hint leaves a duty as it should be."""
    wanted = matrix.row_of.keys() if of is None else of
    first: dict[int, Finding] = {}
    for finding in findings:
        duty_id = finding.duty_id
        if duty_id is not None and duty_id in wanted and finding.severity != Severity.HINT:
            first.setdefault(duty_id, finding)
    compliant, off = Mark("ok", _("Compliant")), Mark("off", _("Not applicable"))
    marks = {duty_id: compliant if matrix.duty(duty_id).applicable else off for duty_id in wanted}
    return marks | _marked(first)


def _marked(first: Mapping[int, Finding]) -> dict[int, Mark]:
    status = {Severity.ERROR: "err", Severity.WARNING: "warn"}
    return {
        duty_id: Mark("todo" if finding.todo else status[finding.severity], finding.title)
        for duty_id, finding in first.items()
    }
