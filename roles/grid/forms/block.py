"""A block of cells as a form carries it: texts for cells, and the rows and columns that the matrix lacks for it."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import ne
from typing import Any

from django.utils.translation import gettext as _

from aispec.web.fields.text import one_line, typable
from roles.formats.marks import read_letter
from roles.matrix.bulk_changes import LIMIT, CellEntry
from roles.matrix.letters import readable_names
from roles.matrix.matrix import Matrix
from roles.projects.domain.missing import NOTHING, Missing

MOST_DUTIES, MOST_POSITIONS = 500, 50  # that a block may add
LONGEST_TEXT, LONGEST_TITLE = 500, 200  # characters
Texts = Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Block:
    """What a form asks for.

    `missing` are the rows and columns that it lacks, which its entries name by -1, -2…; `beyond` counts them. Where
    they are too many, none is missing, and there are no entries for them. `headed` says that its first row, or its
    first column, was read as headings; `cut` are those of `missing` that are longer than they may be.
    """

    entries: tuple[CellEntry, ...]
    missing: Missing = NOTHING
    beyond: tuple[int, int] = (0, 0)
    headed: bool = False
    cut: int = 0


def read_block(text: str, matrix: Matrix) -> Block:
    """The block that a form carries as JSON; ValueError when it is none or too large.

    `{"positions": [id, …], "rows": [[duty id, [text, …], [seen, …]], …]}`, with null for the rows and columns that the
    matrix lacks, which are the last ones.
    """
    try:
        read = json.loads(text)
        positions = [_number(value) for value in read["positions"]]
        if len(positions) * len(read["rows"]) > LIMIT:
            raise ValueError(text[:50])
        rows = [_Row.read(len(positions), *row) for row in read["rows"]]
    except (AttributeError, KeyError, TypeError, RecursionError) as wrong:
        raise ValueError(text[:50]) from wrong
    if not _nulls_last(positions) or not _nulls_last([row.duty_id for row in rows]):
        raise ValueError(text[:50])
    return _as_block(positions, rows, matrix)


@dataclass(frozen=True, slots=True)
class _Row:
    duty_id: int | None
    texts: list[str]
    seen: list[str]

    @classmethod
    def read(cls, width: int, duty: Any, texts: list[Any], seen: list[Any]) -> "_Row":
        if len(texts) != width or len(seen) != width:
            raise TypeError(texts)
        return cls(_number(duty), list(map(_text, texts)), list(map(_text, seen)))


def _as_block(positions: list[int | None], rows: list[_Row], matrix: Matrix) -> Block:
    names = readable_names(matrix.rules)
    titled, worded = headings([row.texts for row in rows], lambda text: read_letter(text, names) is None)
    titles = rows[0].texts[worded:] if titled else [""] * len(positions)
    words = [row.texts[0] if worded else "" for row in rows[titled:]]
    rows, positions = _letters_alone(rows, titled, worded), positions[: len(positions) - worded]
    beyond = sum(row.duty_id is None for row in rows), positions.count(None)
    if beyond[0] > MOST_DUTIES or beyond[1] > MOST_POSITIONS or not matrix.duties:
        known = [entry for entry in _entries(positions, rows) if min(entry.duty_id, entry.position_id) > 0]
        return Block(tuple(known), NOTHING, beyond, titled or worded)
    texts = _named(words, beyond[0], _("New duty %(n)s"))
    heads = _named(titles, beyond[1], _("New position %(n)s"))
    last = _last([row.duty_id for row in rows], matrix)
    missing = Missing(_cut(texts, LONGEST_TEXT), _cut(heads, LONGEST_TITLE), last)
    cut = sum(map(ne, (*missing.texts, *missing.titles), (*texts, *heads)))
    return Block(tuple(_entries(positions, rows)), missing, beyond, titled or worded, cut)


def _cut(texts: Sequence[str], longest: int) -> tuple[str, ...]:
    return tuple(text[:longest] for text in texts)


def _letters_alone(rows: list[_Row], titled: bool, worded: bool) -> list[_Row]:
    """Without headings: the texts that stood below or beside them take their place."""
    texts = [row.texts[worded:] for row in rows[titled:]]
    return [_Row(row.duty_id, line, row.seen) for row, line in zip(rows, texts, strict=False)]


def _entries(positions: Sequence[int | None], rows: Sequence[_Row]) -> list[CellEntry]:
    columns = _with_new(positions)
    return [
        CellEntry(duty_id, position_id, text, seen)
        for duty_id, row in zip(_with_new([row.duty_id for row in rows]), rows, strict=True)
        for position_id, text, seen in zip(columns, row.texts, row.seen, strict=False)
    ]


def _last(duty_ids: Sequence[int | None], matrix: Matrix) -> int:
    """The last of these duties that the matrix has, or else its own last one."""
    known = [duty_id for duty_id in duty_ids if duty_id in matrix.row_of]
    return known[-1] or 0 if known else matrix.duties[-1].id


def headings(texts: Texts, is_word: Callable[[str], bool]) -> tuple[bool, bool]:
    """Whether the first row of a block holds titles, and its first column the texts of duties, rather than letters.

    All of them are words then; what stands in the corner says nothing. A single row or column has no headings of its
    own kind.
    """
    words = [[is_word(text) for text in row] for row in texts]
    if len(words) < 2:
        return False, False
    wide = len(words[0]) > 1
    worded = wide and all(row[0] for row in words[1:])
    titled = all(words[0][worded:])
    if worded and not titled and not words[0][0]:
        worded, titled = False, all(words[0])
    return titled, worded


def _named(words: Sequence[str], count: int, numbered: str) -> tuple[str, ...]:
    """The last `count` of these words, a numbered name for each that is empty."""
    named = (one_line(text) for text in words[len(words) - count :])
    return tuple(text or numbered % {"n": number} for number, text in enumerate(named, start=1))


def _with_new(ids: Sequence[int | None]) -> list[int]:
    """The ids, with -1, -2… for those that are none."""
    new = iter(range(-1, -len(ids) - 1, -1))
    return [next(new) if one is None else one for one in ids]


def _nulls_last(ids: Sequence[int | None]) -> bool:
    """Whether the missing ones follow all others, of which there is one; an empty block has none."""
    known = [one for one in ids if one is not None]
    return list(ids[: len(known)]) == known and bool(known or not ids)


def _number(value: Any) -> int | None:
    if value is not None and (type(value) is not int or value < 0):
        raise TypeError(value)
    return value


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError(value)
    return typable(value)
