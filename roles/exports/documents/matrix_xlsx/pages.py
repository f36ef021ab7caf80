"""How the sheet of the matrix is printed: large enough to be read, on as many pages side by side as that takes.

A spreadsheet keeps no row with the next, so that a page ends before a phase that would begin near its foot.
"""

from collections.abc import Iterator, Sequence
from itertools import count, pairwise
from typing import NamedTuple

from roles.formats.paper import SIZES, Paper
from roles.formats.xlsx.cells import row_height

SIDE, TOP, TOP_FILTERED, BOTTOM = 0.4, 0.5, 0.7, 0.7  # margins in inches
_LEAST = 60  # percent, at which eleven points are six and a half
_UNIT = 5.6  # points that a unit of a column's width takes, at most: Excel rounds it to 5.25
_ROOM = 0.98  # of a page: another font is a little wider
_FOOT = 0.8  # of a page: below, no phase begins


class Sides(NamedTuple):
    """The scale in percent, and the positions after which a page ends."""

    scale: int
    ends: tuple[int, ...]


def side_by_side(front: float, widths: Sequence[float], last: float, paper: Paper) -> Sides:
    """The pages side by side: `front` is repeated on each, `last` closes the last one."""
    for pages in count(1):
        edges = [round(len(widths) * page / pages) for page in range(pages + 1)]
        widest = max(sum(widths[start:stop]) for start, stop in pairwise(edges)) + last
        scale = _scale(front + widest, paper)
        if scale >= _LEAST or pages >= len(widths):
            return Sides(min(scale, 100), tuple(edges[1:-1]))
    raise AssertionError  # for the type checker: the loop ends


def one_beside(widths: Sequence[float], paper: Paper) -> tuple[int, float]:
    """The scale at which these columns share a page, and the points that a page then has from top to bottom."""
    scale = min(100, _scale(sum(widths), paper))
    return scale, _height(scale, paper)


def _scale(width: float, paper: Paper) -> int:
    return int(100 * _ROOM * (SIZES[paper][0] - 2 * SIDE) * 72 / (width * _UNIT))


def _height(scale: int, paper: Paper) -> float:
    return (SIZES[paper][1] - TOP_FILTERED - BOTTOM) * 72 * 100 / scale


def page_ends(top: Sequence[int], phases: Sequence[Sequence[int]], scale: int, paper: Paper) -> Iterator[int]:
    """The rows, counted from 1, after which a page ends, so that the next phase begins on another.

    `top` has the lines of the rows above the matrix, the last two of which head every page, `phases` those of the
    duties. One row of the top is hidden.
    """
    room = _height(scale, paper)
    row, used, again = len(top) + 1, sum(map(row_height, top)), sum(map(row_height, top[-2:]))
    for duties in phases:
        if used > room * _FOOT:
            yield row
            used = again
        for height in map(row_height, (1, *duties)):
            used = used + height if used + height <= room else again + height
        row += 1 + len(duties)
