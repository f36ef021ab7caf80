"""Taking back one's own last change, and taking that back."""

from collections.abc import Collection
from dataclasses import dataclass
from itertools import groupby

from django.contrib.auth.models import User

from phases.enums import ChangeKind
from phases.models import ProjectChange
from phases.projects.journal import project_change
from roles.matrix.changes import CellUnknown, Changed, LetterNotOffered, set_cells
from roles.matrix.matrix import CellChange
from roles.undo.inverses import take_back
from roles.undo.steps import UNDOABLE, stacks, steps

SKIPPED = 20  # steps that an undo looks back, over those that left nothing


class NothingToUndo(Exception):
    """There is no step, or what it did is already taken back."""


@dataclass(frozen=True)
class Taken:
    """A step that was taken back: its lines, and the matrix before and after where it was letters only."""

    lines: tuple[ProjectChange, ...]
    changed: Changed | None


def undo(project_id: int, user: User, passed: Collection[int] = ()) -> Taken:
    """Take back this user's last step but for those passed over; one that left nothing bars no other.

    Raises NothingToUndo; CannotUndo, or what set_cells raises, when somebody has changed since what the step left, or
    it is gone.
    """
    nothing: NothingToUndo | CellUnknown | None = None
    for version in reversed([v for v in stacks(project_id, user)[0] if v not in passed][-SKIPPED:]):
        try:
            return _take_back(project_id, user, version)
        except LetterNotOffered:
            raise
        except (NothingToUndo, CellUnknown) as gone:
            nothing = nothing or gone
    raise nothing or NothingToUndo


def redo(project_id: int, user: User, passed: Collection[int] = ()) -> Taken:
    """Take back this user's last undo; raises as undo does."""
    version = steps(project_id, user, passed).redo
    if version is None:
        raise NothingToUndo
    return _take_back(project_id, user, version)


def _take_back(project_id: int, user: User, version: int) -> Taken:
    found = ProjectChange.objects.filter(project_id=project_id, version=version, kind__in=UNDOABLE)
    lines = tuple(found.order_by("id"))
    if all(line.kind == ChangeKind.CELL for line in lines):
        return Taken(lines, _letters_only(project_id, user, version, lines))
    with project_change(project_id, user, undoes=version) as journal:
        for _kind, group in groupby(reversed(lines), key=lambda line: line.kind):
            take_back(journal, list(group))
        if not journal.lines:
            raise NothingToUndo
    return Taken(lines, None)


def _letters_only(project_id: int, user: User, version: int, lines: Collection[ProjectChange]) -> Changed:
    changes, seen = [], {}
    for line in lines:
        if line.duty_id is None or line.position_id is None:
            raise CellUnknown
        changes.append(CellChange(line.duty_id, line.position_id, line.old))
        seen[line.duty_id, line.position_id] = line.new
    changed = set_cells(project_id, user, changes, seen=seen, undoes=version)
    if changed.before.version == changed.after.version:
        raise NothingToUndo
    return changed
