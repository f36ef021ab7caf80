"""P1, whether a phase is complete."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Cells, Repair, RepairContext, patched
from roles.checks.domain.rules.cases import PhaseCase
from roles.checks.domain.rules.duty_decision import first_error
from roles.checks.domain.rules.rule import Figures, PhaseRule
from roles.enums import Severity
from roles.matrix.matrix import DutyRow


def _incomplete(case: PhaseCase) -> Figures | None:
    """Whether a duty of the phase lacks one A or an R."""
    count = sum(duty.id in case.wrong for duty in case.duties) if case.wrong else 0
    return {"count": count, "total": sum(duty.applicable for duty in case.duties)} if count else None


def _whole(context: RepairContext, duties: Sequence[DutyRow]) -> Iterator[Repair]:
    """The first repair of each duty that lacks an A or an R; where there is a position, each has one."""
    if context.matrix.positions:
        wrong = [duty for duty in duties if duty.applicable and first_error(duty.letters, context.limits)]
        label = ngettext("Complete the phase: %(count)s duty", "Complete the phase: %(count)s duties", len(wrong))
        yield Repair(
            label % {"count": len(wrong)},
            lambda: [change for duty in wrong for change in context.change(duty, _decision(context, duty))],
        )


def _decision(context: RepairContext, duty: DutyRow) -> Cells:
    """The cells that give a duty one A and an R."""
    cells: dict[int, str] = {}
    row = duty
    while rule := first_error(row.letters, context.limits):
        repair = next(rule.repairs(context, row))
        cells |= {context.matrix.column_of[change.position_id]: change.letter for change in repair.changes}
        row = duty._replace(letters=patched(duty.letters, cells))
    return cells


P1 = PhaseRule(
    code="P1",
    severity=Severity.WARNING,
    name=gettext_lazy("Incomplete phase"),
    when="A phase has a duty without one A or without R",
    why=gettext_lazy("A phase is complete when each duty has one A and an R."),
    message=lambda f: (
        ngettext(
            "%(count)s of %(total)s duties is not complete.",
            "%(count)s of %(total)s duties are not complete.",
            f["count"],
        )
        % f
    ),
    find=_incomplete,
    repairs=_whole,
)

RULES = (P1,)
