"""Many cells at once: what a paste, a fill or a letter typed into a selection would do, before it does it.

A plan is a function of the matrix and of what is asked; it never breaks a rule. What it cannot do is set
apart and named, so that whoever asked decides.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from roles.enums import APPROVING, Letter
from roles.matrix.letters import offers
from roles.matrix.matrix import CellChange, Matrix

LIMIT = 25_000  # cells in one change


@dataclass(frozen=True, slots=True)
class Wish:
    """A cell, the text asked for, and the letter that was seen there; None when nobody looked."""

    duty_id: int
    position_id: int
    text: str
    seen: str | None = None


@dataclass(frozen=True)
class BulkPlan:
    """What wishes would do to a matrix.

    `plain` are the changes nobody can object to; `contested` give an A to a duty that another position
    approves. Left out are `unread` texts, cells that are `gone` and `doubled` approvals of one duty.
    """

    matrix: Matrix
    plain: tuple[CellChange, ...]
    contested: tuple[CellChange, ...]
    doubled: tuple[CellChange, ...]
    gone: tuple[Wish, ...]
    unread: tuple[Wish, ...]
    conflict: bool

    def changes(self, *, transfer: bool) -> tuple[CellChange, ...]:
        """What would be written; with `transfer`, contested approvals too, and what the others keep: A/R leaves R."""
        if not transfer:
            return self.plain
        after = self.matrix.with_changes(self.plain)
        left = [
            CellChange(taken.duty_id, position.id, Letter.R if letter == Letter.AR else "")
            for taken in self.contested
            for position, letter in zip(after.positions, after.duty(taken.duty_id).letters, strict=True)
            if letter in APPROVING and position.id != taken.position_id
        ]
        cells = {(change.duty_id, change.position_id): change for change in (*self.plain, *left, *self.contested)}
        return tuple(change for cell, change in cells.items() if self.matrix.letter(*cell) != change.letter)

    @cached_property
    def counts(self) -> Counter[str]:
        """How many cells would be new, overwritten and cleared, contested ones included."""
        return Counter(map(self.fate, (*self.plain, *self.contested)))

    def fate(self, change: CellChange) -> str:
        """What a change does to its cell."""
        if not change.letter:
            return "cleared"
        return "overwritten" if self.matrix.letter(change.duty_id, change.position_id) else "new"

    @property
    def harmless(self) -> bool:
        """Whether it can be made without asking: it fills empty cells, or does nothing but clear."""
        doubtful = self.conflict or self.contested or self.doubled or self.gone or self.unread
        return not doubtful and set(self.counts) in ({"new"}, {"cleared"}, set())

    @property
    def digest(self) -> str:
        """A name for what would happen, and to which letters: another one when the matrix changed in between."""
        told = (self.changes(transfer=True), self.plain, self.contested, self.doubled, self.gone, self.unread)
        held = [self.matrix.letter(change.duty_id, change.position_id) for change in told[0]]
        return sha256(repr((told, held)).encode()).hexdigest()[:32]


def plan_bulk(matrix: Matrix, wishes: Iterable[Wish]) -> BulkPlan:
    """Sort the wishes by what becomes of them."""
    wanted: dict[tuple[int, int], CellChange] = {}
    gone, unread, conflict = [], [], False
    for wish in wishes:
        cell = (wish.duty_id, wish.position_id)
        letter = read_letter(wish.text)
        if letter is None or not offers(matrix.rules, letter):
            unread.append(wish)
        elif not _stands(matrix, wish):
            gone.append(wish)
        else:
            wanted[cell] = CellChange(*cell, letter)
            held = matrix.letter(*cell)
            conflict = conflict or (wish.seen not in (None, held) and letter != held)
    plain, contested, doubled = _sorted(matrix, wanted)
    return BulkPlan(matrix, plain, contested, doubled, tuple(gone), tuple(unread), conflict)


def read_letter(text: str) -> str | None:
    """The stored form of a letter as spreadsheets write it (full width, lower case, R/A); None if it is none."""
    mark = "".join(unicodedata.normalize("NFKC", text).split())
    try:
        return Letter.parse(mark)
    except ValueError:
        return None


def _stands(matrix: Matrix, wish: Wish) -> bool:
    """Whether the matrix has this cell, and its duty applies."""
    known = wish.duty_id in matrix.row_of and wish.position_id in matrix.column_of
    return known and matrix.duty(wish.duty_id).applicable


def _sorted(matrix: Matrix, wanted: Mapping[tuple[int, int], CellChange]) -> Sequence[tuple[CellChange, ...]]:
    """What can be made, what takes an approval over, and what would give a duty several."""
    asked = Counter(change.duty_id for change in wanted.values() if change.letter in APPROVING)
    moved = [change for cell, change in wanted.items() if matrix.letter(*cell) != change.letter]
    doubled = [change for change in moved if change.letter in APPROVING and asked[change.duty_id] > 1]
    kept = [change for change in moved if not (change.letter in APPROVING and asked[change.duty_id] > 1)]
    after = matrix.with_changes(kept)
    contested = [change for change in kept if change.letter in APPROVING and _others(after, change)]
    taken = set(contested)
    return tuple(change for change in kept if change not in taken), tuple(contested), tuple(doubled)


def _others(matrix: Matrix, change: CellChange) -> bool:
    """Whether another position approves the duty."""
    row = zip(matrix.positions, matrix.duty(change.duty_id).letters, strict=True)
    return any(letter in APPROVING and position.id != change.position_id for position, letter in row)
