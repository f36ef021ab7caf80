"""V1 to V5, how much a position has: too large a share of the duties, or little or nothing."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Cells, Repair, RepairContext, columns_with, without_a
from roles.checks.domain.rules.cases import PositionCase
from roles.checks.domain.rules.rule import Figures, PositionRule, found
from roles.enums import APPROVING, DOING, Severity
from roles.matrix.matrix import DutyRow


def _share(case: PositionCase, count: int) -> Figures:
    limit = case.frame.limits.max_share
    return {"count": count, "total": case.frame.total, "percent": round(100 * count / case.frame.total), "limit": limit}


def _together(context: RepairContext, rows: list[tuple[DutyRow, Cells]], label: str) -> Repair:
    """One repair of several duties."""
    return Repair(label, lambda: [change for duty, cells in rows for change in context.change(duty, cells)])


def _excess(context: RepairContext, count: int) -> int:
    """How many duties to give up so that the share is no longer too large."""
    total = sum(duty.applicable for duty in context.matrix.duties)
    return count - context.limits.max_share * total // 100


def _most_work(case: PositionCase) -> Figures | None:
    too_much = case.frame.shares and case.counts.r * 100 > case.frame.limits.max_share * case.frame.total
    return _share(case, case.counts.r) if too_much else None


def _less_work(context: RepairContext, column: int) -> Iterator[Repair]:
    """C instead of R on the duties that somebody else carries out too."""
    shared = [duty for duty in context.holding(column, ("R",)) if len(columns_with(duty, DOING)) > 1]
    number = _excess(context, len(context.holding(column, DOING)))
    if number <= len(shared):
        shared.sort(key=lambda duty: (context.suggestion(duty, column) == "R", -len(columns_with(duty, DOING))))
        label = ngettext("C instead of R on %(count)s duty", "C instead of R on %(count)s duties", number)
        cells: list[tuple[DutyRow, Cells]] = [(duty, {column: "C"}) for duty in shared[:number]]
        yield _together(context, cells, label % {"count": number})


V1 = PositionRule(
    code="V1",
    severity=Severity.WARNING,
    name=gettext_lazy("R on most duties"),
    when="A position has R on more than {max_share} % of the duties, from {share_from_positions} positions",
    why=gettext_lazy("A position that carries out most duties may become a bottleneck."),
    title=gettext_lazy("R on %(percent)s%% of duties"),
    message=gettext_lazy("This position carries out %(count)s of %(total)s duties, more than %(limit)s%%."),
    find=_most_work,
    repairs=_less_work,
)


def _most_approval(case: PositionCase) -> Figures | None:
    """Whether it approves most duties, or is the only one that approves any (`only`)."""
    if not case.frame.shares:
        return None
    too_much = case.counts.a * 100 > case.frame.limits.max_share * case.frame.total
    only = case.frame.only_approver and case.counts.a > 0 and not too_much
    return _share(case, case.counts.a) | {"only": only} if too_much or only else None


def _approval_title(figures: Figures) -> str:
    return _("Only approver") if figures["only"] else _("A on %(percent)s%% of duties") % figures


def _approval(figures: Figures) -> str:
    if figures["only"]:
        return _("This position alone approves: %(count)s of %(total)s duties.") % figures
    return _("This position approves %(count)s of %(total)s duties, more than %(limit)s%%.") % figures


def _less_approval(context: RepairContext, column: int) -> Iterator[Repair]:
    """The A of some duties goes to who carries them out."""
    approved = context.holding(column, APPROVING)
    number = max(1, _excess(context, len(approved)))
    moves: list[tuple[DutyRow, Cells]] = []
    for duty in approved:
        takers = [other for other in context.ranked(columns_with(duty, ["R"])) if other in context.able]
        if takers:
            moves.append((duty, {column: without_a(duty, column, "C"), takers[0]: "AR"}))
    if number <= len(moves) and len(approved) > 1:
        moves.sort(key=lambda move: context.suggestion(move[0], column) in APPROVING)
        label = ngettext(
            "A of %(count)s duty to who carries it out", "A of %(count)s duties to who carries them out", number
        )
        yield _together(context, moves[:number], label % {"count": number})


V2 = PositionRule(
    code="V2",
    severity=Severity.WARNING,
    name=gettext_lazy("A on most duties"),
    when="A position has A on more than {max_share} % of the duties, or is the only approver, "
    "from {share_from_positions} positions",
    why=gettext_lazy("A position that approves most duties may become a bottleneck."),
    title=_approval_title,
    message=_approval,
    find=_most_approval,
    repairs=_less_approval,
)


def _less_information(context: RepairContext, column: int) -> Iterator[Repair]:
    """The position is no longer informed."""
    informed = context.holding(column, ("I",))
    if informed:
        label = ngettext("Remove its I on %(count)s duty", "Remove its I on %(count)s duties", len(informed))
        cells: list[tuple[DutyRow, Cells]] = [(duty, {column: ""}) for duty in informed]
        yield _together(context, cells, label % {"count": len(informed)})


V3 = PositionRule(
    code="V3",
    severity=Severity.WARNING,
    name=gettext_lazy("A part in every duty"),
    when="A position has a part in every duty, from {share_from_positions} positions",
    why=gettext_lazy("A part in every duty leaves little room."),
    message=gettext_lazy("This position has a part in all %(total)s duties."),
    find=lambda case: found(case.frame.shares and case.counts.any == case.frame.total, total=case.frame.total),
    repairs=_less_information,
)


V4 = PositionRule(
    code="V4",
    severity=Severity.HINT,
    name=gettext_lazy("Neither R nor A"),
    when="A position has letters, and neither R nor A",
    why=gettext_lazy("It may be intended: a position may only advise."),
    message=lambda f: (
        ngettext(
            "This position has a part in %(count)s duty, and neither carries out nor approves.",
            "This position has a part in %(count)s duties, and neither carries out nor approves.",
            f["count"],
        )
        % f
    ),
    find=lambda case: found(
        case.counts.any > 0 and not case.counts.a and not case.counts.r,
        count=case.counts.any,
    ),
)


def _suggested_column(context: RepairContext, column: int) -> Iterator[Repair]:
    """The letters suggested for the profile of the position, where they leave no duty half decided."""
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


V5 = PositionRule(
    code="V5",
    severity=Severity.WARNING,
    name=gettext_lazy("No assignments"),
    when="A position has no letter",
    why=gettext_lazy("A column without letters says nothing about the position."),
    message=gettext_lazy("This position has no letter yet."),
    find=lambda case: found(case.frame.total > 0 and not case.counts.any),
    repairs=_suggested_column,
)

RULES = (V1, V2, V3, V4, V5)
