"""What a foreign file is taken for before anybody has looked: its matrices, and marks that are no plain letters."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

from roles.enums import Letter
from roles.formats.text import fold
from roles.imports.sheet_reading.blocks import find_blocks
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.marks import begun_letter, confirms, meaning, read_mark, written
from roles.imports.sheet_reading.model import Block, Mark, Part, Reading, Sure
from roles.imports.sheet_reading.rows import columns_of, is_total

MARKS = 60  # different marks that are asked about; a matrix with more is none
_NONE = frozenset({"n", "no", "non", "0", "aucune", "vide"})


def guess(grids: Sequence[Grid]) -> Reading:
    """The first reading of a file; without blocks when there is no matrix in it. A hidden sheet is not used."""
    blocks = tuple(
        replace(block, used=not grid.table.hidden)
        for number, grid in enumerate(grids)
        for block in find_blocks(grid, number)
    )
    return Reading(blocks, marks_of(grids, blocks))


def marks_of(grids: Sequence[Grid], blocks: Iterable[Block]) -> tuple[Mark, ...]:
    """The marks that somebody should confirm, the most frequent first."""
    words = legend_words(grids)
    counts = Counter(written(text) for block in blocks if block.used for text in cell_texts(grids[block.table], block))
    asked = ((text, count) for text, count in counts.most_common() if not _is_plain(text, words))
    return tuple(_mark(text, count, words) for text, count in islice(asked, MARKS))


def legend_words(grids: Sequence[Grid]) -> dict[str, str]:
    """What the legends of all sheets say of their marks."""
    words: dict[str, str] = {}
    for grid in grids:
        for mark, said in grid.legend.words.items():
            words.setdefault(mark, said)
    return words


def cell_texts(grid: Grid, block: Block) -> Iterator[str]:
    """The texts of the cells of a block, row by row; none where the cells hold names."""
    columns = columns_of(block, Part.POSITION)
    for row in range(block.header + 1, min(block.last + 1, len(grid.rows))):
        if not is_total(grid, block, row):
            yield from (text for column in columns if (text := grid.raw(row, column)))


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


def _mark(text: str, count: int, words: Mapping[str, str]) -> Mark:
    """A mark with what it is taken for: the legend's words first, then the letters in it, then words for nothing.

    Where the legend calls a letter something unknown, that is its wording if it knows our other letters, otherwise
    the file may follow another method: then nothing is proposed.
    """
    legend = words.get(text, "")
    said, mark = meaning(legend), read_mark(text)
    if said is not None and not (mark.letters and confirms(legend, *mark.letters)):
        return Mark(text, count, legend, said.value, Sure.GUESS if mark.letters else Sure.LIKELY)
    if mark.letters and contradicts(text, words) and not (legend and _is_ours(words) and Letter.S not in mark.letters):
        return Mark(text, count, legend)
    if mark.letters:
        unsure = mark.remark or contradicts(text, words)
        return Mark(text, count, legend, mark.stored, Sure.GUESS if unsure else Sure.LIKELY)
    if fold(text) in _NONE:
        return Mark(text, count, legend, "", Sure.LIKELY)
    return Mark(text, count, legend, begun_letter(text) or None)


def _is_ours(words: Mapping[str, str]) -> bool:
    """Whether a legend explains two of our letters as we do."""
    return sum(confirms(words.get(letter, ""), Letter(letter)) for letter in "RACI") > 1
