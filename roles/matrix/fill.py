"""Filling many cells by one rule: the entries that a person would otherwise type duty by duty; nothing is changed."""

from collections.abc import Iterable

from roles.matrix.bulk_changes import CellEntry
from roles.matrix.letters import WITHOUT_APPROVAL
from roles.matrix.matrix import DutyRow, Matrix


def letter_down(
    matrix: Matrix, position_id: int, letter: str, *, phase_id: int | None = None, only_empty: bool = True
) -> tuple[CellEntry, ...]:
    """One letter for a position, in every duty of a phase; of all phases without one.

    Raises KeyError for a position that is not in the matrix.
    """
    column = matrix.column_of[position_id]
    duties = [duty for duty in matrix.duties if phase_id in (None, duty.phase_id)]
    return tuple(
        CellEntry(duty.id, position_id, letter, duty.letters[column])
        for duty in _open(duties, column, only_empty=only_empty)
    )


def copy_column(matrix: Matrix, source_id: int, target_id: int, *, only_empty: bool = True) -> tuple[CellEntry, ...]:
    """The letters of a position for another one; empty cells are not copied.

    A duty has one approval: of A/R the other one gets R, of A nothing. Raises KeyError.
    """
    source, target = matrix.column_of[source_id], matrix.column_of[target_id]
    duties = _open(matrix.duties, target, only_empty=only_empty)
    copied = [(duty, WITHOUT_APPROVAL.get(duty.letters[source], duty.letters[source])) for duty in duties]
    return tuple(CellEntry(duty.id, target_id, letter, duty.letters[target]) for duty, letter in copied if letter)


def _open(duties: Iterable[DutyRow], column: int, *, only_empty: bool) -> list[DutyRow]:
    """The duties that apply and, if so wanted, hold nothing in this column."""
    return [duty for duty in duties if duty.applicable and not (only_empty and duty.letters[column])]
