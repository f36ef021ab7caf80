"""What has changed in a matrix since a page last asked, read from the journal."""

from dataclasses import dataclass
from functools import cached_property

from aispec.db.prepared_query import Row
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.matrix.kept import COMMENTS, UNSEEN
from roles.matrix.matrix import Cell, Matrix

MOST = 2_000  # lines; after more than that a page is better drawn anew
GONE = frozenset((ChangeKind.POSITION_REMOVED, ChangeKind.DUTY_REMOVED))


@dataclass(frozen=True)
class Updates:
    """The lines of the journal up to `matrix`, in their order; `endless` when there are more than MOST."""

    matrix: Matrix
    lines: list[Row]
    reader_id: int
    endless: bool

    @cached_property
    def redraw(self) -> bool:
        """Whether rows, columns or words have changed, and not only letters, access and links."""
        return self.endless or any(line["kind"] not in (*UNSEEN, *COMMENTS, ChangeKind.CELL) for line in self.lines)

    @property
    def comments(self) -> bool:
        """Whether the counts of comments may have changed: by comments, or with what they were about."""
        return self.redraw or any(line["kind"] in COMMENTS for line in self.lines)

    @cached_property
    def cells(self) -> set[Cell]:
        """The cells of the matrix whose letter somebody has set, whoever it was."""
        touched = {cell_of(line) for line in self.lines if line["kind"] == ChangeKind.CELL}
        rows, columns = self.matrix.row_of, self.matrix.column_of
        return {cell for cell in touched if cell[0] in rows and cell[1] in columns}

    @cached_property
    def of_others(self) -> list[Row]:
        """The lines of everybody but the reader."""
        return [line for line in self.lines if line["by_id"] != self.reader_id]

    @property
    def last(self) -> Row | None:
        """The line that says who changed the project last, and when."""
        return self.lines[-1] if self.lines else None

    def at(self, cell: Cell) -> Row | None:
        """The last line by which somebody else changed this cell, or took it away."""
        return next((line for line in reversed(self.of_others) if _concerns(line, cell)), None)


def updates_since(matrix: Matrix, since: int, reader_id: int) -> Updates:
    """What the journal says between this version and that of the matrix (one query)."""
    if not since <= matrix.version:
        return Updates(matrix, [], reader_id, endless=True)
    lines = ProjectChange.objects.filter(
        project_id=matrix.project_id, version__gt=since, version__lte=matrix.version
    ).order_by("version", "id")
    names = ("first_name", "last_name", "email")
    fields = ("at", "kind", "label", "data", "duty_id", "position_id", "by_id", *(f"by__{name}" for name in names))
    rows: list[Row] = list(lines.values(*fields)[: MOST + 1])
    return Updates(matrix, rows, reader_id, endless=len(rows) > MOST)


def cell_of(line: Row) -> Cell:
    """The cell that a line names."""
    return line["duty_id"], line["position_id"]


def who(line: Row) -> str:
    """Who made a change; "" for somebody whose account is gone."""
    return f"{line['by__first_name'] or ''} {line['by__last_name'] or ''}".strip() or line["by__email"] or ""


def _concerns(line: Row, cell: Cell) -> bool:
    duty, position = line["duty_id"] == cell[0], line["position_id"] == cell[1]
    if line["kind"] == ChangeKind.CELL:
        return bool(duty and position)
    if line["kind"] in GONE:
        return bool(duty or position)
    applies = line["kind"] == ChangeKind.DUTY_EDITED and (line["data"] or {}).get("field") == "reason"
    return bool(applies and duty)
