"""Many cells at once: what a paste, a fill or a letter typed into a selection would do, before it does it.

A plan is a function of the matrix and of what is asked; it never breaks a rule. What it cannot do is set
apart and named, so that whoever asked decides.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from roles.enums import APPROVING
from roles.formats.marks import read_letter
from roles.matrix.letters import given_up, offers, readable_names
from roles.matrix.matrix import Cell, CellChange, Matrix

LIMIT = 25_000  # cells in one change


@dataclass(frozen=True, slots=True)
class CellEntry:
    """A cell, the text entered for it, and the letter that was seen there; None when nobody looked."""

    duty_id: int
    position_id: int
    text: str
    seen: str | None = None


@dataclass(frozen=True)
class BulkPlan:
    """What entries would do to a matrix.

    `plain` are the changes nobody can object to; `contested` give an A to a duty that another position
    approves. Left out are `unreadable` texts, cells that are `gone` and `doubled` approvals of one duty;
    `conflict` says that a cell no longer holds the letter that was seen.
    """

    matrix: Matrix
    plain: tuple[CellChange, ...]
    contested: tuple[CellChange, ...]
    doubled: tuple[CellChange, ...]
    gone: tuple[CellEntry, ...]
    unreadable: tuple[CellEntry, ...]
    conflict: bool

    def changes(self, *, transfer: bool) -> tuple[CellChange, ...]:
        """What would be written; with `transfer`, contested approvals too, and what the others keep: A/R leaves R."""
        if not transfer:
            return self.plain
        left = given_up(self.matrix.with_changes(self.plain), self.contested)
        cells = {change.cell: change for change in (*self.plain, *left, *self.contested)}
        return tuple(change for cell, change in cells.items() if self.matrix.letter(*cell) != change.letter)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many cells would be new, overwritten and cleared, contested ones included."""
        return Counter(map(self.effect, (*self.plain, *self.contested)))

    def effect(self, change: CellChange) -> str:
        """What a change does to its cell."""
        if not change.letter:
            return "cleared"
        return "overwritten" if self.matrix.letter(*change.cell) else "new"

    @property
    def harmless(self) -> bool:
        """Whether it can be made without asking: it fills empty cells, or does nothing but clear."""
        doubtful = self.conflict or self.contested or self.doubled or self.gone or self.unreadable
        return not doubtful and set(self.counts) in ({"new"}, {"cleared"}, set())

    @property
    def digest(self) -> str:
        """A name for what would happen, and to which letters: another one when the matrix changed in between."""
        changes = self.changes(transfer=True)
        plan = (changes, self.plain, self.contested, self.doubled, self.gone, self.unreadable)
        held = list(self.matrix.letters_under(changes).values())
        return sha256(repr((plan, held)).encode()).hexdigest()[:32]


def plan_bulk(matrix: Matrix, entries: Iterable[CellEntry]) -> BulkPlan:
    """Sort the entries by what becomes of them."""
    wanted: dict[Cell, CellChange] = {}
    gone, unreadable, conflict = [], [], False
    names = readable_names(matrix.rules)
    read = cache(lambda text: read_letter(text, names))
    for entry in entries:
        letter = read(entry.text)
        if letter is None or not offers(matrix.rules, letter):
            unreadable.append(entry)
        elif not _is_open(matrix, entry):
            gone.append(entry)
        else:
            change = CellChange(entry.duty_id, entry.position_id, letter)
            held = matrix.letter(*change.cell)
            conflict = conflict or (entry.seen not in (None, held) and letter != held)
            wanted[change.cell] = change
    plain, contested, doubled = _by_consequence(matrix, wanted)
    return BulkPlan(matrix, plain, contested, doubled, tuple(gone), tuple(unreadable), conflict)


def _is_open(matrix: Matrix, entry: CellEntry) -> bool:
    """Whether the matrix has this cell, and its duty applies."""
    known = entry.duty_id in matrix.row_of and entry.position_id in matrix.column_of
    return known and matrix.duty(entry.duty_id).applicable


def _by_consequence(matrix: Matrix, wanted: Mapping[Cell, CellChange]) -> Sequence[tuple[CellChange, ...]]:
    """What can be made, what takes an approval over, and what would give a duty several."""
    approvals = Counter(change.duty_id for change in wanted.values() if change.letter in APPROVING)
    changes = [change for cell, change in wanted.items() if matrix.letter(*cell) != change.letter]
    doubled = [change for change in changes if change.letter in APPROVING and approvals[change.duty_id] > 1]
    single = _without(changes, doubled)
    after = matrix.with_changes(single)
    taking = [change for change in single if change.letter in APPROVING and len(after.approvers(change.duty_id)) > 1]
    return _without(single, taking), tuple(taking), tuple(doubled)


def _without(changes: Iterable[CellChange], others: Iterable[CellChange]) -> tuple[CellChange, ...]:
    left_out = set(others)
    return tuple(change for change in changes if change not in left_out)
