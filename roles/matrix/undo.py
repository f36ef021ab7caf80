"""Undo and redo of a user's own changes of letters, read from the journal.

A step is a whole version: a letter, or everything that a transfer or a repair changed at once.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from aispec.db.prepared_query import prepared_query
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.matrix.changes import CellUnknown, Changed, LetterNotOffered, set_cells
from roles.matrix.matrix import CellChange

REMEMBERED = 200  # steps; older ones can no longer be taken back
SKIPPED = 20  # steps that an undo looks back, over those that left nothing


class NothingToUndo(Exception):
    """There is no step, or what it did is already taken back."""


@dataclass(frozen=True, slots=True)
class Steps:
    """The versions that undo and redo would take back; None when there is nothing to take back."""

    undo: int | None = None
    redo: int | None = None


def steps(project_id: int, user: AbstractBaseUser) -> Steps:
    """What this user can undo and redo in this project now (one query)."""
    done, undone = _replay(project_id, user)
    return Steps(done[-1] if done else None, undone[-1] if undone else None)


@prepared_query
def _cell_versions(project_id: int, user_id: int) -> QuerySet[Any, Any]:
    """The versions in which this user changed cells, and the versions they took back; the last one first."""
    lines = ProjectChange.objects.filter(project_id=project_id, by_id=user_id, kind=ChangeKind.CELL)
    return lines.order_by("-version").values("version", "undoes").distinct()[:REMEMBERED]


def _replay(project_id: int, user: AbstractBaseUser) -> tuple[list[int], list[int]]:
    """The versions to take back, and those that took back; a change empties what can be redone, as in any editor."""
    lines = [(row["version"], row["undoes"]) for row in reversed(_cell_versions(project_id, user.pk))]
    done: list[int] = []
    undone: list[tuple[int, int]] = []  # the version that took back, and the one it took back
    for version, undoes in lines:
        if undoes is None:
            done.append(version)
            undone.clear()
        elif undoes in done:
            done.remove(undoes)
            undone.append((version, undoes))
        else:
            done += [step for by, step in undone if by == undoes]
            undone = [(by, step) for by, step in undone if by != undoes]
    return done, [by for by, _step in undone]


def undo(project_id: int, user: AbstractBaseUser) -> Changed:
    """Take back this user's last step; a step whose duty or position is gone is skipped.

    Raises NothingToUndo, and what set_cells raises: a cell was changed by somebody else since, another
    position approves its duty now, it is gone, or it held an S that the project no longer offers.
    """
    nothing: NothingToUndo | CellUnknown | None = None
    for version in reversed(_replay(project_id, user)[0][-SKIPPED:]):
        try:
            return _take_back(project_id, user, version)
        except LetterNotOffered:
            raise
        except (NothingToUndo, CellUnknown) as gone:
            nothing = nothing or gone
    raise nothing or NothingToUndo


def redo(project_id: int, user: AbstractBaseUser) -> Changed:
    """Take back this user's last undo; raises as undo does."""
    return _take_back(project_id, user, steps(project_id, user).redo)


def _take_back(project_id: int, user: AbstractBaseUser, version: int | None) -> Changed:
    if version is None:
        raise NothingToUndo
    lines = ProjectChange.objects.filter(project_id=project_id, version=version, kind=ChangeKind.CELL)
    cells = [(line.duty_id, line.position_id, line.old, line.new) for line in lines]
    changes, seen = [], {}
    for duty_id, position_id, old, new in cells:
        if duty_id is None or position_id is None:
            raise CellUnknown
        changes.append(CellChange(duty_id, position_id, old))
        seen[duty_id, position_id] = new
    changed = set_cells(project_id, user, changes, seen=seen, undoes=version)
    if changed.before.version == changed.after.version:
        raise NothingToUndo
    return changed
