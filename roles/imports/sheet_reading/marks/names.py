"""Names in the cells of an imported table whose columns are letters."""

import re
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from aispec.web.words.folding import fold
from roles.formats.marks import read_mark
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.model import NAME_KINDS, Block, JoinedNames
from roles.imports.sheet_reading.rows.phase_rows import columns_of

_LINES = re.compile(r"[\n;]|,(?!\s*(?:ing|ph\.?d|mba|cpa|pmp|m\.?sc)\b)", re.IGNORECASE)
# Whoever it will be, nobody has been named yet.
_UNDECIDED = frozenset(
    prefix + word
    for prefix, words in (
        ("", ("?", "tbd", "tbc", "tba")),
        ("to be ", ("determined", "defined", "confirmed", "named")),
        ("a ", ("determiner", "definir", "confirmer", "venir", "nommer", "preciser")),
    )
    for word in words
)
ASKED = 60  # different joined names that are asked about
_LINKS = re.compile(r"\s+(?:et|and|&|\+)\s+|\s*/\s*", re.IGNORECASE)


def is_undecided(name: str) -> bool:
    """Whether a text says that a name is still to come."""
    return fold(name).strip(" ().") in _UNDECIDED


def plain_names(texts: Iterable[str]) -> frozenset[str]:
    """The names that stand alone somewhere, for comparing."""
    return frozenset(fold(name) for text in texts for name in _LINES.split(text) if name.strip())


def names_of(grid: Grid, block: Block) -> frozenset[str]:
    """The names that stand alone somewhere in the columns of a matrix that hold names, for comparing."""
    return plain_names(_cells(grid, block))


def _cells(grid: Grid, block: Block) -> Iterator[str]:
    rows = range(block.header + 1, min(block.last + 1, len(grid.rows)))
    for column in columns_of(block, *NAME_KINDS):
        yield from (grid.raw(row, column) for row in rows)


def joined_names(grids: Sequence[Grid], blocks: Iterable[Block]) -> tuple[JoinedNames, ...]:
    """Return the joined names that somebody should look at, the most frequent first: nothing else tells them apart."""
    counts: Counter[str] = Counter()
    for block in blocks:
        if block.used:
            known = names_of(grids[block.table], block)
            wholes = (whole for text in _cells(grids[block.table], block) for whole in _wholes(text))
            counts.update(whole for whole in wholes if len(_parts(whole)) > 1 and not _all_known(whole, known))
    return tuple(
        JoinedNames(whole, count, all(map(_is_like_a_person, _parts(whole))))
        for whole, count in islice(counts.most_common(), ASKED)
    )


def split_names(text: str, known: Container[str], apart: Mapping[str, bool] | None = None) -> list[str]:
    """The names of a cell, each once. "Vente et marketing" is one name unless both halves stand alone elsewhere, or
    `apart` says otherwise.
    """
    names: dict[str, None] = {}
    for whole in _wholes(text):
        split = (apart or {}).get(whole, _all_known(whole, known))
        for name in _parts(whole) if split else [whole]:
            if name and not read_mark(name).nothing:
                names.setdefault(name)
    return list(names)


def _wholes(text: str) -> list[str]:
    """The names of a cell that stand on lines of their own, or between signs that only part names."""
    return [" ".join(line.split()).strip(" •-–") for line in _LINES.split(text)]


def _parts(whole: str) -> list[str]:
    return [part for part in _LINKS.split(whole) if part]


def _all_known(whole: str, known: Container[str]) -> bool:
    parts = _parts(whole)
    return len(parts) > 1 and all(fold(part) in known for part in parts)


def _is_like_a_person(name: str) -> bool:
    """Whether it is written as a first name and a family name are."""
    words = name.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)
