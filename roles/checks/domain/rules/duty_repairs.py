"""Repairs of a row: each takes a duty that has the finding, and leaves it without."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.checks.domain.repair_context import Cells, Repair, RepairContext, columns_with
from roles.enums import APPROVING, DOING
from roles.matrix.matrix import DutyRow

NAMED = 2  # a button names so many positions, and counts more


RowRepairs = Callable[[RepairContext, DutyRow], Iterator[Repair]]


def _offer(context: RepairContext, duty: DutyRow, cells: Cells, label: str) -> Repair:
    return Repair(label, lambda: context.change(duty, cells))


def _taker(context: RepairContext, duty: DutyRow, without: Container[str]) -> list[int]:
    """Who could take one more letter, if anybody: a column that holds none of these, rather one of `home`."""
    return next(([column] for column in context.home(duty) if duty.letters[column] not in without), [])


def _approver(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H1: to whom the catalogue suggests it, to one who carries it out, or to whom has the least."""
    doers = context.ranked(
        columns_with(duty, ["R"]), first=lambda column: context.suggestion(duty, column) in APPROVING
    )
    suggested = context.suggested(duty, APPROVING)
    chosen = dict.fromkeys([*suggested[:1], *doers[:1], *_taker(context, duty, ["R"])])
    for column in _only_able(context, chosen)[:2]:
        if duty.letters[column] == "R":
            yield _offer(context, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})
        else:
            yield _offer(context, duty, {column: "A"}, _("A to %(name)s") % {"name": context.names[column]})


def _only_able(context: RepairContext, columns: Iterable[int]) -> list[int]:
    """The columns held by somebody; all of them when none is."""
    columns = list(columns)
    return [column for column in columns if column in context.able] or columns


def _one_approver(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H2: one keeps the A; another A/R keeps its R, another A becomes C."""
    approvers = columns_with(duty, APPROVING)
    for kept in context.ranked(approvers, first=lambda column: context.suggestion(duty, column) in APPROVING)[:3]:
        cells = {column: "R" if duty.letters[column] == "AR" else "C" for column in approvers if column != kept}
        yield _offer(context, duty, cells, _("Keep A: %(name)s") % {"name": context.names[kept]})


def _doer(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H3: to whom the catalogue suggests it, to the one who approves as A/R, or to whom has the least."""
    suggested = [column for column in context.suggested(duty, DOING) if duty.letters[column] not in APPROVING]
    approvers = context.ranked(columns_with(duty, ["A"]))
    chosen = dict.fromkeys([*suggested[:1], *approvers[:1], *_taker(context, duty, APPROVING)])
    for column in _only_able(context, chosen)[:2]:
        if duty.letters[column] == "A":
            yield _offer(context, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})
        else:
            yield _offer(context, duty, {column: "R"}, _("R to %(name)s") % {"name": context.names[column]})


def _decided(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H4: the suggested letters, or everything to the one who has the least."""
    if context.has_suggestion(duty):
        yield Repair(_("Apply the suggested letters"), lambda: context.change(duty, context.suggested_cells(duty)))
    for column in _taker(context, duty, ()):
        yield _offer(context, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": context.names[column]})


def _to_weaken(context: RepairContext, duty: DutyRow, letter: str, number: int) -> list[int]:
    """The columns that may rather give up a letter: not suggested to have it, then the most loaded."""
    columns = columns_with(duty, [letter])
    columns.sort(key=lambda column: (context.suggestion(duty, column) == letter, -context.rank[column]))
    return sorted(columns[:number])


def _fewer_doers(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H5: the R beyond the limit become C; A/R stay, and somebody always carries out."""
    both, doers = len(columns_with(duty, ["AR"])), len(columns_with(duty, ["R"]))
    extra = both + doers - context.limits.max_r
    if extra <= doers and extra < both + doers:
        columns = _to_weaken(context, duty, "R", extra)
        label = _("C instead of R: %(names)s") % {"names": _names(context, columns)}
        yield _offer(context, duty, dict.fromkeys(columns, "C"), label)


def _fewer_consulted(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H6: the C beyond the limit become I."""
    columns = _to_weaken(context, duty, "C", len(columns_with(duty, ["C"])) - context.limits.max_c)
    label = _("I instead of C: %(names)s") % {"names": _names(context, columns)}
    yield _offer(context, duty, dict.fromkeys(columns, "I"), label)


def _fewer_informed(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H7: the I beyond the limit go."""
    columns = _to_weaken(context, duty, "I", len(columns_with(duty, ["I"])) - context.limits.max_i)
    label = _("Remove I: %(names)s") % {"names": _names(context, columns)}
    yield _offer(context, duty, dict.fromkeys(columns, ""), label)


def _names(context: RepairContext, columns: list[int]) -> str:
    if len(columns) <= NAMED:
        return context.name_list(columns)
    return ngettext("%(count)s position", "%(count)s positions", len(columns)) % {"count": len(columns)}


def _somebody_told(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H8: the suggested C or I, or I to the one who has the least; there must be an empty cell."""
    empty = set(columns_with(duty, [""]))
    suggested = [column for column in context.suggested(duty, ["C", "I"]) if column in empty]
    for column in [*suggested, *context.ranked(empty)][:1]:
        letter = context.suggestion(duty, column) if suggested else "I"
        label = _("C to %(name)s") if letter == "C" else _("I to %(name)s")
        yield _offer(context, duty, {column: letter}, label % {"name": context.names[column]})


def _somebody_left_out(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """H9: one of those informed, else consulted, leaves."""
    for letter in ("I", "C"):
        columns = _to_weaken(context, duty, letter, 1)
        if columns:
            label = _("Remove I: %(names)s") if letter == "I" else _("Remove C: %(names)s")
            yield _offer(context, duty, {columns[0]: ""}, label % {"names": context.names[columns[0]]})
            return


def _somebody_to_step_in(context: RepairContext, duty: DutyRow) -> Iterator[Repair]:
    """P5: C to somebody else, rather where the catalogue suggests a part or where the position decides in the phase."""
    positions = context.matrix.positions
    approver = positions[columns_with(duty, APPROVING)[0]].holder_id
    others = [
        column
        for column in columns_with(duty, ["", "I"])
        if column in context.able and positions[column].holder_id not in (None, approver)
    ]
    suggested = [column for column in context.suggested(duty, ["C", *DOING]) if column in others]
    for column in list(dict.fromkeys([*suggested[:1], *context.at_home(duty, others)]))[:2]:
        yield _offer(context, duty, {column: "C"}, _("C to %(name)s") % {"name": context.names[column]})


ROW_REPAIRS: Mapping[str, RowRepairs] = {
    "H1": _approver,
    "H2": _one_approver,
    "H3": _doer,
    "H4": _decided,
    "H5": _fewer_doers,
    "H6": _fewer_consulted,
    "H7": _fewer_informed,
    "H8": _somebody_told,
    "H9": _somebody_left_out,
    "P5": _somebody_to_step_in,
}
