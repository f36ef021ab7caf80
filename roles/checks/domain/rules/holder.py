"""P2 and P3, who holds a position."""

from collections.abc import Iterator
from functools import partial

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Repair, RepairContext, without_a
from roles.checks.domain.rules.rule import PositionRule, found
from roles.enums import APPROVING, DOING, Severity
from roles.matrix.matrix import CellChange, DutyRow

P2 = PositionRule(
    code="P2",
    severity=Severity.ERROR,
    name=gettext_lazy("Holder no longer active"),
    when="A holder of a position is inactive or has left",
    why=gettext_lazy("Somebody else must be named, or the position opened."),
    message=lambda f: (
        ngettext(
            "%(left)s of the %(holders)s holders of this position is inactive or has left.",
            "%(left)s of the %(holders)s holders of this position are inactive or have left.",
            f["left"],
        )
        % f
        if f["holders"] > 1
        else _("The holder of this position is inactive or has left.")
    ),
    find=lambda case: found(case.left > 0, holders=case.holders, left=case.left),
    only_holder_settles=True,
)


def _approval_held(context: RepairContext, column: int) -> Iterator[Repair]:
    """The A goes to somebody, rather to who carries out these duties."""
    duties = context.holding(column, APPROVING)
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
        yield from context.change(duty, {column: without_a(duty, column, ""), taker: letter})


# Where every position is vacant the project is not staffed yet, and P3 would only repeat it in each column.
P3 = PositionRule(
    code="P3",
    severity=Severity.WARNING,
    name=gettext_lazy("Approval by a vacant position"),
    when="A vacant position has A, where other positions are held",
    why=gettext_lazy("Until somebody is named, nobody can decide."),
    message=lambda f: (
        ngettext(
            "This vacant position approves %(count)s duty.",
            "This vacant position approves %(count)s duties.",
            f["count"],
        )
        % f
    ),
    find=lambda case: found(case.vacant and case.counts.a > 0 and case.frame.staffed, count=case.counts.a),
    repairs=_approval_held,
    only_holder_settles=True,
)

RULES = (P2, P3)
