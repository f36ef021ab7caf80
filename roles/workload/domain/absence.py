"""If somebody is away: the duties that lose their A or R, and who could take them over meanwhile.

Pure functions over the matrix object; a plan is a set of cells, applied as one change and undone as one.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from hashlib import sha256

from roles.enums import APPROVING, DOING, Letter
from roles.matrix.matrix import CellChange, DutyRow, Matrix, PhaseBand, PositionColumn
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.carried import Carried, Over


class Fit(IntEnum):
    """Why somebody could take a duty over, the best reason first."""

    DECIDES = 1
    SUPPORTS = 2
    CONSULTED = 3
    SAME_PROFILE = 4
    OTHER = 5


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could step in, with the load that the plan would leave them, and the limits it would break."""

    position: PositionColumn
    fit: Fit
    points: int
    over: tuple[Over, ...] = ()


@dataclass(frozen=True, slots=True)
class LostDuty:
    """A duty that loses its A, its R or both (AR); the candidates, the best first."""

    duty: DutyRow
    lost: str
    candidates: tuple[Candidate, ...]

    @property
    def chosen(self) -> int | None:
        """The position that the plan gives it to; None when nobody is left."""
        return self.candidates[0].position.id if self.candidates else None


@dataclass(frozen=True)
class AbsencePlan:
    """What one person's absence takes from a matrix, in its order."""

    matrix: Matrix
    holder_id: int
    lines: tuple[LostDuty, ...]

    @property
    def still_held(self) -> list[tuple[PositionColumn, str]]:
        """The positions of theirs that others hold meanwhile, with the names of those."""
        return [(p, names_but(p, self.holder_id)) for p in self.matrix.positions if _shared(p, self.holder_id)]

    @property
    def by_phase(self) -> Iterator[tuple[PhaseBand, list[LostDuty]]]:
        """The lines of each phase that has some."""
        for phase in self.matrix.phases:
            lines = [line for line in self.lines if line.duty.phase_id == phase.id]
            if lines:
                yield phase, lines

    @cached_property
    def digest(self) -> str:
        """The same while the same duties are lost, with the same letters."""
        rows = [(line.duty.id, line.lost, line.duty.letters) for line in self.lines]
        return sha256(repr((rows, [p.id for p in self.matrix.positions])).encode()).hexdigest()[:32]

    def changes(self, takers: Mapping[int, int | None] | None = None) -> list[CellChange]:
        """The cells that change; `takers` names positions by duty id, None leaves a duty as it is.

        Without it, everybody proposed takes over. A position that is no candidate takes nothing.
        """
        changes: list[CellChange] = []
        for line in self.lines:
            taker = line.chosen if takers is None else takers.get(line.duty.id)
            if taker in {candidate.position.id for candidate in line.candidates}:
                changes += self._handed_over(line, self.matrix.column_of[taker or 0])
        return changes

    def _handed_over(self, line: LostDuty, taker: int) -> Iterator[CellChange]:
        """The absent keep nothing of what is lost; who takes it adds it to what they have."""
        for column, letter in enumerate(line.duty.letters):
            left = _taken(letter, line.lost) if column == taker else letter
            if _left_alone(self.matrix.positions[column], self.holder_id):
                left = _given_up(letter, line.lost)
            if left != letter:
                yield CellChange(line.duty.id, self.matrix.positions[column].id, left)


def absence_plan(matrix: Matrix, holder_id: int, limits: Thresholds) -> AbsencePlan:
    """The duties that nobody present would approve or carry out, each with who could.

    Present is whoever is active and holds a position, but for this holder: one that they share stays held. What those
    carry who take duties over grows with the plan, so that one person does not get them all; whoever stays within the
    limits comes first.
    """
    columns = range(len(matrix.positions))
    present = [n for n in columns if matrix.positions[n].present - {holder_id}]
    mine = [n for n in columns if _left_alone(matrix.positions[n], holder_id)]
    profiles = {matrix.positions[n].profile_slug for n in mine} - {""}
    carried = [Carried.of(matrix, n, limits) for n in columns]
    lines = []
    for duty in matrix.duties:
        lost = _lost(duty, mine, present, limits)
        if not lost:
            continue
        candidates = []
        for n in present:
            position, letter = matrix.positions[n], duty.letters[n]
            after = carried[n].with_letter(duty.phase_id, letter, _taken(letter, lost))
            fit = _fit(letter, position.profile_slug in profiles)
            candidates.append((Candidate(position, fit, after.points, after.over(carried[n], duty.phase_id)), n, after))
        candidates.sort(key=lambda found: (bool(found[0].over), found[0].fit, carried[found[1]].points))
        lines.append(LostDuty(duty, lost, tuple(candidate for candidate, _n, _after in candidates)))
        for _candidate, taker, after in candidates[:1]:
            carried[taker] = after
    return AbsencePlan(matrix, holder_id, tuple(lines))


def names_but(position: PositionColumn, holder_id: int) -> str:
    """The names of the active people who hold a position besides this one."""
    return ", ".join(holder.name for holder in position.holders if holder.active and holder.id != holder_id)


def _holds(position: PositionColumn, holder_id: int) -> bool:
    return any(holder.id == holder_id for holder in position.holders)


def _shared(position: PositionColumn, holder_id: int) -> bool:
    """Whether somebody else who is active holds it too."""
    return _holds(position, holder_id) and bool(position.present - {holder_id})


def _left_alone(position: PositionColumn, holder_id: int) -> bool:
    """Whether nobody active would hold this position of theirs meanwhile."""
    return _holds(position, holder_id) and not position.present - {holder_id}


def _lost(duty: DutyRow, mine: list[int], present: list[int], limits: Thresholds) -> str:
    """A, R or AR: what these columns have in a duty that applies, and nobody present has or makes up for."""
    if not duty.applicable:
        return ""

    def only_mine(letters: tuple[str, ...], instead: tuple[str, ...]) -> bool:
        return any(duty.letters[n] in letters for n in mine) and not any(duty.letters[n] in instead for n in present)

    return ("A" if only_mine(APPROVING, APPROVING) else "") + ("R" if only_mine(DOING, limits.doing) else "")


def _fit(letter: str, same_profile: bool) -> Fit:
    if letter in (*APPROVING, *DOING):
        return Fit.DECIDES
    if letter == Letter.S:
        return Fit.SUPPORTS
    if letter == Letter.C:
        return Fit.CONSULTED
    return Fit.SAME_PROFILE if same_profile else Fit.OTHER


def _taken(letter: str, lost: str) -> str:
    """What a position holds that takes over A, R or both."""
    approves, does = "A" in lost or letter in APPROVING, "R" in lost or letter in DOING
    return "AR" if approves and does else "A" if approves else "R"


def _given_up(letter: str, lost: str) -> str:
    """What is left of the absent's own letter."""
    if letter == Letter.AR and lost == "A":
        return Letter.R.value
    return "" if letter and set(letter) & set(lost) and letter in (*APPROVING, *DOING) else letter
