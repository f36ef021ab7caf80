"""What the preview of a bulk change says: how many cells, why some are left out, and a few of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from roles.matrix.bulk_changes import BulkPlan, Wish
from roles.matrix.matrix import CellChange, Matrix

EXAMPLES = 5
TEXT_SHOWN = 20  # of a text that is no letter


@dataclass(frozen=True, slots=True)
class Example:
    """A cell that changes."""

    code: str
    title: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Group:
    """A sort of cells, and the first of them; `kind` is the icon beside it."""

    kind: str
    words: str
    examples: Sequence[Example] = ()
    names: str = ""
    more: int = 0


def preview_context(plan: BulkPlan, beyond: tuple[int, int]) -> dict[str, Any]:
    """What would be done, what asks for a decision and what is left out."""
    return {
        "plan": plan,
        "done": list(_done(plan)),
        "contested": _contested(plan),
        "left_out": list(_left_out(plan, beyond)),
        "possible": bool(plan.plain or plan.contested),
    }


def _done(plan: BulkPlan) -> Iterable[Group]:
    of_fate: dict[str, list[CellChange]] = {"overwritten": [], "cleared": [], "new": []}
    for change in plan.plain:
        of_fate[plan.fate(change)].append(change)
    counted = {fate: len(changes) for fate, changes in of_fate.items()}
    words = {
        "overwritten": ngettext("%(n)s letter overwritten", "%(n)s letters overwritten", counted["overwritten"]),
        "cleared": ngettext("%(n)s cell cleared", "%(n)s cells cleared", counted["cleared"]),
        "new": ngettext("%(n)s empty cell filled", "%(n)s empty cells filled", counted["new"]),
    }
    for fate, changes in of_fate.items():
        if changes:
            kind = "ok" if fate == "new" else "warn"
            examples = [_example(plan.matrix, change) for change in changes[:EXAMPLES]] if fate != "new" else []
            more = len(changes) - len(examples) if examples else 0
            yield Group(kind, words[fate] % {"n": len(changes)}, examples, more=more)


def _contested(plan: BulkPlan) -> Group | None:
    if not plan.contested:
        return None
    number = len(plan.contested)
    words = ngettext(
        "Transfer the approval of %(n)s duty; otherwise its cell stays as it is",
        "Transfer the approval of %(n)s duties; otherwise their cells stay as they are",
        number,
    )
    examples = [_example(plan.matrix, change) for change in plan.contested[:EXAMPLES]]
    return Group("warn", words % {"n": number}, examples, more=number - len(examples))


def _left_out(plan: BulkPlan, beyond: tuple[int, int]) -> Iterable[Group]:
    """What nothing is written for, and why."""
    if plan.unread:
        number = len(plan.unread)
        words = ngettext("%(n)s value is no letter", "%(n)s values are no letters", number)
        names = ", ".join(_value(plan.matrix, wish) for wish in plan.unread[:EXAMPLES])
        yield Group("err", words % {"n": number}, names=names, more=max(0, number - EXAMPLES))
    if plan.doubled:
        codes = list(dict.fromkeys(plan.matrix.duty(change.duty_id).code for change in plan.doubled))
        words = ngettext("%(n)s duty would get several A", "%(n)s duties would get several A", len(codes))
        more = max(0, len(codes) - EXAMPLES)
        yield Group("err", words % {"n": len(codes)}, names=", ".join(codes[:EXAMPLES]), more=more)
    if plan.gone:
        number = len(plan.gone)
        words = ngettext(
            "%(n)s cell is gone, or its duty does not apply",
            "%(n)s cells are gone, or their duties do not apply",
            number,
        )
        yield Group("err", words % {"n": number})
    yield from _beyond(*beyond)


def _beyond(rows: int, columns: int) -> Iterable[Group]:
    """What of a pasted block finds no place."""
    if rows:
        words = ngettext("%(n)s row reaches below the matrix", "%(n)s rows reach below the matrix", rows)
        yield Group("err", words % {"n": rows})
    if columns:
        words = ngettext("%(n)s column reaches past the matrix", "%(n)s columns reach past the matrix", columns)
        yield Group("err", words % {"n": columns})


def _example(matrix: Matrix, change: CellChange) -> Example:
    title = matrix.position(change.position_id).title
    old = matrix.letter(change.duty_id, change.position_id)
    return Example(matrix.duty(change.duty_id).code, title, old, change.letter)


def _value(matrix: Matrix, wish: Wish) -> str:
    """A text that is no letter, and where it was to go."""
    duty = matrix.duty(wish.duty_id).code if wish.duty_id in matrix.row_of else "?"
    position = matrix.position(wish.position_id).title if wish.position_id in matrix.column_of else "?"
    text = wish.text if len(wish.text) <= TEXT_SHOWN else f"{wish.text[:TEXT_SHOWN]}…"
    return _("%(duty)s, %(position)s: “%(text)s”") % {"duty": duty, "position": position, "text": text}
