"""The load of each position, for the foot of the matrix: plain arithmetic, because every click needs it."""

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
    letters = matrix.columns[matrix.column_of[position_id]]
    both, points = letters.count("AR"), sum(map(limits.worth.__getitem__, letters))
    return Load(letters.count("R") + both, letters.count("A") + both, points, points > limits.load_position)
