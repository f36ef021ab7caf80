"""The matrix for readers who shall not learn who holds a position."""

from dataclasses import replace

from roles.domain.matrix import Matrix


def nameless(matrix: Matrix) -> Matrix:
    """The matrix without any name; whether a position is vacant is nobody's business either."""
    positions = tuple(p._replace(holder="", holder_id=None, holder_active=True) for p in matrix.positions)
    return replace(matrix, positions=positions)
