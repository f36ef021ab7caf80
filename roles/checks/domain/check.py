"""The checks of a matrix: pure functions over the matrix object, and what the grid shows of them.

Source of the rules: the table of checks in the README, this project's own choice. A duty that does not
apply leaves every count. A duty without any letter gives one finding only (H4, `todo`): it is an error
like any other, shown as "to assign".
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.checks.domain.finding import Finding
from roles.checks.domain.rules.duty import duty_findings
from roles.checks.domain.rules.position import position_findings
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
    found = list(duty_findings(matrix, limits))
    found += [*position_findings(matrix, limits), *_phase_findings(matrix, found)]
    return sorted(found, key=lambda finding: finding.severity)


def open_findings(matrix: Matrix, thresholds: Thresholds | None = None) -> list[Finding]:
    """The findings that nobody has dismissed, in the order of `check`."""
    return split_dismissed(matrix, check(matrix, thresholds))[0]


def split_dismissed(matrix: Matrix, findings: Sequence[Finding]) -> tuple[list[Finding], list[Finding]]:
    """Those that stand, and those dismissed in the state they are in; an error always stands."""
    left = matrix.dismissed
    if not left:
        return list(findings), []
    aside = [f for f in findings if f.severity != Severity.ERROR and left.get(f.key) == f.state]
    keys = {finding.key for finding in aside}
    return [finding for finding in findings if finding.key not in keys], aside


def _incomplete(findings: Iterable[Finding]) -> Iterator[int]:
    """The duties that lack one A or an R; a duty may come twice."""
    for finding in findings:
        if finding.duty_id is not None and finding.severity == Severity.ERROR:
            yield finding.duty_id


def _phase_findings(matrix: Matrix, duty_findings: list[Finding]) -> Iterator[Finding]:
    """P1: a phase is complete when each of its duties has one A and an R."""
    incomplete = set(_incomplete(duty_findings))
    if not incomplete:
        return
    for phase_id, duties in matrix.duties_of.items():
        count = sum(duty.id in incomplete for duty in duties)
        if count:
            figures = {"count": count, "total": sum(duty.applicable for duty in duties)}
            yield Finding("P1", None, None, phase_id, figures)


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
