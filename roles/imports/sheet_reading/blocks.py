"""Finding the matrices on a sheet: rows that name columns, with letters under them, or with names under letters."""

import itertools
from collections.abc import Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from roles.imports.sheet_reading.columns import Parts, is_sequence, read_column, titles
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.headings import heading
from roles.imports.sheet_reading.marks import begun_letter, heading_letter, is_number, read_mark
from roles.imports.sheet_reading.model import Block, Part, Sure
from roles.imports.sheet_reading.rows import band_rows, duty_column, is_note

_NAME = 5  # characters of a mark; longer ones are names of letters
_TABLE = 2  # cells of a row that may belong to a table
_LINE = 100  # characters of a duty without letters that follows short ones
_LOOK = 40  # rows under a heading of letters that are looked at for names


class Header(NamedTuple):
    """A row that names columns, `groups` the row of their groups; `names` are letters whose columns hold names."""

    row: int
    groups: int | None
    names: dict[int, Part]

    @property
    def top(self) -> int:
        """Its first row."""
        return self.row if self.groups is None else self.groups


def find_blocks(grid: Grid, table: int) -> list[Block]:
    """The matrices of a sheet from top to bottom; of those side by side, from left to right."""
    names = {row: found for row in range(len(grid.rows)) if (found := _names(grid, row))}
    lettered = letter_columns(grid, names)
    headers = _headers(grid, lettered, names)
    ends = [*(header.top for header in headers[1:]), len(grid.rows)]
    blocks = []
    for header, end in zip(headers, ends, strict=False):
        for first, last in _spans(grid, header, lettered):
            if block := _block(grid, table, header, end, range(first, last), lettered):
                blocks.append(block)
    return blocks


def letter_columns(grid: Grid, names: Container[int]) -> frozenset[int]:
    """The columns that hold letters outside headings of names, and not mostly words or numbers.

    Lines of dates, signatures and totals, which may have as many cells as a table, do not count, nor headings before
    the first letters.
    """
    plain = [row for number, row in enumerate(grid.rows) if number not in names and not _is_beside(row)]
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


def _headers(grid: Grid, lettered: frozenset[int], names: Mapping[int, dict[int, Part]]) -> list[Header]:
    rows: list[Header] = []
    for row in range(len(grid.rows)):
        if row in names:
            rows.append(Header(row, None, names[row]))
        elif _is_header(grid, row, lettered, rows):
            groups = None
            if rows and rows[-1].row == row - 1 and not rows[-1].names:
                rows.pop()
                groups = row - 1
            rows.append(Header(row, groups, {}))
    letters = [row for row in range(len(grid.rows)) if _has_letters(grid, row, lettered)]
    if letters and not any(header.names or header.row < letters[0] for header in rows):
        rows.insert(0, Header(letters[0] - 1, None, {}))
    return [header if header.groups is not None else _with_groups(grid, header, lettered) for header in rows]


def _names(grid: Grid, row: int) -> dict[int, Part]:
    """The columns whose headings are letters and which hold names; none for a row that is no such heading.

    No heading has a letter twice, or names one in words beside a plain one, or stands among rows of a table without a
    known heading: a duty does.
    """
    said = {column: letter for column in grid.filled(row) if (letter := heading_letter(grid.text(row, column)))}
    found = {column: Part(letter.value) for column, letter in said.items()}
    doers = [column for column, part in found.items() if part in {Part.R, Part.A, Part.AR}]
    if len(found) < 2 or len(set(found.values())) < len(found) or not doers or not _may_head(grid, row, found):
        return {}
    below = [
        [text for text in grid.column(column, row + 1, row + _LOOK) if not read_mark(text).nothing] for column in found
    ]
    named = [sum(map(_is_name, texts)) for texts in below]
    mostly = all(number * 10 >= len(texts) * 6 for number, texts in zip(named, below, strict=True))
    return found if sum(map(bool, named)) > 1 and mostly else {}


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
    return known or all(len(grid.filled(above)) < _TABLE for above in range(row))


def _is_title(text: str) -> bool:
    """Whether a letter's text may be a title above the first letters: `CI`, `Support`."""
    return len(text) > 1 and text.isalpha() and not _is_short(text)


def _heads(text: str) -> bool:
    """Whether a text is wholly the heading of duties, phases or codes."""
    says = heading(text)
    return says is not None and says.whole and says.part in {Part.DUTY, Part.PHASE, Part.CODE}


def _is_header(grid: Grid, row: int, lettered: frozenset[int], before: Sequence[Header]) -> bool:
    """Whether a row names the columns that hold letters.

    One that is not the first has a known heading, or says the same again, or stands after a gap and looks like titles:
    a duty with remarks in its cells must not be lost.
    """
    filled = [column for column in grid.filled(row) if column in lettered]
    if not filled:
        return False
    texts = [grid.text(row, column) for column in filled]
    plain = any(grid.is_letter(text) and (len(text) == 1 or not text.isalpha()) for text in texts)
    known = any(_heads(grid.text(row, column)) for column in grid.filled(row) if column not in lettered)
    again = bool(before) and all(text == grid.text(before[-1].row, at) for text, at in zip(texts, filled, strict=True))
    if (known or (again and len(filled) > 1)) and not (before and plain):
        return True
    words = sum(is_words(text) or (not before and _is_title(text)) for text in texts)
    letters = sum(grid.is_letter(text) and (bool(before) or not _is_title(text)) for text in texts)
    enough = words * 2 >= len(filled) and words >= 2 * letters and (words > 1 or len(lettered) <= 2)
    titled = not plain and all(text[0].isupper() or text[0].isdecimal() for text in texts)
    alone = not before or (titled and not _has_letters(grid, row - 1, lettered))
    return enough and alone and len(grid.filled(row)) > 1


def _has_letters(grid: Grid, row: int, lettered: frozenset[int]) -> bool:
    return any(grid.is_letter(grid.raw(row, column)) for column in lettered)


def _with_groups(grid: Grid, header: Header, lettered: frozenset[int]) -> Header:
    """With the row above when it names groups: texts over the columns of letters, none of them a title's."""
    above = header.row - 1
    columns = set(header.names) or lettered
    over = [column for column in grid.filled(above) if column in columns and is_words(grid.text(above, column))]
    alone = len(grid.filled(above)) == 1 and grid.filled(above)[0] == min(grid.filled(header.row), default=0)
    if not over or alone or above in grid.wide or _has_letters(grid, above, lettered):
        return header
    return header._replace(groups=above)


def _spans(grid: Grid, header: Header, lettered: frozenset[int]) -> Iterator[tuple[int, int]]:
    """First and last column, exclusive, of the tables under one heading: one a column of duties."""
    starts = [0]
    columns = set(header.names) or lettered
    for column in range(1, grid.width):
        says = heading(grid.text(header.row, column))
        if not (says and says.part is Part.DUTY and says.strength > 2 and says.whole):
            continue
        before = [index for index in columns if starts[-1] <= index < column]
        if before and any(index > column for index in columns):
            gaps = [index for index in range(max(before) + 1, column) if not grid.text(header.row, index)]
            starts.append(gaps[-1] + 1 if gaps else max(before) + 1)
    yield from zip(starts, [*starts[1:], grid.width], strict=True)


def _block(grid: Grid, table: int, header: Header, end: int, span: range, lettered: frozenset[int]) -> Block | None:
    """The table under a heading, None when there is nothing in it."""
    names = {column: part for column, part in header.names.items() if column in span}
    marks: Collection[int] = names or lettered & set(span)
    first = header.row + 1
    rows = [row for row in range(first, end) if _counts(grid, row, marks, names=bool(names))]
    if not rows:
        return None
    headed = titles(grid, header.row, header.groups, set(marks))
    columns = [read_column(grid, index, headed[index], first, rows[-1]) for index in span]
    parts = Parts(columns, names, lettered, len(rows))
    held = tuple(parts.part(index) if index in span else Part.ASIDE for index in range(grid.width))
    sures = tuple(parts.sure(index) if index in span else Sure.SURE for index in range(grid.width))
    if Part.DUTY not in held:
        return None
    block = Block(table, header.row, rows[-1], held, header.groups, sures=sures)
    return _judged(grid, _to_the_end(grid, block, end))


def _to_the_end(grid: Grid, block: Block, end: int) -> Block:
    """With the duties that follow the last letter without a gap, and nobody does yet."""
    last, duty = block.last, duty_column(block)
    while last + 1 < end and (text := grid.text(last + 1, duty)) and last + 1 not in grid.wide:
        if is_note(text) or (len(grid.filled(last + 1)) == 1 and not _like_the_others(grid, block, text)):
            break
        last += 1
    return replace(block, last=last)


def _like_the_others(grid: Grid, block: Block, text: str) -> bool:
    """Whether a lone text may be a duty: no longer than a line, or twice the longest."""
    longest = max(map(len, grid.column(duty_column(block), block.header + 1, block.last)), default=0)
    return len(text) <= max(2 * longest, _LINE)


def _judged(grid: Grid, block: Block) -> Block:
    """With whether rows of their own begin the phases, and how sure all of it is."""
    bands = Part.PHASE not in block.columns and bool(band_rows(grid, block))
    headed = heading(grid.text(block.header, duty_column(block)))
    weak = min(block.sures, default=Sure.SURE)
    known = headed is not None and headed.part is Part.DUTY
    sure = weak if known else min(weak, Sure.LIKELY)
    return replace(block, bands=bands, sure=sure)


def _counts(grid: Grid, row: int, marks: Collection[int], *, names: bool) -> bool:
    """Whether a row gives somebody a part."""
    if names:
        return any(_is_name(grid.raw(row, column)) for column in marks)
    return any(grid.is_letter(grid.raw(row, column)) for column in marks)
