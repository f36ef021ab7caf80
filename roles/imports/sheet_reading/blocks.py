"""Finding the matrices in an imported table: rows that name columns, above letters, or letters above names."""

import itertools
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from roles.formats.marks import begun_letter, heading_letter, is_number, is_tick, read_mark
from roles.imports.sheet_reading.columns import column_kinds, is_sequence, read_column
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.headings import DUTIES, heading
from roles.imports.sheet_reading.heads import titles
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind
from roles.imports.sheet_reading.rows import band_rows, duty_column, is_note

_NAME = 5  # characters of a mark; longer ones are names of letters
_TABLE = 2  # cells of a row that may belong to a table
_FEW = 2  # columns of letters, of which one with a title will do
_LINE = 100  # characters of a duty without letters that follows short ones
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


def find_blocks(grid: Grid, table: int) -> list[Block]:
    """Return the matrices of a table from top to bottom; of those side by side, from left to right."""
    names = {row: found for row in range(len(grid.rows)) if (found := _names(grid, row) or _ticks(grid, row))}
    lettered = letter_columns(grid, names)
    headers = _headers(grid, lettered, names)
    ends = [*(header.top for header in headers[1:]), len(grid.rows)]
    blocks = []
    for header, end in zip(headers, ends, strict=False):
        own = letter_columns(grid, names, header.row + 1, end) if len(headers) > 1 else lettered
        for first, last in _spans(grid, header, own):
            if block := _block(grid, table, header, end, range(first, last), own):
                blocks.append(block)
    return blocks


def block_at(grid: Grid, table: int, header: int, groups: int | None, last: int) -> Block | None:
    """The matrix whose columns a row names that a person pointed at; None when nothing there looks like one.

    Where no letter stands below it, short marks and numbers are what the cells hold.
    """
    names = _names(grid, header) or _ticks(grid, header)
    lettered = letter_columns(grid, {header: names} if names else {})
    short = frozenset(column for column in range(grid.width) if _is_short_column(grid, column, header, last))
    heading = _with_groups(grid, Header(header, groups, names), lettered)
    for columns in (lettered, short):
        if block := _block(grid, table, heading, last + 1, range(grid.width), columns, marked=columns is short):
            return block
    return None


def _is_short_column(grid: Grid, column: int, header: int, last: int) -> bool:
    """Whether a column with a title holds nothing but short marks, of which few are different."""
    texts = list(grid.column(column, header + 1, last))
    few = len(set(texts)) <= max(2, len(texts) // 2)
    return bool(texts and grid.shown(header, column)) and few and all(len(text) <= _NAME for text in texts)


def letter_columns(grid: Grid, names: Container[int], start: int = 0, end: int | None = None) -> frozenset[int]:
    """The columns that hold letters outside headings of names, and not mostly words or numbers.

    Lines of dates, signatures and totals, which may have as many cells as a table, do not count, nor headings before
    the first letters.
    """
    numbered = enumerate(grid.rows[start:end], start)
    plain = [row for number, row in numbered if number not in names and not _is_beside(row)]
    rows = list(itertools.dropwhile(lambda row: not any(map(_is_short, row)), plain)) or plain
    found = set()
    for index in range(grid.width):
        texts = [text for row in rows if (text := row[index])]
        letters = _letters(grid, texts)
        words, numbers = sum(map(is_words, texts)), sum(map(is_number, texts))
        counts_rows = is_sequence(text for text in texts if not is_words(text))
        if letters and letters * 2 >= words and letters >= numbers and not counts_rows:
            found.add(index)
    return frozenset(found)


def _is_short(text: str) -> bool:
    """Whether a text is a letter and cannot be a title, as `CI` and `Support` can."""
    return len(text) <= _NAME and read_mark(text).plain


def _letters(grid: Grid, texts: Sequence[str]) -> int:
    """How many letters are among texts; their names, `Réalisation`, only where most others are too."""
    letters = [text for text in texts if grid.is_letter(text) and not heading(text)]  # `RACI` heads the duties
    named = sum(len(text) > _NAME and text.isalpha() for text in letters)
    return len(letters) - (named if named <= sum(map(is_words, texts)) else 0)


def _is_beside(row: Sequence[str]) -> bool:
    """Whether a row is about the table: a date, a signature, or a text and nothing but numbers after it."""
    first, *rest = [text for text in row if text] or [""]
    return is_note(first) or (bool(rest) and all(map(is_number, rest)))


def _headers(grid: Grid, lettered: frozenset[int], names: Mapping[int, dict[int, ColumnKind]]) -> list[Header]:
    rows: list[Header] = []
    for row in range(len(grid.rows)):
        if row in names:
            ticked = ColumnKind.POSITION in names[row].values()
            if ticked and rows and rows[-1].row == row - 1:
                rows.pop()
            rows.append(Header(row, row - 1 if ticked else None, names[row]))
        elif _is_next_header(grid, row, lettered, rows[-1]) if rows else _is_first_header(grid, row, lettered):
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
    return [_with_groups(grid, header, lettered, bool(at)) for at, header in enumerate(full)]


def _names(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns whose headings are letters and which hold names; none for a row that is no such heading.

    No heading has a letter twice, or names one in words beside a plain one, or stands among rows of a table without a
    known heading: a duty does.
    """
    letters = {column: heading_letter(grid.text(row, column)) for column in grid.filled(row)}
    found = {column: ColumnKind(letter.value) for column, letter in letters.items() if letter}
    repeated = len(set(found.values())) < len(found)
    if len(found) < 2 or repeated or _DOERS.isdisjoint(found.values()) or not _may_head(grid, row, found):
        return {}
    look = range(row + 1, min(row + _LOOK, len(grid.rows)))
    last = next((below for below in look if grid.rows[below] == grid.rows[row]), look.stop) - 1  # its page ends there
    below = [[text for text in grid.column(column, row + 1, last) if not read_mark(text).nothing] for column in found]
    named = [sum(map(_is_name, texts)) for texts in below]
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


def _ticks(grid: Grid, row: int) -> dict[int, ColumnKind]:
    """The columns of positions under whose names stand R, A, C, I, and below them ticks; none for any other row."""
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


def _is_name(text: str) -> bool:
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


def _is_title(text: str) -> bool:
    """Whether a letter's text may be a title above the first letters: `CI`, `Support`."""
    return len(text) > 1 and text.isalpha() and not _is_short(text)


def _is_first_header(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    """Whether a row names the columns of letters below it: it has a known heading, or looks like titles."""
    texts = [grid.text(row, column) for column in grid.filled(row) if column in lettered]
    if not texts or _has_heading(grid, row, lettered):
        return bool(texts)
    titles = sum(is_words(text) or _is_title(text) for text in texts)
    letters = sum(grid.is_letter(text) and not _is_title(text) for text in texts)
    enough = titles > 1 or len(lettered) <= _FEW
    return enough and titles * 2 >= max(len(texts), 4 * letters) and len(grid.filled(row)) > 1


def _is_next_header(grid: Grid, row: int, lettered: frozenset[int], last: Header) -> bool:
    """Whether a row under another table names the columns of letters.

    It has a known heading, or says the same again, or stands after a gap and looks like titles: a duty with remarks in
    its cells must not be lost.
    """
    columns = [column for column in grid.filled(row) if column in lettered]
    texts = [grid.text(row, column) for column in columns]
    letters = [text for text in texts if grid.is_letter(text)]
    if not texts or any(len(text) == 1 or not text.isalpha() for text in letters):
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


def _with_groups(grid: Grid, header: Header, lettered: frozenset[int], later: bool = False) -> Header:
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


def _spans(grid: Grid, header: Header, lettered: frozenset[int]) -> Iterator[tuple[int, int]]:
    """First and last column, exclusive, of the tables under one heading: one a column of duties."""
    marks = sorted(set(header.names) or lettered)
    duties = [column for column in range(1, grid.width) if heading(grid.text(header.row, column)) == DUTIES]
    starts = [0]
    for column in duties:
        before = [mark for mark in marks if starts[-1] <= mark < column]
        if before and marks[-1] > column:
            gaps = [index for index in range(before[-1] + 1, column) if not grid.text(header.row, index)]
            starts.append(1 + (gaps or before)[-1])
    yield from zip(starts, [*starts[1:], grid.width], strict=True)


def _block(
    grid: Grid, table: int, header: Header, end: int, span: range, lettered: frozenset[int], *, marked: bool = False
) -> Block | None:
    """The table under a heading, None when there is nothing in it; `marked` when any text in a cell is a mark."""
    names = {column: kind for column, kind in header.names.items() if column in span}
    if marked:
        names = dict.fromkeys(lettered & set(span), ColumnKind.POSITION)
    marks: Collection[int] = names or lettered & set(span)
    ticked = ColumnKind.POSITION in names.values()
    counts = bool if marked else _is_mark if ticked else _is_somebody if names else grid.is_letter
    first = header.row + 1
    rows = [
        row
        for row in range(first, end)
        if any(counts(grid.raw(row, column)) for column in marks) and not (names and is_note(_first(grid, row)))
    ]
    if not rows:
        return None
    headed = titles(grid, header.row, header.groups, set(marks))
    columns = [read_column(grid, index, headed, first, rows) for index in span]
    found = column_kinds(columns, names, lettered, len(rows))
    elsewhere = (ColumnKind.ASIDE, Certainty.SURE)
    kinds, certainties = zip(*(found.get(index, elsewhere) for index in range(grid.width)), strict=True)
    if ColumnKind.DUTY not in kinds:
        return None
    block = Block(
        table, header.row, rows[-1], kinds, header.groups, used=not grid.table.hidden, certainties=certainties
    )
    block = replace(block, last=_last_duty(grid, block, end))
    says = heading(headed[duty_column(block)])
    known = says is not None and says.kind is ColumnKind.DUTY
    return replace(
        block,
        bands=ColumnKind.PHASE not in kinds and bool(band_rows(grid, block)),
        certainty=min(certainties) if known else min(*certainties, Certainty.LIKELY),
    )


def _first(grid: Grid, row: int) -> str:
    return grid.text(row, next(iter(grid.filled(row)), -1))


def _is_somebody(text: str) -> bool:
    """Whether a text under the heading of a letter is anybody at all, be it an initial."""
    return not read_mark(text).nothing


def _is_mark(text: str) -> bool:
    """Whether a text says that the letter above it holds."""
    return is_tick(text) or bool(read_mark(text).letters)


def _last_duty(grid: Grid, block: Block, end: int) -> int:
    """The last row of a table, with the duties and phases that follow the last letter without a gap."""
    last, duty = block.last, duty_column(block)
    longest = max(map(len, grid.column(duty, block.header + 1, last)), default=0)
    while last + 1 < end:
        text, below = grid.text(last + 1, duty), grid.text(last + 2, duty) if last + 2 < end else ""
        begins = last + 1 in grid.wide or (not text and any(column < duty for column in grid.filled(last + 1)))
        alone = len(grid.filled(last + 1)) == 1
        if (begins and not (below and not is_note(below))) or not (text or begins) or _is_remark(grid, last + 1):
            break
        if alone and len(text) > max(2 * longest, _LINE):
            break
        last += 1
    return last


def _is_remark(grid: Grid, row: int) -> bool:
    """Whether a row below the letters is about the table: a note, or a text that announces what follows it."""
    text = _first(grid, row)
    return is_note(text) or text.endswith(":")
