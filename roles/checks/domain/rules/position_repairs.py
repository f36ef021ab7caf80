"""Repairs of a column or a phase; each leaves every duty with the A and R it had."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.checks.domain.finding import Finding
from roles.checks.domain.repair_context import Cells, Repair, RepairContext, columns_with, patched
from roles.checks.domain.rules.duty import decision_findings
from roles.checks.domain.rules.duty_repairs import ROW_REPAIRS
from roles.enums import APPROVING, DOING
from roles.matrix.matrix import CellChange, DutyRow


def _holding(context: RepairContext, column: int, letters: tuple[str, ...]) -> list[DutyRow]:
    """The duties that apply and in which this column holds one of these letters."""
    return [duty for duty in context.matrix.duties if duty.applicable and duty.letters[column] in letters]


def _together(context: RepairContext, rows: list[tuple[DutyRow, Cells]], label: str) -> Repair:
    """One repair of several duties."""
    return Repair(label, lambda: [change for duty, cells in rows for change in context.change(duty, cells)])


def _excess(context: RepairContext, count: int) -> int:
    """How many duties to give up so that the share is no longer too large."""
    total = sum(duty.applicable for duty in context.matrix.duties)
    return count - context.limits.max_share * total // 100


def less_work(context: RepairContext, finding: Finding, column: int) -> Iterator[Repair]:
    """V1: C instead of R on the duties that somebody else carries out too."""
    shared = [duty for duty in _holding(context, column, ("R",)) if len(columns_with(duty, DOING)) > 1]
    number = _excess(context, finding.figures["count"])
    if number <= len(shared):
        shared.sort(key=lambda duty: (context.suggestion(duty, column) == "R", -len(columns_with(duty, DOING))))
        label = ngettext("C instead of R on %(count)s duty", "C instead of R on %(count)s duties", number)
        cells: list[tuple[DutyRow, Cells]] = [(duty, {column: "C"}) for duty in shared[:number]]
        yield _together(context, cells, label % {"count": number})


def less_approval(context: RepairContext, finding: Finding, column: int) -> Iterator[Repair]:
    """V2: the A of some duties goes to who carries them out."""
    number = max(1, _excess(context, finding.figures["count"]))
    moves: list[tuple[DutyRow, Cells]] = []
    for duty in _holding(context, column, APPROVING):
        takers = [other for other in context.ranked(columns_with(duty, ["R"])) if other in context.able]
        if takers:
            moves.append((duty, {column: _without_a(duty, column, "C"), takers[0]: "AR"}))
    if number <= len(moves) and finding.figures["count"] > 1:
        moves.sort(key=lambda move: context.suggestion(move[0], column) in APPROVING)
        label = ngettext(
            "A of %(count)s duty to who carries it out", "A of %(count)s duties to who carries them out", number
        )
        yield _together(context, moves[:number], label % {"count": number})


def _without_a(duty: DutyRow, column: int, left: str) -> str:
    return "R" if duty.letters[column] == "AR" else left


def less_information(context: RepairContext, finding: Finding, column: int) -> Iterator[Repair]:
    """V3: the position is no longer informed."""
    informed = _holding(context, column, ("I",))
    if informed:
        label = ngettext("Remove its I on %(count)s duty", "Remove its I on %(count)s duties", len(informed))
        cells: list[tuple[DutyRow, Cells]] = [(duty, {column: ""}) for duty in informed]
        yield _together(context, cells, label % {"count": len(informed)})


def suggested_column(context: RepairContext, finding: Finding, column: int) -> Iterator[Repair]:
    """V5: the letters suggested for the profile of the position, where they leave no duty half decided."""
    cells: list[tuple[DutyRow, Cells]] = []
    for duty in context.matrix.duties:
        letter = _fitting(duty, context.suggestion(duty, column)) if duty.applicable else ""
        if letter:
            cells.append((duty, {column: letter}))
    if cells:
        label = ngettext("Suggested letters: %(count)s duty", "Suggested letters: %(count)s duties", len(cells))
        yield _together(context, cells, label % {"count": len(cells)})


def _fitting(duty: DutyRow, letter: str) -> str:
    """The suggested letter as this duty can take it: beside an A it becomes R, and R alone would be half a decision."""
    approved, done = columns_with(duty, APPROVING), columns_with(duty, DOING)
    if approved:
        return "R" if letter in APPROVING else letter
    return "" if letter in ("A", "R") and not done else letter


def approval_held(context: RepairContext, finding: Finding, column: int) -> Iterator[Repair]:
    """P3: the A of a vacant position goes to somebody, rather to who carries out these duties."""
    duties = _holding(context, column, APPROVING)
    held = [other for other in context.able if not context.matrix.positions[other].vacant]
    doing = {other: sum([duty.letters[other] in DOING for duty in duties]) for other in held}
    for taker in sorted(held, key=lambda other: (-doing[other], context.rank[other]))[:2]:
        yield Repair(
            _("A to %(name)s") % {"name": context.names[taker]}, partial(_hand_over, context, duties, column, taker)
        )


def _hand_over(context: RepairContext, duties: list[DutyRow], column: int, taker: int) -> Iterator[CellChange]:
    """The A of these duties from one column to another, which keeps its R."""
    for duty in duties:
        letter = "AR" if duty.letters[taker] in DOING else "A"
        yield from context.change(duty, {column: _without_a(duty, column, ""), taker: letter})


def all_suggested(context: RepairContext) -> Iterator[Repair]:
    """The duties to assign, together: the suggested letters of those that have some."""
    empty = [duty for duty in context.matrix.duties if duty.applicable and not any(duty.letters)]
    if any(map(context.has_suggestion, empty)):
        yield Repair(
            _("Apply the suggested letters"),
            lambda: [
                change
                for duty in empty
                if context.has_suggestion(duty)
                for change in context.change(duty, context.suggested_cells(duty))
            ],
        )


def whole_phase(context: RepairContext, finding: Finding) -> Iterator[Repair]:
    """P1: the first repair of each duty that lacks an A or an R; where there is a position, each has one."""
    if context.matrix.positions:
        count = finding.figures["count"]
        label = ngettext("Complete the phase: %(count)s duty", "Complete the phase: %(count)s duties", count)
        duties = context.matrix.duties_of[finding.phase_id or 0]
        yield Repair(
            label % {"count": count},
            lambda: [
                change
                for duty in duties
                if duty.applicable
                for change in context.change(duty, _decision(context, duty))
            ],
        )


def _decision(context: RepairContext, duty: DutyRow) -> Cells:
    """The cells that give a duty one A and an R; {} when it has them."""
    cells: dict[int, str] = {}
    row = duty
    while wrong := next(decision_findings(row.id, row.letters, context.limits), None):
        repair = next(ROW_REPAIRS[wrong.code](context, row))
        cells |= {context.matrix.column_of[change.position_id]: change.letter for change in repair.changes}
        row = duty._replace(letters=patched(duty.letters, cells))
    return cells


COLUMN_REPAIRS = {
    "V1": less_work,
    "V2": less_approval,
    "V3": less_information,
    "V5": suggested_column,
    "P3": approval_held,
}
