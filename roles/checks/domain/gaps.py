"""From a gap to a position: the duties that nobody carries out, or nobody approves, given to a new vacant one."""

from collections import Counter
from collections.abc import Collection, Sequence

from django.contrib.auth.models import User

from phases.projects.journal import project_change
from roles.enums import APPROVING, DOING, Letter
from roles.matrix.changes import write_cells
from roles.matrix.matrix import CellChange, DutyRow, Matrix, load_matrix
from roles.matrix.thresholds import Thresholds
from roles.models import Position
from roles.projects.domain.positions import PositionDetails, add_position, last_order

GAPS = {Letter.R.value: DOING, Letter.A.value: APPROVING}  # what may lack, and the letters that fill it


class GapClosed(Exception):
    """Somebody has filled one of the duties meanwhile, or it is gone or no longer applies."""


def lacking(matrix: Matrix, gap: str) -> list[DutyRow]:
    """The duties that apply and that nobody carries out (`R`) or approves (`A`)."""
    filling = Thresholds.of(matrix.rules).doing if gap == Letter.R else GAPS[gap]
    return [duty for duty in matrix.duties if duty.applicable and not any(x in filling for x in duty.letters)]


def likely_profile(duties: Sequence[DutyRow], gap: str) -> str:
    """The slug of the profile that these duties most often suggest for it, "" when they suggest nobody."""
    filling = GAPS[gap]
    counts = Counter(slug for duty in duties for slug, letter in duty.suggested.items() if letter in filling)
    return counts.most_common(1)[0][0] if counts else ""


def fill_gap(project_id: int, user: User, gap: str, duty_ids: Collection[int], details: PositionDetails) -> Position:
    """A new position that holds these duties, as one change: A/R where both A and R lack. Raises GapClosed."""
    with project_change(project_id, user) as journal:
        open_duties = {duty.id: duty for duty in lacking(load_matrix(project_id), gap)}
        if not duty_ids or not open_duties.keys() >= set(duty_ids):
            raise GapClosed
        position = add_position(journal, project_id, user, last_order(project_id) + 1, details)
        raised = load_matrix(project_id)
        changes = [CellChange(duty_id, position.pk, _letter(open_duties[duty_id], gap)) for duty_id in sorted(duty_ids)]
        write_cells(journal, raised, changes)
    return position


def _letter(duty: DutyRow, gap: str) -> str:
    held = set(duty.letters)
    undecided = not held & {*APPROVING, *DOING}
    return Letter.AR.value if undecided else gap
