"""Filling many cells by one rule: what a person would otherwise type duty by duty. A wish, never a change."""

from collections.abc import Iterable

from roles.enums import Letter
from roles.matrix.bulk_changes import Wish
from roles.matrix.matrix import DutyRow, Matrix


def letter_down(
    matrix: Matrix, position_id: int, letter: str, *, phase_id: int | None = None, only_empty: bool = True
) -> tuple[Wish, ...]:
    """One letter for a position, in every duty of a phase; of all phases without one.

    Raises KeyError for a position that is not in the matrix.
    """
    column = matrix.column_of[position_id]
    duties = [duty for duty in matrix.duties if phase_id in (None, duty.phase_id)]
    return tuple(
        Wish(duty.id, position_id, letter, duty.letters[column])
        for duty in _open(duties, column, only_empty=only_empty)
    )


def copy_column(matrix: Matrix, source_id: int, target_id: int, *, only_empty: bool = True) -> tuple[Wish, ...]:
    """The letters of a position for another one; empty cells are not copied.

    A duty has one approval: of A/R the other one gets R, of A nothing. Raises KeyError.
    """
    source, target = matrix.column_of[source_id], matrix.column_of[target_id]
    given = {Letter.AR.value: Letter.R.value, Letter.A.value: ""}
    copied = [
        (duty, given.get(duty.letters[source], duty.letters[source]))
        for duty in _open(matrix.duties, target, only_empty=only_empty)
    ]
    return tuple(Wish(duty.id, target_id, letter, duty.letters[target]) for duty, letter in copied if letter)


def _open(duties: Iterable[DutyRow], column: int, *, only_empty: bool) -> list[DutyRow]:
    """The duties that apply and, if so wanted, hold nothing in this column."""
    return [duty for duty in duties if duty.applicable and not (only_empty and duty.letters[column])]
