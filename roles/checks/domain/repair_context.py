"""What repairs are made of: who could take a letter, and how positions are called on a button."""

from collections import Counter
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Self

from roles.enums import APPROVING, DOING
from roles.matrix.letters import offers
from roles.matrix.load import points_of
from roles.matrix.matrix import CellChange, DutyRow, Matrix
from roles.matrix.suggestions import suggest
from roles.matrix.thresholds import Thresholds

Cells = Mapping[int, str]  # column index to letter, in one duty
DECIDING = frozenset((*APPROVING, *DOING))


@dataclass(frozen=True)
class Repair:
    """A set of cell changes that removes a finding and adds no error; `label` says in a few words what it does.

    The changes are made when somebody looks at them: a button needs only its label.
    """

    label: str
    make: Callable[[], Iterable[CellChange]] = field(compare=False, repr=False)

    @cached_property
    def changes(self) -> tuple[CellChange, ...]:
        """The cells that change, by duty."""
        return tuple(self.make())


def patched(letters: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """A row of letters with some of them replaced."""
    return tuple(cells.get(index, letter) for index, letter in enumerate(letters))


def columns_with(duty: DutyRow, letters: Iterable[str]) -> list[int]:
    """The columns that hold one of these letters."""
    wanted = tuple(letters)
    return [index for index, letter in enumerate(duty.letters) if letter in wanted]


def without_a(duty: DutyRow, column: int, left: str) -> str:
    """What a column that approves keeps when it no longer does: the R of A/R, or what is left for it."""
    return "R" if duty.letters[column] == "AR" else left


class RepairContext:
    """A matrix under repair, with what several repairs look up."""

    def __init__(self, matrix: Matrix, limits: Thresholds) -> None:
        self.matrix = matrix
        self.limits = limits
        self._homes: dict[int, list[int]] = {}
        self._deciding: dict[int, frozenset[int]] = {}

    @classmethod
    def of(cls, matrix: Matrix, limits: Thresholds | None = None) -> Self:
        """The context of a matrix, under the limits of its project unless others are given."""
        return cls(matrix, limits or Thresholds.of(matrix.rules))

    def after(self, matrix: Matrix, phases: Container[int]) -> Self:
        """The context of the matrix that letters in these phases have made of this one; the rest is kept."""
        context = type(self)(matrix, self.limits)
        kept = {name: value for name, value in vars(self).items() if name in ("names", "able", "columns_of")}
        counts = zip(self.matrix.counts, matrix.counts, self.points, strict=True)
        kept["points"] = [points if old is new else points_of(new, self.limits) for old, new, points in counts]
        vars(context).update(kept)
        context._deciding.update((phase, found) for phase, found in self._deciding.items() if phase not in phases)
        return context

    def change(self, duty: DutyRow, cells: Cells) -> tuple[CellChange, ...]:
        """The changes of one duty."""
        positions = self.matrix.positions
        return tuple(
            CellChange(duty.id, positions[index].id, letter)
            for index, letter in sorted(cells.items())
            if duty.letters[index] != letter
        )

    def offer(self, duty: DutyRow, cells: Cells, label: str) -> Repair:
        """A repair of one duty."""
        return Repair(label, lambda: self.change(duty, cells))

    def holding(self, column: int, letters: Container[str]) -> list[DutyRow]:
        """The duties that apply and in which this column holds one of these letters."""
        return [duty for duty in self.matrix.duties if duty.applicable and duty.letters[column] in letters]

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What to call each column: its holders, unless one of them holds several positions."""
        positions = self.matrix.positions
        held = Counter(holder.id for position in positions for holder in position.holders)
        names = [
            position.holder
            if position.holder and {held[holder.id] for holder in position.holders} == {1}
            else position.title
            for position in positions
        ]
        counts = Counter(names)
        return tuple(name if counts[name] == 1 else f"{name} ({n})" for n, name in enumerate(names, 1))

    def name_list(self, columns: Iterable[int]) -> str:
        """The columns by name."""
        return ", ".join(self.names[column] for column in columns)

    @cached_property
    def able(self) -> frozenset[int]:
        """The columns held by somebody active; all of them where nobody is."""
        held = {n for n, position in enumerate(self.matrix.positions) if position.present}
        return frozenset(held or range(len(self.matrix.positions)))

    @cached_property
    def points(self) -> list[int]:
        """The load of each column."""
        return [points_of(count, self.limits) for count in self.matrix.counts]

    @cached_property
    def order(self) -> tuple[int, ...]:
        """The columns by who may rather take more: held, lightly loaded, first."""
        able, points = self.able, self.points
        return tuple(sorted(range(len(points)), key=lambda n: (n not in able, points[n])))

    @cached_property
    def rank(self) -> tuple[int, ...]:
        """The place of each column in that order, from 0."""
        places = [0] * len(self.order)
        for place, column in enumerate(self.order):
            places[column] = place
        return tuple(places)

    def ranked(self, columns: Iterable[int], first: Callable[[int], bool] | None = None) -> list[int]:
        """The columns, those that may rather take more first; `first` outweighs the load."""
        found = sorted(columns, key=self.rank.__getitem__)
        if first is not None and len(found) > 1:
            found.sort(key=lambda n: (n not in self.able, not first(n)))
        return found

    def home(self, duty: DutyRow) -> list[int]:
        """All columns in order, those that carry out or approve something in the phase of the duty first."""
        home = self._homes.get(duty.phase_id)
        if home is None:
            deciding = self._deciding_in(duty.phase_id)
            home = sorted(self.order, key=lambda n: (n not in self.able, n not in deciding))
            self._homes[duty.phase_id] = home
        return home

    def _deciding_in(self, phase_id: int) -> frozenset[int]:
        """The columns that carry out or approve something in a phase."""
        found = self._deciding.get(phase_id)
        if found is None:
            rows = [duty.letters for duty in self.matrix.duties_of[phase_id] if duty.applicable]
            columns = enumerate(zip(*rows, strict=True))
            found = frozenset(n for n, letters in columns if not DECIDING.isdisjoint(letters))
            self._deciding[phase_id] = found
        return found

    def at_home(self, duty: DutyRow, columns: Container[int]) -> list[int]:
        """These columns in the order of `home`."""
        return [column for column in self.home(duty) if column in columns]

    def suggestion(self, duty: DutyRow, column: int) -> str:
        """The letter that the catalogue suggests for the profile of this column, if the project offers it."""
        letter = duty.suggested.get(self.matrix.positions[column].profile_slug, "")
        return letter if offers(self.matrix.rules, letter) else ""

    def suggested(self, duty: DutyRow, letters: Container[str]) -> list[int]:
        """The columns whose profile is suggested one of these letters, in the order of `home`."""
        profiles = [profile for profile, letter in duty.suggested.items() if letter in letters]
        return self.at_home(duty, {n for profile in profiles for n in self.columns_of.get(profile, ())})

    def leads(self, duty: DutyRow) -> Mapping[str, int]:
        """For each profile, the position that may rather take the A of this duty."""
        leads: dict[str, int] = {}
        for column in self.home(duty):
            position = self.matrix.positions[column]
            leads.setdefault(position.profile_slug, position.id)
        return leads

    @cached_property
    def columns_of(self) -> Mapping[str, list[int]]:
        """The columns of each profile that somebody here has."""
        columns: dict[str, list[int]] = {}
        for n, position in enumerate(self.matrix.positions):
            columns.setdefault(position.profile_slug, []).append(n)
        return columns

    def has_suggestion(self, duty: DutyRow) -> bool:
        """Whether `suggested_cells` has something to give."""
        return any(letter in DECIDING and slug in self.columns_of for slug, letter in duty.suggested.items())

    def suggested_cells(self, duty: DutyRow) -> dict[int, str]:
        """The suggested letters of a duty without A and R, completed to one A and an R; {} if nobody would get them.

        Where a profile has many positions, only so many get R as the project's limit allows.
        """
        blank = duty._replace(letters=("",) * len(duty.letters))
        plan = suggest(replace(self.matrix, duties=(blank,)), self.leads(duty))
        column_of = self.matrix.column_of
        cells = {column_of[change.position_id]: change.letter for change in plan.changes}
        deciding = self.at_home(duty, {n for n, letter in cells.items() if letter in DECIDING})
        letters = {cells[column] for column in deciding}
        if deciding and not (letters & set(APPROVING) and letters & set(DOING)):
            cells[deciding[0]] = "AR"
        doers = sorted((n for n in deciding if cells[n] in DOING), key=lambda n: cells[n] != "AR")
        dropped = doers[max(1, self.limits.max_r) :]
        return {n: letter for n, letter in cells.items() if n not in dropped} if deciding else {}
