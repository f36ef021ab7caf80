"""The load of each position, for the foot of the matrix: plain arithmetic, because every click needs it."""

from collections.abc import Mapping
from typing import NamedTuple

from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds


class Load(NamedTuple):
    """How often a position carries out and approves (A/R is both), and its points."""

    r: int
    a: int
    points: int
    over: bool


def load_of(matrix: Matrix, position_id: int, limits: Thresholds) -> Load:
    """The load of one position, over the duties that apply."""
    count = matrix.counts[matrix.column_of[position_id]]
    points = points_of(count, limits)
    return Load(count["R"] + count["AR"], count["A"] + count["AR"], points, points > limits.load_position)


def points_of(count: Mapping[str, int], limits: Thresholds) -> int:
    """The points of so many letters of each kind."""
    worth = limits.worth
    return sum([worth[letter] * number for letter, number in count.items()])
