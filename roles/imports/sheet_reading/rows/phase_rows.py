"""The rows of an imported table that begin a phase, and those that are about the table: totals, notes."""

import itertools
import re
from functools import lru_cache

from aispec.web.words.folding import fold
from roles.formats.marks import is_mark, is_number, read_mark
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.model import NAME_KINDS, Block, ColumnKind
from roles.imports.sheet_reading.tables.headings import heading

_PHASE = re.compile(r"(phase|etape|stage|step|lot|volet|jalon)\b\W*\w")
# How lines about a matrix begin: a note, its version, who approved it.
_NOTE = re.compile(
    r"\W*((notes?|nb|sources?|legende?)\b|(version|revision|signatures?|date|page)\s*([:=.\d]|$)"
    r"|mise? a jour|derniere mise|last update"
    r"|(approuv|approv|prepar|revis|review|redig|sign|verif|creat|cree)\w*\s+(par|by)\b)"
)
_MARKED = (ColumnKind.POSITION, *NAME_KINDS)
_TOTAL = re.compile(r"(sous-?)?(total|nombre|somme|count|number of)\b")


def columns_of(block: Block, *kinds: ColumnKind) -> list[int]:
    """The columns that hold one of these."""
    return list(_columns_of(block.columns, kinds))


@lru_cache(maxsize=256)
def _columns_of(columns: tuple[ColumnKind, ...], kinds: tuple[ColumnKind, ...]) -> tuple[int, ...]:
    return tuple(index for index, kind in enumerate(columns) if kind in kinds)


def duty_column(block: Block) -> int:
    """The column of the duties, -1 when there is none."""
    return next(iter(_columns_of(block.columns, (ColumnKind.DUTY,))), -1)


def mark_columns(block: Block) -> tuple[int, ...]:
    """The columns that say who has which part."""
    return _columns_of(block.columns, _MARKED)


def marks_of(grid: Grid, block: Block, row: int) -> dict[int, str]:
    """What stands in the cells of a row, by column; nothing where a row only says the letters of its headings again."""
    texts = grid.rows[row]
    marks = {column: text for column in mark_columns(block) if (text := texts[column])}
    again = len(marks) > 1 and all(
        block.columns[column] in NAME_KINDS
        and read_mark(text).plain
        and read_mark(text).stored == block.columns[column]
        for column, text in marks.items()
    )
    return {} if again else marks


def has_marks(grid: Grid, block: Block, row: int) -> bool:
    """Whether a row says anything in its cells, a dash included."""
    return bool(marks_of(grid, block, row))


def is_total(grid: Grid, block: Block, row: int, *, numbers: bool) -> bool:
    """Whether a row only counts: by its words or, where `numbers` are no marks, by numbers under the positions."""
    marks = marks_of(grid, block, row)
    if numbers and marks and all(map(is_number, marks.values())):
        return True
    words = fold(" ".join(grid.text(row, column) for column in grid.filled(row)[:1]))
    return bool(_TOTAL.match(words)) and not has_letters(grid, block, row)


def has_letters(grid: Grid, block: Block, row: int) -> bool:
    """Whether a letter stands in the cells of a row, or a name where they hold names."""
    return any(
        bool(read_mark(text).letters) if block.columns[column] is ColumnKind.POSITION else not read_mark(text).nothing
        for column, text in marks_of(grid, block, row).items()
    )


def duty_text(grid: Grid, block: Block, row: int) -> str:
    """The words of a duty, "" for a row without any; a lone letter is no word."""
    text = grid.shown(row, duty_column(block))
    return "" if len(text) == 1 and text.isalpha() else text


def band_rows(grid: Grid, block: Block) -> dict[int, int]:
    """The rows that begin a phase, with the column of its name.

    A merged row, a text before the duties, capitals, a code or the word "phase" make one; without any of these, rows
    of a text alone do when the table begins with one and a duty follows each.
    """
    below = [row for row in range(block.header + 1, block.last + 1) if grid.filled(row) and row not in block.rows]
    rows = [row for row in below if not is_heading(grid, block, row)]
    deep = _duty_depth(grid, block, rows)
    alone = {row: _alone(grid, block, row, deep) for row in rows if not has_marks(grid, block, row)}
    loose = {row: column for row, column in alone.items() if column is not None}
    if block.all_bands or not loose:
        return loose
    texts = list(grid.column(duty_column(block), block.header + 1, block.last))
    shouts = sum(map(str.isupper, texts)) * 2 <= len(texts)
    strict = {row: column for row, column in loose.items() if _stands_out(grid, block, row, column, shouts=shouts)}
    return _bands(rows, loose, strict)


def _bands(rows: list[int], loose: dict[int, int], strict: dict[int, int]) -> dict[int, int]:
    """Of rows with a text alone those that begin a phase: all that stand out, and those right above such ones."""
    follows = dict(itertools.pairwise(rows))
    above = {row: column for row, column in loose.items() if follows.get(row) in strict}
    if strict:
        return strict | above if rows[0] in above else strict
    regular = all(row in follows and follows[row] not in loose for row in loose)
    return loose if rows[0] in loose and regular else {}


def band_column(grid: Grid, block: Block, row: int) -> int:
    """The column in which a row that begins a phase says its name: the duties', or the first other words."""
    duty = duty_column(block)
    own = [column for column in grid.filled(row) if block.columns[column] is not ColumnKind.CODE]
    worded = [column for column in own if _may_name(grid.text(row, column))]
    return duty if duty in own else next(iter([*worded, *own, *grid.filled(row)]), 0)


def is_heading(grid: Grid, block: Block, row: int) -> bool:
    """Whether a row inside a table names its columns once more: nothing but known headings, no letter."""
    if block.header >= 0 and grid.rows[row] == grid.rows[block.header]:
        return True
    if has_marks(grid, block, row):
        return False
    own = [text for column in table_columns(grid, block) if (text := grid.text(row, column))]
    says = [heading(text) for text in own]
    return (
        bool(says)
        and says[0] is not None
        and says[0].kind is ColumnKind.DUTY
        and all(said and said.whole for said in says)
    )


def table_columns(grid: Grid, block: Block) -> list[int]:
    """The columns that belong to a table: not those that are left aside beyond an empty one without a heading."""
    last = max(mark_columns(block), default=grid.width)
    columns = list(range(min(last + 1, grid.width)))
    for column in range(last + 1, grid.width):
        if not grid.text(block.header, column) and not any(grid.column(column, block.header + 1, block.last)):
            break
        columns.append(column)
    return columns


def _alone(grid: Grid, block: Block, row: int, deep: int) -> int | None:
    """The column of the one text of a row without marks, None for one with more.

    A code may stand beside it, unless it is as deep as those of duties: then it is a duty without letters.
    """
    codes = columns_of(block, ColumnKind.CODE)
    texts = _texts(grid, block, row)
    if len(texts) > 1:
        texts = [column for column in texts if column not in codes]
    if len(texts) != 1 or (texts[0] > duty_column(block) and row not in grid.wide):
        return None
    own = [depth(grid.text(row, column)) for column in codes if column not in texts and grid.text(row, column)]
    return None if own and own[0] >= deep else texts[0]


def _texts(grid: Grid, block: Block, row: int) -> list[int]:
    """The columns of the table in which a row has a text that may name a phase."""
    inside = set(table_columns(grid, block))
    named = [column for column in grid.filled(row) if column in inside and _may_name(grid.text(row, column))]
    return [column for column in named if not _is_head(grid, block, row, column)]


def _is_head(grid: Grid, block: Block, row: int, column: int) -> bool:
    """Whether a text beside the duties names its column once more: `Livrables` beside a phase."""
    says = heading(grid.text(row, column)) if block.columns[column] is ColumnKind.ASIDE else None
    return says is not None and says.whole


def _may_name(text: str) -> bool:
    """Whether a text may name a phase; "Réalisation" does, which in a cell would be a letter."""
    return is_words(text) or not (is_mark(text) or is_number(text))


def _stands_out(grid: Grid, block: Block, row: int, column: int, *, shouts: bool) -> bool:
    text = grid.text(row, column)
    shouted = shouts and text.isupper() and len(text) > 3
    coded = any(grid.text(row, code) for code in columns_of(block, ColumnKind.CODE) if code != column)
    before = column < duty_column(block)
    return row in grid.wide or before or shouted or coded or names_phase(text)


def names_phase(text: str) -> bool:
    """Whether a text begins with "phase" or a word like it, and says which."""
    return bool(_PHASE.match(fold(text)))


def is_note(text: str) -> bool:
    """Whether a line is about the matrix: a note, a date, a signature."""
    return bool(_NOTE.match(fold(text)))


def _duty_depth(grid: Grid, block: Block, rows: list[int]) -> int:
    """How deep the codes of duties with letters are, the shallowest; beyond all depth without codes."""
    codes = columns_of(block, ColumnKind.CODE)
    depths = [
        depth(text)
        for row in rows
        if has_letters(grid, block, row)
        for column in codes
        if (text := grid.text(row, column))
    ]
    return min(depths, default=99)


def depth(code: str) -> int:
    """How many levels a code goes down: `1.0` is as deep as `1`."""
    return len(re.findall(r"[.\-]\d|(?<=[A-Za-z])\d", re.sub(r"([.\-]0+)+\.?$", "", code)))
