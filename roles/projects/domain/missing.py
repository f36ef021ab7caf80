"""The rows and columns that a block of cells lacks: the matrix as it would be with them, and adding them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from django.contrib.auth.models import User

from phases.projects.journal import Journal, project_change
from roles.formats.text import in_both
from roles.matrix.changes import CellUnknown, checked, write_cells
from roles.matrix.matrix import EMPTY, Cell, CellChange, DutyRow, Matrix, PositionColumn, load_matrix
from roles.models import Duty
from roles.projects.domain.duties import DutyDetails, insert_duties, own_codes, place_below
from roles.projects.domain.positions import PositionDetails, add_position, last_order


@dataclass(frozen=True, slots=True)
class Missing:
    """The texts of the rows and the titles of the columns, in the active language; the rows stand below a duty."""

    texts: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    below: int = 0

    def __bool__(self) -> bool:
        return bool(self.texts or self.titles)


NOTHING = Missing()


def with_missing(matrix: Matrix, missing: Missing) -> Matrix:
    """The matrix as it would be; new rows and columns have the ids -1, -2…

    Raises KeyError when the duty that the rows stand below is gone.
    """
    if not missing:
        return matrix
    columns = [PositionColumn(-n, title, None, "") for n, title in enumerate(missing.titles, start=1)]
    none = ("",) * len(columns)
    duties = [duty._replace(letters=duty.letters + none) for duty in matrix.duties]
    place, phase_id = matrix.row_of[missing.below] + 1, matrix.duty(missing.below).phase_id
    letters = ("",) * (len(matrix.positions) + len(columns))
    codes = own_codes(duty.code for duty in matrix.duties)
    duties[place:place] = [
        DutyRow(-n, next(codes), text, "", phase_id, None, True, True, "", EMPTY, "", letters)
        for n, text in enumerate(missing.texts, start=1)
    ]
    return replace(matrix, positions=(*matrix.positions, *columns), duties=tuple(duties))


def add_missing(
    project_id: int, user: User, missing: Missing, changes: Sequence[CellChange], seen: Mapping[Cell, str]
) -> tuple[list[int], list[int]]:
    """Add the rows and columns and set letters, as one version; the ids of what is new.

    `changes` and `seen` name new rows and columns as with_missing does. Raises what set_cells raises.
    """
    with project_change(project_id, user) as journal:
        duty_ids, position_ids = _add_duties(journal, missing), _add_positions(journal, user, missing)
        rows = {-n: duty_id for n, duty_id in enumerate(duty_ids, start=1)}
        columns = {-n: position_id for n, position_id in enumerate(position_ids, start=1)}

        def real(cell: Cell) -> Cell:
            return rows.get(cell[0], cell[0]), columns.get(cell[1], cell[1])

        before = load_matrix(project_id)
        asked = [CellChange(*real(change.cell), change.letter) for change in changes]
        wanted = checked(before, asked, {real(cell): letter for cell, letter in seen.items()}, transfer=False)
        if wanted:
            write_cells(journal, before, wanted)
    return duty_ids, position_ids


def _add_duties(journal: Journal, missing: Missing) -> list[int]:
    if not missing.texts:
        return []
    above = Duty.objects.filter(pk=missing.below, project_id=journal.project_id).select_related("phase").first()
    if above is None:
        raise CellUnknown(missing)
    duties = insert_duties(journal, [DutyDetails(*in_both(text), above.phase) for text in missing.texts])
    place_below(above.pk, duties)
    return [duty.pk for duty in duties]


def _add_positions(journal: Journal, user: User, missing: Missing) -> list[int]:
    last = last_order(journal.project_id)
    details = [PositionDetails(*in_both(title)) for title in missing.titles]
    return [
        add_position(journal, journal.project_id, user, last + number, one).pk
        for number, one in enumerate(details, start=1)
    ]
