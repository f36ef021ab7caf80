"""The load of positions by phase, in points: analysis frames, and the typed rows that the page shows.

The foot of the matrix takes `roles.matrix.load`, which needs no pandas.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from roles.enums import Letter
from roles.matrix.matrix import Matrix, PhaseBand, PositionColumn
from roles.matrix.thresholds import Thresholds

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, slots=True)
class Share:
    """What a position carries in one phase, or in all: how often each stored letter, and the points."""

    counts: Mapping[str, int]
    points: int
    limit: int

    @property
    def over(self) -> bool:
        """Whether it is more than the project's limit."""
        return self.points > self.limit

    @property
    def duties(self) -> int:
        """In how many duties the position has a part."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class PositionLoad:
    """A row of the workload: one share a phase, in the order of the phases, and all of them together."""

    position: PositionColumn
    shares: tuple[tuple[PhaseBand, Share], ...]
    total: Share


def phase_counts(matrix: Matrix) -> list[list[Mapping[str, int]]]:
    """How often each letter: for each position, a count for each phase, of the duties that apply."""
    rows = [[duty.letters for duty in matrix.duties_of[phase.id] if duty.applicable] for phase in matrix.phases]
    columns = [tuple(zip(*letters, strict=True)) for letters in rows]
    return [
        [Counter(letters[index]) if letters else Counter() for letters in columns]
        for index in range(len(matrix.positions))
    ]


def letter_counts(matrix: Matrix) -> "pd.DataFrame":
    """How often each letter: one row a position and phase (ids), one column a stored letter, zeros included."""
    import pandas as pd  # noqa: PLC0415

    places = pd.MultiIndex.from_product(
        [[position.id for position in matrix.positions], [phase.id for phase in matrix.phases]],
        names=["position", "phase"],
    )
    rows = [[count[letter] for letter in Letter.values] for counts in phase_counts(matrix) for count in counts]
    return pd.DataFrame(rows, index=places, columns=Letter.values, dtype=int)


def phase_points(matrix: Matrix, limits: Thresholds) -> "pd.DataFrame":
    """The points: one row a position, one column a phase (ids, in the order of the matrix)."""
    import pandas as pd  # noqa: PLC0415

    counts = letter_counts(matrix)
    points = counts.dot(pd.Series({letter: limits.points(letter) for letter in counts.columns}))
    table = points.unstack("phase")
    return table.reindex(
        index=[position.id for position in matrix.positions],
        columns=[phase.id for phase in matrix.phases],
        fill_value=0,
    ).astype(int)


def workload(matrix: Matrix, limits: Thresholds) -> list[PositionLoad]:
    """The load of each position, in the order of the matrix."""
    counts, points = letter_counts(matrix), phase_points(matrix, limits)
    by_place = dict(zip(counts.index, counts.to_numpy().tolist(), strict=True))
    loads = []
    for position, row in zip(matrix.positions, points.to_numpy().tolist(), strict=True):
        shares = tuple(
            (
                phase,
                Share(
                    dict(zip(counts.columns, by_place[position.id, phase.id], strict=True)), worth, limits.load_phase
                ),
            )
            for phase, worth in zip(matrix.phases, row, strict=True)
        )
        whole = {letter: sum(share.counts[letter] for _, share in shares) for letter in counts.columns}
        loads.append(PositionLoad(position, shares, Share(whole, sum(row), limits.load_position)))
    return loads
