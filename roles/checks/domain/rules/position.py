"""The checks of a column, V1 to V5, P2 and P3."""

from collections.abc import Iterator

from roles.checks.domain.finding import Finding
from roles.checks.domain.rules.duty import Letters
from roles.matrix.matrix import Matrix, PositionColumn
from roles.matrix.thresholds import Thresholds


def position_findings(matrix: Matrix, limits: Thresholds) -> Iterator[Finding]:
    """The findings of the positions, in the order of the matrix."""
    total = len(matrix.columns[0]) if matrix.columns else 0
    columns = [Letters.of(letters) for letters in matrix.columns]
    shares = total and len(columns) >= limits.share_from_positions
    only = sum(letters.a > 0 for letters in columns) == 1
    staffed = any(not position.vacant for position in matrix.positions)
    for position, letters in zip(matrix.positions, columns, strict=True):
        if shares:
            yield from _shares(position, letters, total, limits, only)
        if total:
            yield from _part(position, letters)
        yield from _held(position, letters, staffed)


def _shares(
    position: PositionColumn, letters: Letters, total: int, limits: Thresholds, only: bool
) -> Iterator[Finding]:
    """V1 to V3: too much on one position."""
    most = limits.max_share * total
    if letters.r * 100 > most:
        yield Finding("V1", None, position.id, figures=_share(letters.r, total, limits))
    if letters.a * 100 > most or (only and letters.a):
        alone = only and letters.a * 100 <= most
        yield Finding("V2", None, position.id, figures=_share(letters.a, total, limits) | {"only": alone})
    if letters.any == total:
        yield Finding("V3", None, position.id, figures={"total": total})


def _share(count: int, total: int, limits: Thresholds) -> dict[str, int]:
    return {"count": count, "total": total, "percent": round(100 * count / total), "limit": limits.max_share}


def _part(position: PositionColumn, letters: Letters) -> Iterator[Finding]:
    """V4 and V5: a position with little or nothing."""
    if not letters.any:
        yield Finding("V5", None, position.id)
    elif not letters.a and not letters.r:
        yield Finding("V4", None, position.id, figures={"count": letters.any})


def _held(position: PositionColumn, letters: Letters, staffed: bool) -> Iterator[Finding]:
    """P2 and P3: who holds the position.

    Where every position is vacant the project is not staffed yet, and P3 would only repeat it in each column.
    """
    if not position.vacant and not position.holder_active:
        yield Finding("P2", None, position.id)
    if position.vacant and letters.a and staffed:
        yield Finding("P3", None, position.id, figures={"count": letters.a})
