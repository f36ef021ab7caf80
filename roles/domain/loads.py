"""The load of each position, for the foot of the matrix: plain arithmetic, because every click needs it."""

from typing import NamedTuple

from roles.domain.matrix import Matrix
from roles.domain.thresholds import Thresholds


class Load(NamedTuple):
    """How often a position carries out and approves (A/R is both), and its points."""

    r: int
    a: int
    points: int
    over: bool


def load_of(matrix: Matrix, position_id: int, limits: Thresholds) -> Load:
    """The load of one position, over the duties that apply."""
    count = matrix.columns[matrix.column_of[position_id]].count
    r, a, both = count("R"), count("A"), count("AR")
    points = r * limits.points_r + a * limits.points_a + both * limits.points_ar
    points += count("C") * limits.points_c + count("I") * limits.points_i + count("S") * limits.points_s
    return Load(r + both, a + both, points, points > limits.load_position)
