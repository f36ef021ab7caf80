"""What repairs are made of: who could take a letter, and how positions are called on a button."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from roles.domain.loads import load_of
from roles.domain.matrix import CellChange, DutyRow, Matrix
from roles.domain.suggestions import suggest
from roles.domain.thresholds import Thresholds
from roles.enums import APPROVING, DOING

Cells = Mapping[int, str]  # column index to letter, in one duty


@dataclass(frozen=True, slots=True)
class Repair:
    """A set of cell changes that removes a finding and adds no error; `label` says in a few words what it does."""

    changes: tuple[CellChange, ...]
    label: str


def patched(letters: Sequence[str], cells: Cells) -> tuple[str, ...]:
    """A row of letters with some of them replaced."""
    return tuple(cells.get(index, letter) for index, letter in enumerate(letters))


def columns_with(duty: DutyRow, letters: Iterable[str]) -> list[int]:
    """The columns that hold one of these letters."""
    wanted = tuple(letters)
    return [index for index, letter in enumerate(duty.letters) if letter in wanted]


class Desk:
    """A matrix under repair, with what several repairs look up."""

    def __init__(self, matrix: Matrix, limits: Thresholds) -> None:
        self.matrix = matrix
        self.limits = limits

    def change(self, duty: DutyRow, cells: Cells) -> tuple[CellChange, ...]:
        """The changes of one duty."""
        positions = self.matrix.positions
        return tuple(
            CellChange(duty.id, positions[index].id, letter)
            for index, letter in sorted(cells.items())
            if duty.letters[index] != letter
        )

    @cached_property
    def names(self) -> tuple[str, ...]:
        """What to call each column: its holder, unless one person holds several positions."""
        holders = Counter(position.holder_id for position in self.matrix.positions)
        names = [
            position.holder if position.holder and holders[position.holder_id] == 1 else position.title
            for position in self.matrix.positions
        ]
        counts = Counter(names)
        return tuple(name if counts[name] == 1 else f"{name} ({n})" for n, name in enumerate(names, 1))

    def name_list(self, columns: Iterable[int]) -> str:
        """The columns by name."""
        return ", ".join(self.names[column] for column in columns)

    @cached_property
    def able(self) -> frozenset[int]:
        """The columns held by somebody active; all of them where nobody is."""
        held = {n for n, position in enumerate(self.matrix.positions) if not position.vacant and position.holder_active}
        return frozenset(held or range(len(self.matrix.positions)))

    @cached_property
    def rank(self) -> tuple[tuple[bool, int, int], ...]:
        """Smaller for a column that may rather take more: held, lightly loaded, first."""
        loads = [load_of(self.matrix, position.id, self.limits).points for position in self.matrix.positions]
        return tuple((n not in self.able, points, n) for n, points in enumerate(loads))

    def ranked(self, columns: Iterable[int], first: Callable[[int], bool] | None = None) -> list[int]:
        """The columns, those that may rather take more first; `first` outweighs the load."""
        if first is None:
            return sorted(columns, key=self.rank.__getitem__)
        return sorted(columns, key=lambda n: (n not in self.able, not first(n), self.rank[n]))

    @cached_property
    def deciding(self) -> Mapping[int, frozenset[int]]:
        """Phase id to the columns that carry out or approve something in it."""
        deciding: dict[int, set[int]] = {phase.id: set() for phase in self.matrix.phases}
        for duty in self.matrix.duties:
            deciding[duty.phase_id].update(columns_with(duty, (*APPROVING, *DOING)) if duty.applicable else ())
        return {phase_id: frozenset(columns) for phase_id, columns in deciding.items()}

    def at_home(self, duty: DutyRow, columns: Iterable[int]) -> list[int]:
        """The columns ranked, those that decide in the phase of the duty first."""
        return self.ranked(columns, first=self.deciding[duty.phase_id].__contains__)

    def suggestion(self, duty: DutyRow, column: int) -> str:
        """The letter that the catalogue suggests for the profile of this column."""
        return duty.suggested.get(self.matrix.positions[column].profile_slug, "")

    def suggested(self, duty: DutyRow, letters: Iterable[str]) -> list[int]:
        """The columns whose profile is suggested one of these letters, ranked."""
        if not duty.suggested:
            return []
        wanted = tuple(letters)
        return self.at_home(duty, (n for n in range(len(duty.letters)) if self.suggestion(duty, n) in wanted))

    def leads(self, duty: DutyRow) -> Mapping[str, int]:
        """For each profile, the position that may rather take the A of this duty."""
        leads: dict[str, int] = {}
        for column in self.at_home(duty, range(len(duty.letters))):
            position = self.matrix.positions[column]
            leads.setdefault(position.profile_slug, position.id)
        return leads

    def suggested_cells(self, duty: DutyRow) -> dict[int, str]:
        """The suggested letters of a duty without A and R, completed to one A and an R; {} if nobody would get them.

        Where a profile has many positions, only so many get R as the project's limit allows.
        """
        blank = replace(duty, letters=("",) * len(duty.letters))
        plan = suggest(replace(self.matrix, duties=(blank,)), self.leads(duty))
        column_of = self.matrix.column_of
        cells = {column_of[change.position_id]: change.letter for change in plan.changes}
        deciding = self.at_home(duty, (n for n, letter in cells.items() if letter in (*APPROVING, *DOING)))
        letters = {cells[column] for column in deciding}
        if deciding and not (letters & set(APPROVING) and letters & set(DOING)):
            cells[deciding[0]] = "AR"
        doers = sorted((n for n in deciding if cells[n] in DOING), key=lambda n: cells[n] != "AR")
        dropped = doers[max(1, self.limits.max_r) :]
        return {n: letter for n, letter in cells.items() if n not in dropped} if deciding else {}
