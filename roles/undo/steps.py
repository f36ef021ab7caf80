"""Which of a user's own changes can be taken back, and which taken back ones can be made again: read from the journal.

A step is a whole version: a letter, or everything that a transfer, an import or the removal of a row changed at once.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet

from aispec.db.prepared_query import prepared_query
from phases.enums import ChangeKind
from phases.models import ProjectChange

REMEMBERED = 200  # steps; older ones can no longer be taken back
# What an editor changes in the matrix; access, links, answers, comments and postings have ways back of their own.
UNDOABLE = (
    ChangeKind.CELL,
    ChangeKind.PROJECT_EDITED,
    ChangeKind.POSITION_ADDED,
    ChangeKind.POSITION_EDITED,
    ChangeKind.POSITION_MOVED,
    ChangeKind.POSITION_REMOVED,
    ChangeKind.DUTY_ADDED,
    ChangeKind.DUTY_EDITED,
    ChangeKind.DUTY_MOVED,
    ChangeKind.DUTY_REMOVED,
)


@dataclass(frozen=True, slots=True)
class Steps:
    """The versions that undo and redo would take back, None when there is none, and those that are passed over."""

    undo: int | None = None
    redo: int | None = None
    passed: frozenset[int] = frozenset()


def steps(project_id: int, user: AbstractBaseUser, passed: Collection[int] = ()) -> Steps:
    """What this user can undo and redo in this project now, but for the steps passed over (one query)."""
    done, undone = stacks(project_id, user)
    undo = next((version for version in reversed(done) if version not in passed), None)
    redo = next((version for version in reversed(undone) if version not in passed), None)
    return Steps(undo, redo, frozenset(passed))


def stacks(project_id: int, user: AbstractBaseUser) -> tuple[list[int], list[int]]:
    """The versions to take back, and those that took back; a change empties what can be redone, as in any editor."""
    lines = [(row["version"], row["undoes"]) for row in reversed(_versions(project_id, user.pk))]
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


@prepared_query
def _versions(project_id: int, user_id: int) -> QuerySet[Any, Any]:
    """The versions in which this user changed the matrix, and the versions they took back; the last one first."""
    lines = ProjectChange.objects.filter(project_id=project_id, by_id=user_id, kind__in=UNDOABLE)
    return lines.order_by("-version").values("version", "undoes").distinct()[:REMEMBERED]
