"""Finding the matrices in an imported table: rows that name columns, above letters, or letters above names."""

import itertools
from collections.abc import Callable, Collection, Container, Iterator, Mapping, Sequence
from dataclasses import replace

from roles.formats.marks import is_number, is_tick, read_mark
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind
from roles.imports.sheet_reading.rows.phase_rows import band_rows, duty_column, is_note
from roles.imports.sheet_reading.tables.columns import column_kinds, is_sequence, read_column
from roles.imports.sheet_reading.tables.header_rows import (
    Header,
    find_headers,
    is_short,
    named_columns,
    ticked_columns,
    with_groups,
)
from roles.imports.sheet_reading.tables.headings import DUTIES, heading
from roles.imports.sheet_reading.tables.heads import titles

_NAME = 5  # characters of a mark; longer ones are names of letters
_LINE = 100  # characters of a duty without letters that follows short ones


def find_blocks(grid: Grid, table: int) -> list[Block]:
    """Return the matrices of a table from top to bottom; of those side by side, from left to right."""
    names = {
        row: found for row in range(len(grid.rows)) if (found := named_columns(grid, row) or ticked_columns(grid, row))
    }
    lettered = letter_columns(grid, names)
    headers = find_headers(grid, lettered, names)
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
    names = named_columns(grid, header) or ticked_columns(grid, header)
    lettered = letter_columns(grid, {header: names} if names else {})
    short = frozenset(column for column in range(grid.width) if _is_short_column(grid, column, header, last))
    heading = with_groups(grid, Header(header, groups, names), lettered)
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
    rows = list(itertools.dropwhile(lambda row: not any(map(is_short, row)), plain)) or plain
    found = set()
    for index in range(grid.width):
        texts = [text for row in rows if (text := row[index])]
        letters = _letters(grid, texts)
        words, numbers = sum(map(is_words, texts)), sum(map(is_number, texts))
        counts_rows = is_sequence(text for text in texts if not is_words(text))
        if letters and letters * 2 >= words and letters >= numbers and not counts_rows:
            found.add(index)
    return frozenset(found)


def _letters(grid: Grid, texts: Sequence[str]) -> int:
    """How many letters are among texts; their names, `Réalisation`, only where most others are too."""
    letters = [text for text in texts if grid.is_letter(text) and not heading(text)]  # `RACI` heads the duties
    named = sum(len(text) > _NAME and text.isalpha() for text in letters)
    return len(letters) - (named if named <= sum(map(is_words, texts)) else 0)


def _is_beside(row: Sequence[str]) -> bool:
    """Whether a row is about the table: a date, a signature, or a text and nothing but numbers after it."""
    first, *rest = [text for text in row if text] or [""]
    return is_note(first) or (bool(rest) and all(map(is_number, rest)))


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
    rows = _marked_rows(
        grid, range(header.row + 1, end), marks, _counting(grid, names, marked=marked), named=bool(names)
    )
    if not rows:
        return None
    headed = titles(grid, header.row, header.groups, set(marks))
    columns = [read_column(grid, index, headed, header.row + 1, rows) for index in span]
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


def _counting(grid: Grid, names: Mapping[int, ColumnKind], *, marked: bool) -> Callable[[str], bool]:
    """What counts as something in the cells of a table."""
    if marked:
        return bool
    if not names:
        return grid.is_letter
    return _is_mark if ColumnKind.POSITION in names.values() else _is_somebody


def _marked_rows(
    grid: Grid, rows: range, columns: Collection[int], counts: Callable[[str], bool], *, named: bool
) -> list[int]:
    """The rows that say something in these columns; a note under names is none."""
    marked = [row for row in rows if any(counts(grid.raw(row, column)) for column in columns)]
    return [row for row in marked if not (named and is_note(_first(grid, row)))]


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
