"""What the workbook of a matrix has by its shape alone: where its cells stand, and how wide its columns are."""

from typing import NamedTuple

from roles.formats.paper import Paper

FIRST_COLUMN = 5  # the first position, after the hidden ids, the phase, the code and the duty
KEY_WIDTH, PHASE_WIDTH, CODE_WIDTH, DUTY_WIDTH = 4, 16, 8, 56
FRONT_WIDTH = PHASE_WIDTH + CODE_WIDTH + DUTY_WIDTH  # what every page repeats
POSITION_WIDTHS = (15, 30)  # the least and the most
COUNT_WIDTH, POINTS_WIDTH = 10, 13
FINDING_WIDTHS, LEGEND_WIDTHS = (15, 9, CODE_WIDTH, 48, 32, 70), (10, 34, 80)
DESCRIPTION_WIDTHS = (KEY_WIDTH, CODE_WIDTH, DUTY_WIDTH, 90)  # the hidden ids first
HEAD_ROW = 6  # the titles of the columns; the holders stand above them


class Shape(NamedTuple):
    """What makes two workbooks share a shell; `blocks` are the first and last row of the duties of each phase."""

    language: str
    internal: bool
    paper: Paper
    widths: tuple[int, ...]  # of the columns of positions
    letters: tuple[str, ...]
    blocks: tuple[tuple[int, int], ...]
    last_row: int
    page_ends: tuple[int, ...]  # the rows after which a page ends
    phases: int
    load_titles: tuple[str, ...]
    limits: tuple[int, int]  # points of a position, and of a position in a phase
    filtered: bool = False
    described: int = 0  # the duties of the sheet of descriptions, where there is one

    @property
    def positions(self) -> int:
        """How many there are."""
        return len(self.widths)

    @property
    def load_columns(self) -> int:
        """How many the sheet *Par poste* has."""
        return len(self.load_titles)
