"""Repairs of a row: each takes a duty that has the finding, and leaves it without."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.checks.domain.repair_context import Cells, Desk, Repair, columns_with
from roles.enums import APPROVING, DOING
from roles.matrix.matrix import DutyRow

NAMED = 2  # a button names so many positions, and counts more


RowRepairs = Callable[[Desk, DutyRow], Iterator[Repair]]


def _offer(desk: Desk, duty: DutyRow, cells: Cells, label: str) -> Repair:
    return Repair(label, lambda: desk.change(duty, cells))


def _taker(desk: Desk, duty: DutyRow, without: Container[str]) -> list[int]:
    """Who could take one more letter, if anybody: a column that holds none of these, rather one of `home`."""
    return next(([column] for column in desk.home(duty) if duty.letters[column] not in without), [])


def _approver(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H1: to whom the catalogue suggests it, to one who carries it out, or to whom has the least."""
    doers = desk.ranked(columns_with(duty, ["R"]), first=lambda column: desk.suggestion(duty, column) in APPROVING)
    suggested = desk.suggested(duty, APPROVING)
    chosen = dict.fromkeys([*suggested[:1], *doers[:1], *_taker(desk, duty, ["R"])])
    for column in _only_able(desk, chosen)[:2]:
        if duty.letters[column] == "R":
            yield _offer(desk, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": desk.names[column]})
        else:
            yield _offer(desk, duty, {column: "A"}, _("A to %(name)s") % {"name": desk.names[column]})


def _only_able(desk: Desk, columns: Iterable[int]) -> list[int]:
    """The columns held by somebody; all of them when none is."""
    columns = list(columns)
    return [column for column in columns if column in desk.able] or columns


def _one_approver(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H2: one keeps the A; another A/R keeps its R, another A becomes C."""
    approvers = columns_with(duty, APPROVING)
    for kept in desk.ranked(approvers, first=lambda column: desk.suggestion(duty, column) in APPROVING)[:3]:
        cells = {column: "R" if duty.letters[column] == "AR" else "C" for column in approvers if column != kept}
        yield _offer(desk, duty, cells, _("Keep A: %(name)s") % {"name": desk.names[kept]})


def _doer(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H3: to whom the catalogue suggests it, to the one who approves as A/R, or to whom has the least."""
    suggested = [column for column in desk.suggested(duty, DOING) if duty.letters[column] not in APPROVING]
    approvers = desk.ranked(columns_with(duty, ["A"]))
    chosen = dict.fromkeys([*suggested[:1], *approvers[:1], *_taker(desk, duty, APPROVING)])
    for column in _only_able(desk, chosen)[:2]:
        if duty.letters[column] == "A":
            yield _offer(desk, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": desk.names[column]})
        else:
            yield _offer(desk, duty, {column: "R"}, _("R to %(name)s") % {"name": desk.names[column]})


def _decided(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H4: the suggested letters, or everything to the one who has the least."""
    if desk.has_suggestion(duty):
        yield Repair(_("Apply the suggested letters"), lambda: desk.change(duty, desk.suggested_cells(duty)))
    for column in _taker(desk, duty, ()):
        yield _offer(desk, duty, {column: "AR"}, _("%(name)s as A/R") % {"name": desk.names[column]})


def _to_weaken(desk: Desk, duty: DutyRow, letter: str, number: int) -> list[int]:
    """The columns that may rather give up a letter: not suggested to have it, then the most loaded."""
    columns = columns_with(duty, [letter])
    columns.sort(key=lambda column: (desk.suggestion(duty, column) == letter, -desk.rank[column]))
    return sorted(columns[:number])


def _fewer_doers(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H5: the R beyond the limit become C; A/R stay, and somebody always carries out."""
    both, doers = len(columns_with(duty, ["AR"])), len(columns_with(duty, ["R"]))
    extra = both + doers - desk.limits.max_r
    if extra <= doers and extra < both + doers:
        columns = _to_weaken(desk, duty, "R", extra)
        label = _("C instead of R: %(names)s") % {"names": _names(desk, columns)}
        yield _offer(desk, duty, dict.fromkeys(columns, "C"), label)


def _fewer_consulted(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H6: the C beyond the limit become I."""
    columns = _to_weaken(desk, duty, "C", len(columns_with(duty, ["C"])) - desk.limits.max_c)
    label = _("I instead of C: %(names)s") % {"names": _names(desk, columns)}
    yield _offer(desk, duty, dict.fromkeys(columns, "I"), label)


def _fewer_informed(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H7: the I beyond the limit go."""
    columns = _to_weaken(desk, duty, "I", len(columns_with(duty, ["I"])) - desk.limits.max_i)
    label = _("Remove I: %(names)s") % {"names": _names(desk, columns)}
    yield _offer(desk, duty, dict.fromkeys(columns, ""), label)


def _names(desk: Desk, columns: list[int]) -> str:
    if len(columns) <= NAMED:
        return desk.name_list(columns)
    return ngettext("%(count)s position", "%(count)s positions", len(columns)) % {"count": len(columns)}


def _somebody_told(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H8: the suggested C or I, or I to the one who has the least; there must be an empty cell."""
    empty = set(columns_with(duty, [""]))
    suggested = [column for column in desk.suggested(duty, ["C", "I"]) if column in empty]
    for column in [*suggested, *desk.ranked(empty)][:1]:
        letter = desk.suggestion(duty, column) if suggested else "I"
        label = _("C to %(name)s") if letter == "C" else _("I to %(name)s")
        yield _offer(desk, duty, {column: letter}, label % {"name": desk.names[column]})


def _somebody_left_out(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """H9: one of those informed, else consulted, leaves."""
    for letter in ("I", "C"):
        columns = _to_weaken(desk, duty, letter, 1)
        if columns:
            label = _("Remove I: %(names)s") if letter == "I" else _("Remove C: %(names)s")
            yield _offer(desk, duty, {columns[0]: ""}, label % {"names": desk.names[columns[0]]})
            return


def _somebody_to_step_in(desk: Desk, duty: DutyRow) -> Iterator[Repair]:
    """P5: C to somebody else, rather where the catalogue suggests a part or where the position decides in the phase."""
    positions = desk.matrix.positions
    approver = positions[columns_with(duty, APPROVING)[0]].holder_id
    others = [
        column
        for column in columns_with(duty, ["", "I"])
        if column in desk.able and positions[column].holder_id not in (None, approver)
    ]
    suggested = [column for column in desk.suggested(duty, ["C", *DOING]) if column in others]
    for column in list(dict.fromkeys([*suggested[:1], *desk.at_home(duty, others)]))[:2]:
        yield _offer(desk, duty, {column: "C"}, _("C to %(name)s") % {"name": desk.names[column]})


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
