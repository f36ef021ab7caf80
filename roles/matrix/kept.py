"""The matrices that this process has read last, so that a page or a change reads only what has moved since.

What is kept is right as long as two things stay: the version of its project, which every change raises, and what the
project borrows, the words of its phases, the holders of its positions and what the catalogue suggests, which is read
and compared whole. A version that only letters have left behind is caught up with from the journal; any other matrix
is read anew. So any number of processes may change a project, and none needs to hear of the others.
"""

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

from django.db import connection

from phases.enums import ChangeKind
from phases.models import Project
from roles.matrix.queries import letter_lines, stamp_rows

if TYPE_CHECKING:
    from roles.matrix.matrix import Cell, Matrix

MOST = 300_000  # cells that are kept in all, with what was found out about them: 100 to 220 bytes each
LONGEST = 500  # versions to catch up with; after more, reading anew is as quick
# Kinds that change nothing a matrix shows: access, links, answers to duties, and that it was reviewed.
_BESIDE = ("member.", "link.", "personal.", "duties.", ChangeKind.PROJECT_REVIEWED)
UNSEEN = frozenset(kind for kind in ChangeKind if kind.value.startswith(_BESIDE))
COMMENTS = frozenset(kind for kind in ChangeKind if kind.value.startswith("comment."))

Borrowed = tuple[str | None, ...]
_matrices: "OrderedDict[tuple[int, str], Matrix]" = OrderedDict()  # the one asked for last is at the end
_lock = Lock()


def stamp(project_id: int) -> tuple[int, Borrowed]:
    """The version of a project and all that its matrix borrows, in one query. Raises Project.DoesNotExist."""
    for row in stamp_rows(project_id):
        return row["version"], (row["phases_"], row["positions_"], row["others"], row["statements"])
    raise Project.DoesNotExist(project_id)


def kept_at(project_id: int, language: str, version: int, borrowed: Borrowed) -> "Matrix | None":
    """The matrix of this stamp, if this process has it or can catch up with it."""
    matrix = _matrices.get((project_id, language))
    if matrix is None or matrix.borrowed != borrowed:
        return None
    found = matrix if matrix.version == version else _caught_up(matrix, version)
    if found is not None and not connection.in_atomic_block:
        keep(found)
    return found


def keep(matrix: "Matrix") -> None:
    """Keep a matrix that is committed; those asked for longest ago make room for it."""
    with _lock:
        _matrices[matrix.project_id, matrix.language] = matrix
        _matrices.move_to_end((matrix.project_id, matrix.language))
        while sum(len(one.duties) * len(one.positions) for one in _matrices.values()) > MOST:
            _matrices.popitem(last=False)


def _caught_up(matrix: "Matrix", version: int) -> "Matrix | None":
    """The matrix at a later version, if the journal knows of every version between and letters alone have changed."""
    if not 0 < version - matrix.version <= LONGEST:
        return None
    lines = letter_lines(matrix.project_id, matrix.version, version)
    if len({line["version"] for line in lines}) != version - matrix.version:
        return None
    letters: dict[Cell, str] = {}
    for line in lines:
        duty_id, position_id = line["duty_id"], line["position_id"]
        if line["kind"] == ChangeKind.CELL and duty_id in matrix.row_of and position_id in matrix.column_of:
            letters[duty_id, position_id] = line["new"]
        elif line["kind"] not in UNSEEN and line["kind"] not in COMMENTS:
            return None
    return matrix.with_letters(letters, version)
