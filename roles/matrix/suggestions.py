"""The catalogue's suggested letters, laid over the positions of a project: a plan, never a change.

Only empty duties are filled. With several positions of one profile, the lead one takes the A and the others
do the work. With none, a stand-in takes the profile's A and R; its C and I have nobody to go to.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from roles.enums import APPROVING, DOING, Letter
from roles.matrix.letters import offers
from roles.matrix.matrix import CellChange, DutyRow, Matrix
from roles.matrix.thresholds import Thresholds

Choice = Mapping[str, int]
WEAK = (Letter.S, Letter.C, Letter.I)
STRENGTH = (Letter.A, Letter.R, *WEAK)  # the strongest first; a position gets one letter


@dataclass(frozen=True)
class SuggestionPlan:
    """What applying the suggested letters would do.

    `missing` are the profiles that nobody here has and whose A or R somebody else would have to take.
    """

    matrix: Matrix
    changes: tuple[CellChange, ...]
    missing: tuple[str, ...]

    @cached_property
    def after(self) -> Matrix:
        """The matrix as it would be."""
        return self.matrix.with_changes(self.changes)

    @cached_property
    def without_a(self) -> tuple[DutyRow, ...]:
        """The applicable duties that nobody would approve."""
        return _lacking(self.after, APPROVING)

    @cached_property
    def without_r(self) -> tuple[DutyRow, ...]:
        """The applicable duties that nobody would carry out."""
        return _lacking(self.after, Thresholds.of(self.matrix.rules).doing)

    @property
    def uncovered(self) -> tuple[DutyRow, ...]:
        """The duties left open, in the order of the matrix."""
        open_ids = {duty.id for duty in self.without_a + self.without_r}
        return tuple(duty for duty in self.after.duties if duty.id in open_ids)

    @property
    def filled(self) -> int:
        """How many duties would get letters."""
        return len({change.duty_id for change in self.changes})

    def counts(self, position_id: int) -> Counter[str]:
        """How many of each stored letter a position would get."""
        return Counter(change.letter for change in self.changes if change.position_id == position_id)


def suggest(matrix: Matrix, leads: Choice | None = None, stand_ins: Choice | None = None) -> SuggestionPlan:
    """Plan the suggested letters of the empty duties.

    By profile slug, `leads` names the position that approves when several have the profile (the first one
    by default), and `stand_ins` the position that takes the place of a profile nobody has. A position that
    is not in the matrix, or a lead of another profile, is ignored.
    """
    leads, stand_ins = leads or {}, stand_ins or {}
    teams: dict[str, list[int]] = {}  # each with its lead first
    for position in sorted(matrix.positions, key=lambda position: leads.get(position.profile_slug) != position.id):
        if position.profile_slug:
            teams.setdefault(position.profile_slug, []).append(position.id)
    empty = [duty for duty in matrix.duties if duty.applicable and duty.suggested and not any(duty.letters)]
    changes = [change for duty in empty for change in _of_duty(matrix, duty, teams, stand_ins)]
    marks = chain.from_iterable(duty.suggested.items() for duty in empty)
    needed = dict.fromkeys(slug for slug, mark in marks if Letter.parse(mark) not in WEAK)
    return SuggestionPlan(matrix, tuple(changes), tuple(slug for slug in needed if slug not in teams))


def _of_duty(matrix: Matrix, duty: DutyRow, teams: Mapping[str, list[int]], stand_ins: Choice) -> list[CellChange]:
    given: dict[int, list[str]] = {}
    approved = False
    for slug, mark in duty.suggested.items():
        letter = Letter.parse(mark)
        if not offers(matrix.rules, letter):
            continue
        if letter in APPROVING and approved:
            letter = Letter.R.value  # a framework may suggest two; the matrix holds one
        approved = approved or letter in APPROVING
        for position_id, part in _shared(letter, teams.get(slug), stand_ins.get(slug)):
            if position_id in matrix.column_of:
                given.setdefault(position_id, []).append(part)
    return [CellChange(duty.id, position_id, _joined(letters)) for position_id, letters in given.items()]


def _shared(letter: str, team: list[int] | None, stand_in: int | None) -> list[tuple[int, str]]:
    """Who gets what of one profile's letter: the first of a team approves, the others do the work."""
    if not letter:
        return []
    if team:
        rest = Letter.R.value if letter in APPROVING else letter
        return [(team[0], letter), *((position_id, rest) for position_id in team[1:])]
    return [(stand_in, letter)] if stand_in is not None and letter not in WEAK else []


def _joined(letters: Iterable[str]) -> str:
    """One letter for a position that got several: A and R make A/R, otherwise the strongest."""
    held = set(letters)
    if not held.isdisjoint(APPROVING) and not held.isdisjoint(DOING):
        return Letter.AR.value
    return next(letter.value for letter in STRENGTH if letter in held)


def _lacking(matrix: Matrix, letters: tuple[str, ...]) -> tuple[DutyRow, ...]:
    return tuple(duty for duty in matrix.duties if duty.applicable and not set(letters) & set(duty.letters))
