"""The marks in the cells of a matrix that are no plain letters, with what each is taken for."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from aispec.web.words.folding import fold
from roles.enums import Letter
from roles.formats.marks import begun_letter, combined, confirms, is_tick, meaning, mixed_letters, read_mark, shown_mark
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.marks.methods import OURS, Method, method_of
from roles.imports.sheet_reading.model import Block, Certainty, ColumnKind, Mark, RowKind
from roles.imports.sheet_reading.rows.phase_rows import columns_of
from roles.imports.sheet_reading.rows.row_kinds import row_kinds
from roles.imports.sheet_reading.tables.heads import ticked_letters

MARKS = 60  # different marks that are asked about; a matrix with more is none
SHORT = 9  # characters of letters that stand together
ABOVE = 8  # rows above a heading in which a method may be named
_NONE = frozenset({"n", "no", "non", "0", "aucune", "vide"})


def unclear_marks(grids: Sequence[Grid], blocks: Iterable[Block]) -> tuple[tuple[Mark, ...], str]:
    """Return the marks that somebody should confirm, the most frequent first, and the name of another method."""
    used = [block for block in blocks if block.used]
    legend = {mark: said for grid in reversed(grids) for mark, said in grid.legend.words.items()}
    texts = (text for block in used for text in _cell_texts(grids[block.table], block))
    counts = Counter(map(shown_mark, texts)).most_common()
    method = method_of(_letters(text for text, _count in counts), _around(grids, used))
    asked = ((text, count) for text, count in counts if not _is_plain(text, legend) or _is_other(text, legend, method))
    marks = tuple(_mark(text, count, legend, method) for text, count in islice(asked, MARKS))
    return marks, method.name if method else ""


def _letters(texts: Iterable[str]) -> set[str]:
    """The single letters among marks, also where several stand together."""
    parts = (re.split(r"[\s/,;+&.|-]+", text) for text in texts if len(text) <= SHORT)
    return {part for each in parts for part in each if len(part) == 1 and part.isalpha() and part != "X"}


def _around(grids: Sequence[Grid], blocks: Iterable[Block]) -> Iterator[str]:
    """The texts that may name a method: of the sheet, above the matrix and in its heading, in the legend."""
    for block in blocks:
        grid = grids[block.table]
        yield grid.table.name
        for row in grid.table.rows[max(0, block.header - ABOVE) : block.header + 1]:
            yield from row
        yield from (grid.table.cell(*cell) for cell in grid.legend.cells)


def _is_other(text: str, words: Mapping[str, str], method: Method | None) -> bool:
    """Whether another method has a letter of a mark with another meaning, and its legend does not say ours."""
    if method is None:
        return False
    letters = [letter for letter in _letters([text]) if letter in method.letters]
    return any(not _is_same(method, letter) and not _says_ours(letter, words) for letter in letters)


def _is_same(method: Method, letter: str) -> bool:
    """Whether a letter of ours is the same in another method."""
    return letter in method.letters and method.letters[letter] == OURS.get(letter)


def _says_ours(letter: str, words: Mapping[str, str]) -> bool:
    """Whether the legend gives a letter its meaning here."""
    return letter in set(Letter) and confirms(words.get(letter, ""), Letter(letter))


def _cell_texts(grid: Grid, block: Block) -> Iterator[str]:
    """The texts in the cells of a matrix, row by row; none where the cells hold names."""
    ticked = ticked_letters(grid, block)
    columns = columns_of(block, ColumnKind.POSITION)
    for row, kind in row_kinds(grid, block).items():
        if kind in (RowKind.DUTY, RowKind.MORE, RowKind.LEFT):
            texts = ((column, grid.rows[row][column]) for column in columns)
            yield from (text for column, text in texts if text and not (column in ticked and is_tick(text)))


def _is_plain(text: str, words: Mapping[str, str]) -> bool:
    """Whether a mark needs no question: letters that a cell holds, as the legend has them, or plainly nothing."""
    mark = read_mark(text)
    if mark.nothing:
        return text not in words
    if mark.letters == {Letter.S}:
        return confirms(words.get(text, ""), Letter.S)
    return mark.plain and (len(mark.letters) > 1 or text == mark.stored) and not contradicts(text, words)


def contradicts(text: str, words: Mapping[str, str]) -> bool:
    """Whether the file's legend says of a letter of this mark what is not its name."""
    said = {letter: words.get(letter.value, "") for letter in read_mark(text).letters}
    return any(text and not confirms(text, letter) for letter, text in said.items())


def _mark(text: str, count: int, words: Mapping[str, str], method: Method | None) -> Mark:
    """A mark with what it is taken for: the legend's words first, then the letters in it, then words for nothing.

    Where the legend calls a letter something unknown, that is its wording if it knows our other letters, otherwise
    the file may follow another method: then nothing is proposed.
    """
    legend = words.get(text, "")
    if not legend and method is not None and _is_other(text, words, method):
        return _mark_of(method, text, count)
    said, mark = meaning(legend), read_mark(text)
    if said is not None and not (mark.letters and confirms(legend, *mark.letters)):
        return Mark(text, count, legend, said.value, Certainty.GUESS if mark.letters else Certainty.LIKELY)
    if mark.letters:
        return _lettered_mark(text, count, words)
    if fold(text) in _NONE:
        return Mark(text, count, legend, "", Certainty.LIKELY)
    return Mark(text, count, legend, combined(mixed_letters(text)).stored or begun_letter(text) or None)


def _lettered_mark(text: str, count: int, words: Mapping[str, str]) -> Mark:
    """A mark with letters of ours: nothing is proposed where the legend says that they are others."""
    legend, mark = words.get(text, ""), read_mark(text)
    if contradicts(text, words) and not (legend and _is_ours(words) and Letter.S not in mark.letters):
        return Mark(text, count, legend)
    unsure = mark.remark or contradicts(text, words)
    return Mark(text, count, legend, mark.stored, Certainty.GUESS if unsure else Certainty.LIKELY)


def _mark_of(method: Method, text: str, count: int) -> Mark:
    """A mark of another method, with its name there."""
    name, letter = method.letters.get(text, ("", None))
    if all(_is_same(method, part) for part in mixed_letters(text)):
        letter = letter or combined(mixed_letters(text)).stored or None
    return Mark(text, count, f"{method.name} – {name}" if name else method.name, letter)


def _is_ours(words: Mapping[str, str]) -> bool:
    """Whether a legend explains two of our letters as we do."""
    return sum(confirms(words.get(letter, ""), Letter(letter)) for letter in "RACI") > 1
