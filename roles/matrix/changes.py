"""Setting letters: nobody's change is lost, and a duty never has two approvers."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection
from django.db.models import Q

from phases.enums import ChangeKind
from phases.projects.journal import Journal, project_change
from roles.enums import APPROVING, Letter
from roles.matrix.letters import offers
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Assignment

FEW = 100  # cells that one statement may name one by one


class CellRefused(Exception):
    """A change that was not made; `matrix` is the project as it is."""

    def __init__(self, matrix: Matrix, change: CellChange) -> None:
        super().__init__(change)
        self.matrix = matrix
        self.change = change

    @property
    def letter(self) -> str:
        """The letter the cell holds now."""
        return self.matrix.letter(self.change.duty_id, self.change.position_id)


class CellConflict(CellRefused):
    """The cell no longer holds the letter the user saw."""


class SecondApprover(CellRefused):
    """Another position already approves this duty."""

    @property
    def approver_id(self) -> int:
        """The position that holds the A."""
        return _approver(self.matrix, self.change.duty_id, self.change.position_id) or 0


class CellUnknown(Exception):
    """The duty or the position is not in this project (any more), or the duty does not apply."""


class LetterNotOffered(CellUnknown):
    """The project does not offer this letter: it is RACI, and the letter is S."""


class Changed(NamedTuple):
    """A matrix before and after a change; both are of the same version when nothing changed."""

    before: Matrix
    after: Matrix


def change_cells(
    project_id: int,
    user: AbstractBaseUser | None,
    changes: Sequence[CellChange],
    *,
    seen: Mapping[tuple[int, int], str] | None = None,
    transfer: bool = False,
    undoes: int | None = None,
) -> Changed:
    """Make all changes or none, as one version.

    `seen` holds, by (duty id, position id), the letter the user saw; with `transfer`, a position that
    approves a duty loses its A to the one that gets it (A/R keeps R).
    Raises CellConflict, SecondApprover, CellUnknown or LetterNotOffered.
    """
    with project_change(project_id, user, undoes=undoes) as journal:
        raised = load_matrix(project_id)
        before = replace(raised, version=raised.version - 1)
        changes = _checked(before, changes, seen or {}, transfer)
        if not changes:
            return Changed(before, before)
        write_cells(journal, before, changes)
    return Changed(before, raised.with_changes(changes))


def write_cells(journal: Journal, before: Matrix, changes: Sequence[CellChange]) -> None:
    """Make changes that were checked against `before`, inside the change that this journal is of."""
    _write(changes)
    _note(journal, before, changes)


def set_cells(
    project_id: int,
    user: AbstractBaseUser | None,
    changes: Sequence[CellChange],
    *,
    seen: Mapping[tuple[int, int], str] | None = None,
    transfer: bool = False,
    undoes: int | None = None,
) -> Matrix:
    """As change_cells, and return the matrix after the changes."""
    return change_cells(project_id, user, changes, seen=seen, transfer=transfer, undoes=undoes).after


def _checked(
    matrix: Matrix, changes: Sequence[CellChange], seen: Mapping[tuple[int, int], str], transfer: bool
) -> list[CellChange]:
    """The changes that change something, with those a transfer adds."""
    wanted = {(change.duty_id, change.position_id): change for change in changes}
    for (duty_id, position_id), change in list(wanted.items()):
        if duty_id not in matrix.row_of or position_id not in matrix.column_of:
            raise CellUnknown(change)
        if change.letter and not matrix.duty(duty_id).applicable:
            raise CellUnknown(change)
        held = matrix.letter(duty_id, position_id)
        if seen.get((duty_id, position_id), held) != held and change.letter != held:
            raise CellConflict(matrix, change)
        if change.letter != held and not offers(matrix.rules, change.letter):
            raise LetterNotOffered(change)
        if transfer and change.letter in APPROVING:
            for other, left in _giving_up(matrix, duty_id, position_id):
                wanted.setdefault((duty_id, other), CellChange(duty_id, other, left))
    after = matrix.with_changes(wanted.values())
    for change in wanted.values():
        if change.letter in APPROVING and _approver(after, change.duty_id, change.position_id):
            raise SecondApprover(matrix, change)
    return [change for cell, change in wanted.items() if matrix.letter(*cell) != change.letter]


def _approver(matrix: Matrix, duty_id: int, other_than: int) -> int | None:
    """The position, other than this one, that approves the duty."""
    for position, letter in zip(matrix.positions, matrix.duty(duty_id).letters, strict=True):
        if letter in APPROVING and position.id != other_than:
            return position.id
    return None


def _giving_up(matrix: Matrix, duty_id: int, taker: int) -> list[tuple[int, str]]:
    """The other approvers of a duty and what is left to each: A/R keeps its R."""
    row = zip(matrix.positions, matrix.duty(duty_id).letters, strict=True)
    return [
        (position.id, Letter.R.value if letter == Letter.AR else "")
        for position, letter in row
        if letter in APPROVING and position.id != taker
    ]


# As bulk_create(update_conflicts=True) writes it, which takes five times as long for a cell.
_UPSERT = f"""
    INSERT INTO {Assignment._meta.db_table} (duty_id, position_id, letter) VALUES (%s, %s, %s)
    ON CONFLICT (duty_id, position_id) DO UPDATE SET letter = excluded.letter
"""  # noqa: S608


def _write(changes: Sequence[CellChange]) -> None:
    """Two statements at most: the cleared cells go first, so that an A may move."""
    order = sorted(changes, key=lambda change: change.letter in APPROVING)
    kept = [(change.duty_id, change.position_id, change.letter) for change in order if change.letter]
    if len(changes) > 1 or not kept:
        _delete(changes)
    if kept:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, kept)


def _delete(changes: Sequence[CellChange]) -> None:
    """Empty these cells: by position, because a paste may name thousands of them; the few of a click at once."""
    duties: dict[int, list[int]] = {}
    for change in changes:
        duties.setdefault(change.position_id, []).append(change.duty_id)
    columns = [Q(position_id=position_id, duty_id__in=duty_ids) for position_id, duty_ids in duties.items()]
    for cells in [reduce(or_, columns)] if len(changes) <= FEW else columns:
        Assignment.objects.filter(cells).delete()


def _note(journal: Journal, matrix: Matrix, changes: Sequence[CellChange]) -> None:
    for change in changes:
        duty, position = matrix.duty(change.duty_id), matrix.position(change.position_id)
        journal.add(
            ChangeKind.CELL,
            f"{duty.code} · {position.title}",
            matrix.letter(duty.id, position.id),
            change.letter,
            duty_id=duty.id,
            position_id=position.id,
        )
