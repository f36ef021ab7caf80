"""Setting letters: no change overwrites another unseen, and a duty never has two approvers."""

from collections.abc import Mapping, Sequence
from functools import partial, reduce
from operator import or_
from typing import NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import connection, transaction
from django.db.models import Q

from phases.enums import ChangeKind
from phases.projects.journal import Journal, project_change
from roles.enums import APPROVING
from roles.matrix.kept import keep
from roles.matrix.letters import given_up, offers
from roles.matrix.matrix import Cell, CellChange, Matrix, matrix_before
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
        return self.matrix.letter(*self.change.cell)


class CellConflict(CellRefused):
    """The cell no longer holds the letter the user saw."""


class SecondApprover(CellRefused):
    """Another position already approves this duty."""

    @property
    def approver_id(self) -> int:
        """The position that holds the A."""
        others = (pk for pk in self.matrix.approvers(self.change.duty_id) if pk != self.change.position_id)
        return next(others, 0)


class CellUnknown(Exception):
    """The duty or the position is not in this project (any more), or the duty does not apply."""


class LetterNotOffered(CellUnknown):
    """The project does not offer this letter: it is RACI, and the letter is S."""


class Changed(NamedTuple):
    """A matrix before and after a change; both are of the same version when nothing changed."""

    before: Matrix
    after: Matrix


def set_cells(
    project_id: int,
    user: AbstractBaseUser | None,
    changes: Sequence[CellChange],
    *,
    seen: Mapping[Cell, str] | None = None,
    transfer: bool = False,
    undoes: int | None = None,
) -> Changed:
    """Make all changes or none, as one version.

    `seen` holds, by (duty id, position id), the letter the user saw; with `transfer`, a position that
    approves a duty loses its A to the one that gets it (A/R keeps R).
    Raises CellConflict, SecondApprover, CellUnknown or LetterNotOffered.
    """
    with project_change(project_id, user, undoes=undoes) as journal:
        before = matrix_before(project_id, journal.version)
        changes = checked(before, changes, seen or {}, transfer=transfer)
        if not changes:
            return Changed(before, before)
        write_cells(journal, before, changes)
        after = before.with_changes(changes, journal.version)
        transaction.on_commit(partial(keep, after))
    return Changed(before, after)


def checked(
    matrix: Matrix, changes: Sequence[CellChange], seen: Mapping[Cell, str], *, transfer: bool
) -> list[CellChange]:
    """The changes that change something, with those a transfer adds. Raises as set_cells does."""
    wanted = {change.cell: change for change in changes}
    for change in wanted.values():
        _check(matrix, change, seen)
    for left in list(given_up(matrix, wanted.values())) if transfer else ():
        wanted.setdefault(left.cell, left)
    approving = [change for change in wanted.values() if change.letter in APPROVING]
    after = matrix.with_changes(wanted.values()) if approving else matrix
    for change in approving:
        if len(after.approvers(change.duty_id)) > 1:
            raise SecondApprover(matrix, change)
    return [change for cell, change in wanted.items() if matrix.letter(*cell) != change.letter]


def _check(matrix: Matrix, change: CellChange, seen: Mapping[Cell, str]) -> None:
    """Raise CellUnknown, CellConflict or LetterNotOffered for a change that cannot be made."""
    if change.duty_id not in matrix.row_of or change.position_id not in matrix.column_of:
        raise CellUnknown(change)
    if change.letter and not matrix.duty(change.duty_id).applicable:
        raise CellUnknown(change)
    held = matrix.letter(*change.cell)
    if change.letter == held:
        return
    if seen.get(change.cell, held) != held:
        raise CellConflict(matrix, change)
    if not offers(matrix.rules, change.letter):
        raise LetterNotOffered(change)


# What bulk_create(update_conflicts=True) would write, five times as slowly: with it and with bulk_create for the line
# of the journal, a click takes longer than the limit of `make bench`, 3.15 times a POST that changes nothing.
_UPSERT = f"""
    INSERT INTO {Assignment._meta.db_table} (duty_id, position_id, letter) VALUES (%s, %s, %s)
    ON CONFLICT (duty_id, position_id) DO UPDATE SET letter = excluded.letter
"""  # noqa: S608


def write_cells(journal: Journal, before: Matrix, changes: Sequence[CellChange]) -> None:
    """Make changes that were checked against `before`, inside the change that this journal is of.

    The cells of a bulk change are cleared first, so that an A may move.
    """
    order = sorted(changes, key=lambda change: change.letter in APPROVING)
    given = [(*change.cell, change.letter) for change in order if change.letter]
    if len(changes) > 1 or not given:
        _clear(changes)
    if given:
        with connection.cursor() as cursor:
            cursor.executemany(_UPSERT, given)
    for change in changes:
        label = f"{before.duty(change.duty_id).code} · {before.position(change.position_id).title}"
        journal.add(
            ChangeKind.CELL,
            label,
            before.letter(*change.cell),
            change.letter,
            duty_id=change.duty_id,
            position_id=change.position_id,
        )


def _clear(changes: Sequence[CellChange]) -> None:
    """Empty these cells: by position, because a paste may name thousands of them; the few of a click at once."""
    duties: dict[int, list[int]] = {}
    for change in changes:
        duties.setdefault(change.position_id, []).append(change.duty_id)
    columns = [Q(position_id=position_id, duty_id__in=duty_ids) for position_id, duty_ids in duties.items()]
    for cells in [reduce(or_, columns)] if len(changes) <= FEW else columns:
        Assignment.objects.filter(cells).delete()
