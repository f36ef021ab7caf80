"""The rows that name the columns of the matrices in an imported table: above letters, or letters above names."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from roles.formats.marks import begun_letter, heading_letter, is_tick, read_mark
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.headings import DUTIES, heading
from roles.imports.sheet_reading.model import ColumnKind

_NAME = 5  # characters of a mark; longer ones are names of letters
_TABLE = 2  # cells of a row that may belong to a table
_FEW = 2  # columns of letters, of which one with a title will do
_LOOK = 40  # rows under a heading of letters that are looked at for names
_DOERS = frozenset({ColumnKind.R, ColumnKind.A, ColumnKind.AR})


class Header(NamedTuple):
    """A row that names columns, `groups` the row of their groups; `names` are letters whose columns hold names."""

    row: int
    groups: int | None
    names: dict[int, ColumnKind]

    @property
    def top(self) -> int:
        """Its first row."""
        return self.row if self.groups is None else self.groups


def find_headers(grid: Grid, lettered: frozenset[int], names: Mapping[int, dict[int, ColumnKind]]) -> list[Header]:
    """Return the rows that name columns and have something below them, from top to bottom."""
    rows: list[Header] = []
    for row in range(len(grid.rows)):
        if row in names:
            ticked = ColumnKind.POSITION in names[row].values()
            if ticked and rows and rows[-1].row == row - 1:
                rows.pop()
            rows.append(Header(row, row - 1 if ticked else None, names[row]))
        elif _may_be_header(grid, row, lettered) and (
            _is_next_header(grid, row, lettered, rows[-1]) if rows else _is_first_header(grid, row, lettered)
        ):
            groups = None
            if rows and rows[-1].row == row - 1 and not rows[-1].names:
                rows.pop()
                groups = None if rows and _over_duties(grid, row) else row - 1
            rows.append(Header(row, groups, {}))
    first = next((row for row in range(len(grid.rows)) if _has_letters(grid, row, lettered)), -1)
    if first >= 0 and not any(header.names or header.row < first for header in rows):
        rows.insert(0, Header(first - 1, None, {}))
    ends = [*(header.row for header in rows[1:]), len(grid.rows)]
    full = [
        header
        for header, end in zip(rows, ends, strict=False)
        if header.names or any(_has_letters(grid, row, lettered) for row in range(header.row + 1, end))
    ]
    return [with_groups(grid, header, lettered, bool(at)) for at, header in enumerate(full)]


def named_columns(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns whose headings are letters and which hold names; none for a row that is no such heading.

    No heading has a letter twice, or names one in words beside a plain one, or stands among rows of a table without a
    known heading: a duty does.
    """
    found: dict[int, ColumnKind] = {}
    for column in grid.filled(row):
        if letter := heading_letter(grid.text(row, column)):
            if letter.value in found.values():
                return {}
            found[column] = ColumnKind(letter.value)
    if len(found) < 2 or _DOERS.isdisjoint(found.values()) or not _may_head(grid, row, found):
        return {}
    look = range(row + 1, min(row + _LOOK, len(grid.rows)))
    last = next((below for below in look if grid.rows[below] == grid.rows[row]), look.stop) - 1  # its page ends there
    below = [[text for text in grid.column(column, row + 1, last) if not read_mark(text).nothing] for column in found]
    named = [sum(map(is_name, texts)) for texts in below]
    worded = sum(len(grid.text(row, column)) > _NAME for column in found)
    if worded > _FEW and _names_any(grid, found, below):
        return found
    mostly = all(number * 10 >= len(texts) * 6 for number, texts in zip(named, below, strict=True))
    whole = len(found) > _FEW and sum(named) * 10 >= sum(map(len, below)) * 6
    return found if sum(map(bool, named)) > 1 and (mostly or whole) else {}


def _names_any(grid: Grid, found: Mapping[int, ColumnKind], below: Sequence[Sequence[str]]) -> bool:
    """Whether under three words for letters stand names, be they initials: not ticks, and not those letters again."""
    own = [
        is_tick(text) or read_mark(text).stored == kind
        for kind, texts in zip(found.values(), below, strict=True)
        for text in texts
    ]
    return bool(own) and sum(own) * 2 < len(own)


def ticked_columns(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns of positions under whose names stand R, A, C, I, and below them ticks; none for any other row."""
    first = next((column for column in grid.filled(row) if read_mark(grid.text(row, column)).plain), -1)
    if len(grid.text(row - 1, first)) < _FEW or grid.is_letter(grid.text(row - 1, first)):
        return {}
    letters = {column: grid.text(row, column) for column in grid.filled(row) if read_mark(grid.text(row, column)).plain}
    above = [column for column in grid.filled(row - 1) if column in letters]
    named = min(letters, default=-1) in above and all(len(grid.text(row - 1, one)) > 1 for one in above)
    named = named and not any(grid.is_letter(grid.text(row - 1, one)) for one in above)
    if len(set(letters.values())) < _FEW or not named:
        return {}
    texts = [(text, letters[column]) for column in letters for text in grid.column(column, row + 1, row + _LOOK)]
    ticks = sum(is_tick(text) for text, _letter in texts)
    own = sum(is_tick(text) or read_mark(text).stored == read_mark(letter).stored for text, letter in texts)
    return dict.fromkeys(letters, ColumnKind.POSITION) if ticks and own * 10 >= len(texts) * 8 else {}


def is_name(text: str) -> bool:
    """Whether a text may name somebody under the heading of a letter; `CA` and `CI` are acronyms there."""
    return is_words(text) or (
        len(text) > 1 and text.isalpha() and not read_mark(text).plain and bool(read_mark(text).letters)
    )


def _may_head(grid: Grid, row: int, columns: Container[int]) -> bool:
    """Whether a row with letters in these columns may head a table of names."""
    own = [grid.text(row, column) for column in grid.filled(row) if column in columns]
    if len({bool(begun_letter(text) or read_mark(text).letters) for text in own if heading_letter(text)}) > 1:
        return False
    if any(grid.is_letter(grid.raw(row - 1, column)) for column in grid.filled(row - 1)):
        return False
    says = [heading(grid.text(row, column)) for column in grid.filled(row) if column not in columns]
    known = any(said and said.whole for said in says)
    return known or not grid.filled(row - 1) or all(len(grid.filled(above)) < _TABLE for above in range(row))


def is_short(text: str) -> bool:
    """Whether a text is a letter and cannot be a title, as `CI` and `Support` can."""
    return len(text) <= _NAME and read_mark(text).plain


def _is_title(text: str) -> bool:
    """Whether a letter's text may be a title above the first letters: `CI`, `Support`."""
    return len(text) > 1 and text.isalpha() and not is_short(text)


def _is_first_header(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    """Whether a row names the columns of letters below it: it has a known heading, or looks like titles."""
    texts = [grid.text(row, column) for column in grid.filled(row) if column in lettered]
    if not texts or _has_heading(grid, row, lettered):
        return bool(texts)
    titles = sum(is_words(text) or _is_title(text) for text in texts)
    letters = sum(grid.is_letter(text) and not _is_title(text) for text in texts)
    enough = titles > 1 or len(lettered) <= _FEW
    return enough and titles * 2 >= max(len(texts), 4 * letters) and len(grid.filled(row)) > 1


def _may_be_header(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    """Whether the first text over the columns of letters is more than a letter."""
    first = next((column for column in sorted(lettered) if grid.rows[row][column]), None)
    return first is not None and len(grid.rows[row][first]) > 1


def _is_next_header(grid: Grid, row: int, lettered: frozenset[int], last: Header) -> bool:
    """Whether a row under another table names the columns of letters.

    It has a known heading, or says the same again, or stands after a gap and looks like titles: a duty with remarks in
    its cells must not be lost.
    """
    columns = [column for column in grid.filled(row) if column in lettered]
    texts = [grid.text(row, column) for column in columns]
    letters = [text for text in texts if grid.is_letter(text)]
    if any(len(text) == 1 or not text.isalpha() for text in letters):
        return False
    above = next((one for one in range(row - 1, last.row, -1) if _has_letters(grid, one, lettered)), last.row)
    between = [bool(grid.filled(one)) for one in range(above + 1, row)]
    same = grid.rows[row] == grid.rows[last.row] and not last.names
    if same and (above == last.row or all(between) or not any(between)):
        return False  # the same heading again, on a new page or before anything stands under the first
    again = len(texts) > 1 and texts == [grid.text(last.row, column) for column in columns]
    if again or _has_heading(grid, row, lettered):
        return True
    if last.names and (grid.filled(row - 1) or not any(map(grid.filled, range(last.row + 1, row)))):
        return False
    if _has_letters(grid, row - 1, lettered) or not all(text[0].isupper() or text[0].isdecimal() for text in texts):
        return False
    titles = sum(map(is_words, texts))
    enough = titles > 1 or len(lettered) <= _FEW
    return enough and titles * 2 >= max(len(texts), 4 * len(letters)) and len(grid.filled(row)) > 1


def _has_heading(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    """Whether duties, phases or codes are headed in a row, in words that say nothing else."""
    headings = [heading(grid.text(row, column)) for column in grid.filled(row) if column not in lettered]
    return any(says and says.whole and says.kind is not ColumnKind.ASIDE for says in headings)


def _has_letters(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    return any(grid.is_letter(grid.raw(row, column)) for column in lettered)


def _over_duties(grid: Grid, row: int) -> bool:
    """Whether a text stands right above the heading of duties: one more duty, where another table is above."""
    headed = [column for column in grid.filled(row) if heading(grid.text(row, column)) == DUTIES]
    return any(grid.text(row - 1, column) for column in headed)


def with_groups(grid: Grid, header: Header, lettered: frozenset[int], later: bool = False) -> Header:
    """With the row above when it names groups: texts over the columns of letters, none of them a title's.

    Under another table (`later`) that row may be its last: then it has a duty, or stands right below.
    """
    if header.groups is not None:
        return header
    above = header.row - 1
    columns = set(header.names) or lettered
    over = [column for column in grid.filled(above) if column in columns and is_words(grid.text(above, column))]
    alone = len(grid.filled(above)) == 1 and grid.filled(above)[0] == min(grid.filled(header.row), default=0)
    explains = any(row == above for row, _column in grid.legend.cells)
    if later and (grid.filled(above - 1) or _over_duties(grid, header.row)):
        return header
    if not over or alone or explains or above in grid.wide or _has_letters(grid, above, lettered):
        return header
    return header._replace(groups=above)
