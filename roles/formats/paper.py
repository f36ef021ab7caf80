"""What a document is for, the paper it is printed on, and how its columns are divided."""

from enum import StrEnum
from itertools import pairwise


class Mode(StrEnum):
    """For the team, with names and findings, or for a posting: positions only."""

    INTERNAL = "internal"
    POSTING = "posting"


class Paper(StrEnum):
    """What Québec offices print, and the two international sizes; always landscape."""

    AUTO = "auto"
    ISO = "iso"
    LETTER = "letter"
    TABLOID = "tabloid"
    A4 = "a4"
    A3 = "a3"

    def resolved(self, positions: int) -> "Paper":
        """Letter for up to ten positions, Tabloid beyond (iso: A4, A3), unless a size was chosen."""
        if self not in _BY_SIZE:
            return self
        small, large = _BY_SIZE[self]
        return small if positions <= 10 else large


# More columns than these would be too narrow for their titles.
_COLUMNS = {Paper.LETTER: 10, Paper.A4: 10, Paper.TABLOID: 18, Paper.A3: 18}


# In inches, landscape.
SIZES = {Paper.LETTER: (11.0, 8.5), Paper.TABLOID: (17.0, 11.0), Paper.A4: (11.69, 8.27), Paper.A3: (16.54, 11.69)}
_BY_SIZE = {Paper.AUTO: (Paper.LETTER, Paper.TABLOID), Paper.ISO: (Paper.A4, Paper.A3)}


def column_blocks(positions: int, size: Paper) -> list[range]:
    """The columns of each table, all about as many: 20 positions by 16 give 0 to 9 and 10 to 19."""
    most = _COLUMNS[size]
    if positions > 2 * most:
        most = most * 7 // 5  # narrower columns rather than a fourth turn of every page
    blocks = max(1, -(-positions // most))
    edges = [round(positions * block / blocks) for block in range(blocks + 1)]
    return [range(start, stop) for start, stop in pairwise(edges)]
