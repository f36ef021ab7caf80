"""What the preview of a bulk change says: how many cells, why some are left out, and a few of each."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext_lazy

from aispec.web.edit_conflict import fingerprint
from roles.matrix.bulk_changes import BulkPlan, CellEntry
from roles.matrix.matrix import CellChange, Matrix
from roles.projects.domain.missing import NOTHING, Missing

EXAMPLES = 5
TEXT_SHOWN = 20  # of a text that is no letter
EFFECTS = {
    "overwritten": ngettext_lazy("%(n)s letter overwritten", "%(n)s letters overwritten", "n"),
    "cleared": ngettext_lazy("%(n)s cell cleared", "%(n)s cells cleared", "n"),
    "new": ngettext_lazy("%(n)s empty cell filled", "%(n)s empty cells filled", "n"),
}
CONTESTED = ngettext_lazy(
    "Transfer the approval of %(n)s duty; otherwise its cell stays as it is",
    "Transfer the approval of %(n)s duties; otherwise their cells stay as they are",
    "n",
)
UNREADABLE = ngettext_lazy("%(n)s value is not a letter", "%(n)s values are not letters", "n")
DOUBLED = ngettext_lazy("%(n)s duty would get several A’s", "%(n)s duties would get several A’s", "n")
GONE = ngettext_lazy(
    "%(n)s cell is gone, or its duty does not apply", "%(n)s cells are gone, or their duties do not apply", "n"
)
BELOW = ngettext_lazy("%(n)s row reaches below the matrix", "%(n)s rows reach below the matrix", "n")
CUT = ngettext_lazy(
    "the end of %(n)s text that is too long (500 characters for a duty, 200 for a title)",
    "the ends of %(n)s texts that are too long (500 characters for a duty, 200 for a title)",
    "n",
)
DUTIES = ngettext_lazy("%(n)s duty", "%(n)s duties", "n")
POSITIONS = ngettext_lazy("%(n)s position", "%(n)s positions", "n")
PAST = ngettext_lazy("%(n)s column reaches past the matrix", "%(n)s columns reach past the matrix", "n")


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


def preview_context(
    plan: BulkPlan, beyond: tuple[int, int] = (0, 0), missing: Missing = NOTHING, cut: int = 0
) -> dict[str, Any]:
    """What would be done, what asks for a decision and what is left out; `beyond` counts the rows and columns that
    find no place, `missing` are those that can be added for them, of which `cut` have too many words.
    """
    contested = CONTESTED % {"n": len(plan.contested)}
    return {
        "digest": digest_of(plan, missing),
        "done": list(_done(plan)),
        "contested": _with_examples(plan.matrix, contested, plan.contested) if plan.contested else None,
        "missing": _missing(missing) if missing else None,
        "left_out": list(_left_out(plan, (0, 0) if missing else beyond, cut)),
        "possible": bool(plan.plain or plan.contested or missing),
    }


def digest_of(plan: BulkPlan, missing: Missing) -> str:
    """A name for what would happen: another one when it would be something else than what was previewed."""
    return fingerprint(plan.digest, missing.texts, missing.titles, missing.below) if missing else plan.digest


def missing_words(missing: Missing) -> str:
    """How many rows and columns a block lacks."""
    counts = [(DUTIES, len(missing.texts)), (POSITIONS, len(missing.titles))]
    parts = [words % {"n": number} for words, number in counts if number]
    return _("%(first)s and %(second)s") % {"first": parts[0], "second": parts[1]} if parts[1:] else parts[0]


def _missing(missing: Missing) -> Group:
    names = [*missing.texts, *missing.titles]
    words = _("Add what the matrix lacks for it: %(what)s") % {"what": missing_words(missing)}
    return Group("ok", words, names=" · ".join(names[:EXAMPLES]), more=max(0, len(names) - EXAMPLES))


def _done(plan: BulkPlan) -> Iterable[Group]:
    for effect, words in EFFECTS.items():
        changes = [change for change in plan.plain if plan.effect(change) == effect]
        counted = words % {"n": len(changes)}
        if changes:  # new letters take none away
            yield Group("ok", counted) if effect == "new" else _with_examples(plan.matrix, counted, changes)


def _with_examples(matrix: Matrix, words: str, changes: Sequence[CellChange]) -> Group:
    examples = [
        Example(matrix.duty(duty_id).code, matrix.position(position_id).title, matrix.letter(duty_id, position_id), new)
        for duty_id, position_id, new in ((*change.cell, change.letter) for change in changes[:EXAMPLES])
    ]
    return Group("warn", words, examples, more=len(changes) - len(examples))


def _left_out(plan: BulkPlan, beyond: tuple[int, int], cut: int) -> Iterable[Group]:
    """What nothing is written for, and why; `beyond` counts the rows and columns that find no place."""
    rows, columns = beyond
    values = [_value(plan.matrix, entry) for entry in plan.unreadable[:EXAMPLES]]
    codes = list(dict.fromkeys(plan.matrix.duty(change.duty_id).code for change in plan.doubled))
    for words, number, names in (
        (UNREADABLE, len(plan.unreadable), values),
        (DOUBLED, len(codes), codes[:EXAMPLES]),
        (GONE, len(plan.gone), []),
        (BELOW, rows, []),
        (PAST, columns, []),
        (CUT, cut, []),
    ):
        if number:
            more = number - len(names) if names else 0
            yield Group("err", words % {"n": number}, names=", ".join(names), more=more)


def _value(matrix: Matrix, entry: CellEntry) -> str:
    """A text that is no letter, and where it was to go."""
    duty = matrix.duty(entry.duty_id).code if entry.duty_id in matrix.row_of else "?"
    position = matrix.position(entry.position_id).title if entry.position_id in matrix.column_of else "?"
    text = entry.text if len(entry.text) <= TEXT_SHOWN else f"{entry.text[:TEXT_SHOWN]}…"
    return _("%(duty)s, %(position)s: “%(text)s”") % {"duty": duty, "position": position, "text": text}
