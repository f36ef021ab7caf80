"""P4 and P5, who a duty goes to: its profile, and somebody who could step in."""

from collections.abc import Iterator
from itertools import compress

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Repair, RepairContext, columns_with
from roles.checks.domain.rules.cases import DutyCase
from roles.checks.domain.rules.rule import DutyRule, Figures, found
from roles.enums import APPROVING, DOING, Severity
from roles.matrix.matrix import DutyRow

_DOING = frozenset(DOING)
STEPPING_IN = frozenset((*DOING, "S", "C"))  # who carries out, helps or is consulted knows the duty


def _other_profile(case: DutyCase) -> Figures | None:
    """Whether all that carry it out, and whether the one that approves, have a profile not suggested."""
    if not case.suggested:
        return None
    meant, approver = case.frame.columns.meant(case.suggested), case.approver
    does = _done_by_others(case.letters, meant.doing)
    approves = approver is not None and meant.approving is not None and not meant.approving[approver]
    return found(does or approves, does=does, approves=approves)


def _done_by_others(letters: tuple[str, ...], meant: tuple[bool, ...] | None) -> bool:
    if meant is None or _DOING.isdisjoint(letters):
        return False
    return _DOING.isdisjoint(compress(letters, meant))


def _by_whom(figures: Figures) -> str:
    if figures["does"] and figures["approves"]:
        return _("It is carried out and approved by another profile than the catalogue suggests.")
    if figures["does"]:
        return _("It is carried out by another profile than the catalogue suggests.")
    return _("It is approved by another profile than the catalogue suggests.")


P4 = DutyRule(
    code="P4",
    severity=Severity.HINT,
    name=gettext_lazy("A profile other than suggested"),
    when="All who carry the duty out, or the one who approves it, have a profile that the catalogue does not suggest",
    why=gettext_lazy("The catalogue only suggests: another profile may be the right one here."),
    message=_by_whom,
    find=_other_profile,
    gathered=lambda n: ngettext("%(count)s duty with another profile", "%(count)s duties with another profile", n),
    shows_wordings=True,
)


def _nobody_else(case: DutyCase) -> Figures | None:
    """Whether nobody but the holder who approves carries out the duty or is consulted on it.

    Of several holders who approve, one steps in for another. A vacant position that approves, or one whose holder has
    left, is P3 or P2. With one person in all, it would only be repeated at each duty.
    """
    approver = case.approver
    if approver is None or not case.frame.columns.several_people:
        return None
    approving = case.frame.columns.holders[approver]
    if len(approving) != 1:
        return None
    (one,) = approving
    return found(STEPPING_IN.isdisjoint(compress(case.letters, case.frame.columns.held_by_others(one))))


def _somebody_to_step_in(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """C to somebody else, rather where the catalogue suggests a part or where the position decides in the phase."""
    positions = context.matrix.positions
    approving = positions[columns_with(duty, APPROVING)[0]].present
    others = [
        column
        for column in columns_with(duty, ["", "I"])
        if column in context.able and positions[column].present - approving
    ]
    suggested = [column for column in context.suggested(duty, ["C", *DOING]) if column in others]
    for column in list(dict.fromkeys([*suggested[:1], *context.at_home(duty, others)]))[:2]:
        yield context.offer(duty, {column: "C"}, _("C to %(name)s") % {"name": context.names[column]})


P5 = DutyRule(
    code="P5",
    severity=Severity.HINT,
    name=gettext_lazy("No one to step in"),
    when="Nobody but the holder who approves carries the duty out or is consulted on it, where two people are here",
    why=gettext_lazy("When the approver is away, somebody else should know the duty."),
    message=gettext_lazy("Nobody but its approver carries out this duty or is consulted on it."),
    find=_nobody_else,
    repairs=_somebody_to_step_in,
    gathered=lambda n: ngettext("%(count)s duty with no one to step in", "%(count)s duties with no one to step in", n),
)

RULES = (P4, P5)
