"""The rows of an imported table: which begin a phase, which hold a duty, which are totals."""

import itertools
import re

from roles.formats.marks import is_mark, is_number, read_mark
from roles.formats.text import fold
from roles.imports.sheet_reading.grid import Grid, is_words
from roles.imports.sheet_reading.model import NAME_KINDS, Block, ColumnKind

_PHASE = re.compile(r"(phase|etape|stage|step|lot|volet|jalon)\b\W*\w")
# How lines about a matrix begin: a note, its version, who approved it.
_NOTE = re.compile(
    r"\W*((notes?|nb|sources?|legende?)\b|(version|revision|signatures?|date|page)\s*([:=.\d]|$)"
    r"|mise? a jour|derniere mise|last update"
    r"|(approuv|approv|prepar|revis|review|redig|sign|verif|creat|cree)\w*\s+(par|by)\b)"
)
_TOTAL = re.compile(r"(sous-?)?(total|nombre|somme|count|number of)\b")


def columns_of(block: Block, *kinds: ColumnKind) -> list[int]:
    """The columns that hold one of these."""
    return [index for index, kind in enumerate(block.columns) if kind in kinds]


def duty_column(block: Block) -> int:
    """The column of the duties, -1 when there is none."""
    return next(iter(columns_of(block, ColumnKind.DUTY)), -1)


def mark_columns(block: Block) -> list[int]:
    """The columns that say who has which part."""
    return columns_of(block, ColumnKind.POSITION, *NAME_KINDS)


def has_marks(grid: Grid, block: Block, row: int) -> bool:
    """Whether a row says anything in its cells, a dash included."""
    return any(grid.raw(row, column) for column in mark_columns(block))


def is_total(grid: Grid, block: Block, row: int) -> bool:
    """Whether a row only counts: numbers under the positions."""
    numbers = (is_number(text) for column in mark_columns(block) if (text := grid.raw(row, column)))
    if next(numbers, False) and all(numbers):
        return True
    words = fold(" ".join(grid.text(row, column) for column in grid.filled(row)[:1]))
    return bool(_TOTAL.match(words)) and not _lettered(grid, block, row)


def _lettered(grid: Grid, block: Block, row: int) -> bool:
    return any(read_mark(grid.raw(row, column)).letters for column in mark_columns(block))


def band_rows(grid: Grid, block: Block) -> dict[int, str]:
    """The rows that begin a phase, with its name.

    A merged row, a text before the duties, capitals, a code or the word "phase" make one; without any of these, rows
    of a text alone do when the table begins with one and a duty follows each.
    """
    rows = [row for row in range(block.header + 1, block.last + 1) if grid.filled(row)]
    deep = _duty_depth(grid, block, rows)
    loose = {row: column for row in rows if (column := _alone(grid, block, row, deep)) is not None}
    texts = list(grid.column(duty_column(block), block.header + 1, block.last))
    shouts = sum(map(str.isupper, texts)) * 2 <= len(texts)
    strict = {row: column for row, column in loose.items() if _stands_out(grid, block, row, column, shouts=shouts)}
    follows = dict(itertools.pairwise(rows))
    regular = all(row in follows and follows[row] not in loose for row in loose)
    found = strict or (loose if loose and rows[0] in loose and regular else {})
    return {row: grid.text(row, column) for row, column in found.items()}


def _alone(grid: Grid, block: Block, row: int, deep: int) -> int | None:
    """The column of the one text of a row without marks, None for any other row.

    A code may stand beside it, unless it is as deep as those of duties: then it is a duty without letters.
    """
    if has_marks(grid, block, row):
        return None
    codes = columns_of(block, ColumnKind.CODE)
    texts = [column for column in grid.filled(row) if _may_name(grid.text(row, column))]
    if len(texts) > 1:
        texts = [column for column in texts if column not in codes]
    if len(texts) != 1 or (texts[0] > duty_column(block) and row not in grid.wide):
        return None
    own = [_depth(grid.text(row, column)) for column in codes if column not in texts and grid.text(row, column)]
    return None if own and own[0] >= deep else texts[0]


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
        _depth(text)
        for row in rows
        if _lettered(grid, block, row)
        for column in codes
        if (text := grid.text(row, column))
    ]
    return min(depths, default=99)


def _depth(code: str) -> int:
    return len(re.findall(r"[.\-]\d", re.sub(r"([.\-]0+)+\.?$", "", code)))  # `1.0` is as deep as `1`
