"""H1 to H4, the errors of a duty: it shall have one A and an R."""

from collections.abc import Container, Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from roles.checks.domain.repair_context import Repair, RepairContext, columns_with
from roles.checks.domain.rules.cases import DutyCase, DutyFrame, Letters
from roles.checks.domain.rules.rule import DutyRule, Figures, found
from roles.enums import APPROVING, DOING, Severity
from roles.matrix.matrix import DutyRow
from roles.matrix.thresholds import Thresholds


def _taker(context: RepairContext, duty: DutyRow, without: Container[str]) -> list[int]:
    """Who could take one more letter, if anybody: a column that holds none of these, rather one of `home`."""
    return next(([column] for column in context.home(duty) if duty.letters[column] not in without), [])


def _only_able(context: RepairContext, columns: Iterable[int]) -> list[int]:
    """The columns held by somebody; all of them when none is."""
    columns = list(columns)
    return [column for column in columns if column in context.able] or columns


def _approver(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """To whom the catalogue suggests it, to one who carries it out, or to whom has the least."""
    doers = context.ranked(
        columns_with(duty, ["R"]), first=lambda column: context.suggestion(duty, column) in APPROVING
    )
    suggested = context.suggested(duty, APPROVING)
    chosen = dict.fromkeys([*suggested[:1], *doers[:1], *_taker(context, duty, ["R"])])
    for column in _only_able(context, chosen)[:2]:
        if duty.letters[column] == "R":
            yield context.offer(duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})
        else:
            yield context.offer(duty, {column: "A"}, _("A to %(name)s") % {"name": context.names[column]})


H1 = DutyRule(
    code="H1",
    severity=Severity.ERROR,
    name=gettext_lazy("No approver"),
    when="R and no A",
    why=gettext_lazy("One position answers for each duty."),
    message=gettext_lazy("No position approves this duty."),
    find=lambda case: found(case.counts.r > 0 and not case.counts.a),
    repairs=_approver,
    gap="A",
)


def _one_approver(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """One keeps the A; another A/R keeps its R, another A becomes C."""
    approvers = columns_with(duty, APPROVING)
    for kept in context.ranked(approvers, first=lambda column: context.suggestion(duty, column) in APPROVING)[:3]:
        cells = {column: "R" if duty.letters[column] == "AR" else "C" for column in approvers if column != kept}
        yield context.offer(duty, cells, _("Keep A: %(name)s") % {"name": context.names[kept]})


H2 = DutyRule(
    code="H2",
    severity=Severity.ERROR,
    name=gettext_lazy("Several approvers"),
    when="More than one A; in old data only, for the database holds one",
    why=gettext_lazy("When two positions approve, nobody knows who decides."),
    title=lambda f: ngettext("%(count)s approver", "%(count)s approvers", f["count"]) % f,
    message=lambda f: (
        ngettext(
            "%(count)s position approves this duty; only one may.",
            "%(count)s positions approve this duty; only one may.",
            f["count"],
        )
        % f
    ),
    find=lambda case: found(case.counts.a > 1, count=case.counts.a),
    repairs=_one_approver,
)


def _doer(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """To whom the catalogue suggests it, to the one who approves as A/R, or to whom has the least."""
    suggested = [column for column in context.suggested(duty, DOING) if duty.letters[column] not in APPROVING]
    approvers = context.ranked(columns_with(duty, ["A"]))
    chosen = dict.fromkeys([*suggested[:1], *approvers[:1], *_taker(context, duty, APPROVING)])
    for column in _only_able(context, chosen)[:2]:
        if duty.letters[column] == "A":
            yield context.offer(duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})
        else:
            yield context.offer(duty, {column: "R"}, _("R to %(name)s") % {"name": context.names[column]})


H3 = DutyRule(
    code="H3",
    severity=Severity.ERROR,
    name=gettext_lazy("Nobody responsible"),
    when="A and no R; A/R counts, and a setting lets an A alone count",
    why=gettext_lazy("Each duty needs somebody who does it; A/R counts."),
    message=gettext_lazy("No position carries out this duty."),
    find=lambda case: found(case.counts.a > 0 and not case.counts.r and not case.limits.lone_a_counts_as_r),
    repairs=_doer,
    gap="R",
)


def _undecided_title(figures: Figures) -> str:
    if "duties" in figures:
        return ngettext("%(duties)s duty to assign", "%(duties)s duties to assign", figures["duties"]) % figures
    return _("Neither responsible nor approver") if figures["letters"] else _("To assign")


def _undecided(figures: Figures) -> str:
    if figures["letters"]:
        return _("No position carries out or approves this duty.")
    return _("This duty has no letter yet.")


def _decided(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """The suggested letters, or everything to the one who has the least."""
    if context.has_suggestion(duty):
        yield Repair(_("Apply the suggested letters"), lambda: context.change(duty, context.suggested_cells(duty)))
    for column in _taker(context, duty, ()):
        yield context.offer(duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})


def _all_suggested(context: RepairContext) -> Iterator[Repair]:
    """The suggested letters of those that have some."""
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


H4 = DutyRule(
    code="H4",
    severity=Severity.ERROR,
    name=gettext_lazy("Neither responsible nor approver"),
    when="Neither A nor R, shown instead of H1 and H3; without any letter it reads “to assign”",
    why=gettext_lazy("A duty needs one A and at least one R."),
    title=_undecided_title,
    message=_undecided,
    find=lambda case: found(not case.counts.a and not case.counts.r, letters=case.counts.any),
    repairs=_decided,
    to_assign=True,
    repairs_of_all=_all_suggested,
    gap="R",
)

RULES = (H1, H2, H3, H4)


def first_error(letters: tuple[str, ...], limits: Thresholds) -> DutyRule | None:
    """The first of these rules that finds something in a duty with these letters."""
    case = DutyCase(DutyFrame(limits), letters, Letters.of(letters))
    return next((rule for rule in RULES if rule.find(case) is not None), None)
