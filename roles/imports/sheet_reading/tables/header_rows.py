"""The rows that name the columns of the matrices in an imported table: above letters, or letters above names."""

from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple

from roles.formats.marks import begun_letter, heading_letter, is_tick, read_mark
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.model import ColumnKind
from roles.imports.sheet_reading.tables.headings import DUTIES, heading

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
        before = rows[-1] if rows else None
        header = _known_header(row, names[row]) if row in names else _header(grid, row, lettered, before)
        if header and before and before.row == header.groups:
            rows.pop()
            header = header._replace(groups=None if rows and _over_duties(grid, row) else header.groups)
        if header:
            rows.append(header)
    first = next((row for row in range(len(grid.rows)) if _has_letters(grid, row, lettered)), -1)
    if first >= 0 and not any(header.names or header.row < first for header in rows):
        rows.insert(0, Header(first - 1, None, {}))
    full = _with_something(grid, rows, lettered)
    return [with_groups(grid, header, lettered, bool(at)) for at, header in enumerate(full)]


def _known_header(row: int, names: dict[int, ColumnKind]) -> Header:
    """A row of letters above names or, under names, above ticks."""
    return Header(row, row - 1 if ColumnKind.POSITION in names.values() else None, names)


def _header(grid: Grid, row: int, lettered: frozenset[int], before: Header | None) -> Header | None:
    """A row that names columns of letters; right under another one, which then names their groups."""
    if not _may_be_header(grid, row, lettered):
        return None
    if before is None:
        return Header(row, None, {}) if _is_first_header(grid, row, lettered) else None
    if not _is_next_header(grid, row, lettered, before):
        return None
    return Header(row, row - 1 if before.row == row - 1 and not before.names else None, {})


def _with_something(grid: Grid, rows: Sequence[Header], lettered: frozenset[int]) -> list[Header]:
    """The headers that have something below them."""
    ends = [*(header.row for header in rows[1:]), len(grid.rows)]
    below = [range(header.row + 1, end) for header, end in zip(rows, ends, strict=False)]
    full = [any(_has_letters(grid, row, lettered) for row in each) for each in below]
    return [header for header, some in zip(rows, full, strict=True) if header.names or some]


def named_columns(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns whose headings are letters and which hold names; none for a row that is no such heading.

    No heading has a letter twice, or names one in words beside a plain one, or stands among rows of a table without a
    known heading: a duty does.
    """
    found = _lettered_headings(grid, row)
    if len(found) < 2 or _DOERS.isdisjoint(found.values()) or not _may_head(grid, row, found):
        return {}
    look = range(row + 1, min(row + _LOOK, len(grid.rows)))
    last = next((below for below in look if grid.rows[below] == grid.rows[row]), look.stop) - 1  # its page ends there
    below = [_entries(grid, column, row + 1, last) for column in found]
    worded = sum(len(grid.text(row, column)) > _NAME for column in found)
    if worded > _FEW and _names_any(grid, found, below):
        return found
    named = [sum(map(is_name, texts)) for texts in below]
    mostly = all(number * 10 >= len(texts) * 6 for number, texts in zip(named, below, strict=True))
    whole = len(found) > _FEW and sum(named) * 10 >= sum(map(len, below)) * 6
    return found if sum(map(bool, named)) > 1 and (mostly or whole) else {}


def _lettered_headings(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns of a row that are headed by a letter; none when one comes twice."""
    found: dict[int, ColumnKind] = {}
    for column in grid.filled(row):
        letter = heading_letter(grid.text(row, column))
        if letter and letter.value in found.values():
            return {}
        if letter:
            found[column] = ColumnKind(letter.value)
    return found


def _entries(grid: Grid, column: int, first: int, last: int) -> list[str]:
    """The texts of a column that are more than a dash."""
    return [text for text in grid.column(column, first, last) if not read_mark(text).nothing]


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
    above = [grid.text(row - 1, column) for column in grid.filled(row - 1) if column in letters]
    if len(set(letters.values())) < _FEW or any(len(text) < _FEW or grid.is_letter(text) for text in above):
        return {}
    below = {column: list(grid.column(column, row + 1, row + _LOOK)) for column in letters}
    ticks = sum(sum(map(is_tick, texts)) for texts in below.values())
    own = sum(texts.count(letters[column]) for column, texts in below.items())
    count = sum(map(len, below.values()))
    return dict.fromkeys(letters, ColumnKind.POSITION) if ticks and (ticks + own) * 10 >= count * 8 else {}


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
    if any(grid.is_letter(text) and (len(text) == 1 or not text.isalpha()) for text in texts):
        return False
    if grid.rows[row] == grid.rows[last.row] and not last.names and _goes_on(grid, row, lettered, last):
        return False
    again = len(texts) > 1 and texts == [grid.text(last.row, column) for column in columns]
    return again or _has_heading(grid, row, lettered) or _after_a_gap(grid, row, texts, lettered, last)


def _after_a_gap(grid: Grid, row: int, texts: Sequence[str], lettered: frozenset[int], last: Header) -> bool:
    """Whether a row stands after a gap and looks like titles; under names a gap is an empty row below some of them."""
    if last.names and (grid.filled(row - 1) or not any(map(grid.filled, range(last.row + 1, row)))):
        return False
    begun = all(text[0].isupper() or text[0].isdecimal() for text in texts)
    return begun and not _has_letters(grid, row - 1, lettered) and _like_titles(grid, row, texts, lettered)


def _goes_on(grid: Grid, row: int, lettered: frozenset[int], last: Header) -> bool:
    """Whether the same heading comes again on a new page, or before anything stands under the first."""
    above = next((one for one in range(row - 1, last.row, -1) if _has_letters(grid, one, lettered)), last.row)
    between = [bool(grid.filled(one)) for one in range(above + 1, row)]
    return above == last.row or all(between) or not any(between)


def _like_titles(grid: Grid, row: int, texts: Sequence[str], lettered: frozenset[int]) -> bool:
    """Whether most texts over the columns of letters may be titles."""
    titles = sum(map(is_words, texts))
    letters = sum(map(grid.is_letter, texts))
    enough = titles > 1 or len(lettered) <= _FEW
    return enough and titles * 2 >= max(len(texts), 4 * letters) and len(grid.filled(row)) > 1


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
