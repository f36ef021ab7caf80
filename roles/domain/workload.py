"""The load of positions, in points; the grid's footer takes plain counts, the workload page takes frames."""

from typing import NamedTuple

from roles.domain.matrix import Matrix
from roles.domain.thresholds import Thresholds
from roles.enums import Letter


class ColumnLoad(NamedTuple):
    """What one position carries: duties with R, duties with A (A/R counts in both), points."""

    responsible: int
    accountable: int
    points: int
    over: bool


def column_loads(matrix: Matrix, thresholds: Thresholds | None = None) -> tuple[ColumnLoad, ...]:
    """The load of each position in column order; cheap enough for every click."""
    limits = thresholds or Thresholds.of(matrix.rules)
    points = {letter.value: limits.points(letter.value) for letter in Letter}
    loads = []
    for column in matrix.columns:
        counts = {letter: column.count(letter) for letter in points}
        total = sum(counts[letter] * worth for letter, worth in points.items())
        loads.append(
            ColumnLoad(counts["R"] + counts["AR"], counts["A"] + counts["AR"], total, over=total > limits.load_position)
        )
    return tuple(loads)
