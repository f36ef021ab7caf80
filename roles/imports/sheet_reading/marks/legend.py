"""The legend of an imported table: what it says its letters mean, wherever it stands."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from roles.enums import Letter
from roles.formats.marks import confirms, meaning, read_mark, shown_mark
from roles.formats.reading.table import Table

Cell = tuple[int, int]
Entry = tuple[str, str]  # a mark and its words

_KEY = r"[A-Z](?:\s?/\s?[A-Z])?"
_ONE = re.compile(rf"\s*({_KEY})\s*(?:=|:|→|\s[–—-])\s*(\S.{{2,120}})", re.DOTALL)
_TURNED = re.compile(rf"\s*(\w[^()\n]{{2,60}}?)\s*\(({_KEY})\)\s*")
_MANY = re.compile(rf"(?<!\w)({_KEY})\s*(?:=|:|→|\s[–—-])\s*([^,;|\n=:]{{3,80}}?)(?=\s*(?:[,;|\n]|$|\.\s))")
_ENOUGH = 2  # entries that make a legend
_COUPLE = 3  # rows of a letter beside its words


@dataclass(frozen=True)
class Legend:
    """Words by mark, and the cells in which they stand."""

    words: dict[str, str] = field(default_factory=dict)
    cells: frozenset[Cell] = frozenset()


def find_legend(table: Table) -> Legend:
    """Return the legend of a table; empty when there is none."""
    words: dict[str, str] = {}
    cells: set[Cell] = set()
    for place, entries in (*_sentences(table), *_entries(table), *_couples(table)):
        cells |= place
        for mark, said in entries:
            words.setdefault(mark, said)
    return Legend(words, frozenset(cells | _headings(table, cells)))


def _explained(entries: Sequence[Entry]) -> bool:
    """Whether these are a legend: most of them, and more than one, name a letter's part."""
    known = sum(meaning(said) is not None for _mark, said in entries)
    return known >= _ENOUGH and known * 2 >= len(entries)


def _sentences(table: Table) -> Iterator[tuple[set[Cell], list[Entry]]]:
    """Whole legends in one cell."""
    for place, text in _texts(table):
        entries = [(shown_mark(mark), said.strip()) for mark, said in _MANY.findall(text)]
        if _explained(entries) or _is_method(entries):
            yield {place}, entries


def _is_method(entries: Sequence[Entry]) -> bool:
    """Whether these are the letters of another method, such as RAPID: several, each once, not counting A, B, C."""
    marks = [mark for mark, _said in entries]
    return len(set(marks)) == len(marks) >= _COUPLE and marks != sorted(marks) and "R" in marks


def _entries(table: Table) -> Iterator[tuple[set[Cell], list[Entry]]]:
    """One entry a cell, anywhere; a row of several beside other texts is the heading of a table."""
    found: dict[int, dict[Cell, Entry]] = {}
    for place, text in _texts(table):
        if entry := _entry(text):
            found.setdefault(place[0], {})[place] = entry
    for row, entries in list(found.items()):
        others = sum(bool(text.strip()) for text in table.rows[row]) - len(entries)
        if len(entries) > 1 and others > 0 and not _is_heading(table.rows[row][0]):
            del found[row]
    cells = {place: entry for entries in found.values() for place, entry in entries.items()}
    if _explained(list(cells.values())):
        yield set(cells), list(cells.values())


def _texts(table: Table) -> Iterator[tuple[Cell, str]]:
    for row, texts in enumerate(table.rows):
        for column, text in enumerate(texts):
            if len(text) > 3:
                yield (row, column), text


def _entry(text: str) -> Entry | None:
    """The mark and the words of a cell such as `R = Réalise` or `Responsible (R)`."""
    if found := _ONE.fullmatch(text):
        return shown_mark(found[1]), found[2].strip()
    found = _TURNED.fullmatch(text)
    return (shown_mark(found[2]), found[1].strip()) if found and meaning(found[1]) else None


def _couples(table: Table) -> Iterator[tuple[set[Cell], list[Entry]]]:
    """Letters that stand in a cell beside their words, one below the other."""
    runs: dict[int, tuple[set[Cell], list[Entry]]] = {}
    for row in range(len(table.rows) + 1):
        going: dict[int, tuple[set[Cell], list[Entry]]] = {}
        for column, at, entry in _beside(table, row):
            cells, entries = runs.get(column, (set(), []))
            going[column] = (cells | {(row, column), (row, at)}, [*entries, entry])
        for column, (cells, entries) in runs.items():
            if column not in going and len(entries) >= _COUPLE and _explained(entries) and _agrees(entries):
                yield cells, entries
        runs = going


def _agrees(entries: Sequence[Entry]) -> bool:
    """Whether letters beside words are a legend, not the last position beside a column such as the status."""
    said = [(Letter(mark), words) for mark, words in entries if mark in set(Letter)]
    own = sum(confirms(words, letter) for letter, words in said)
    return own >= _ENOUGH and len({mark for mark, _said in entries}) == len(entries)


def _beside(table: Table, row: int) -> Iterator[tuple[int, int, Entry]]:
    """A lone letter with the next words after it, and no other letter near."""
    filled = (
        [(column, text.strip()) for column, text in enumerate(table.rows[row]) if text] if row < len(table.rows) else []
    )
    for (column, text), (at, said) in itertools.pairwise(filled):
        if len(said) <= 3 or not re.fullmatch(_KEY, text):
            continue
        if not any(read_mark(rest).letters for rest in table.rows[row][at + 1 : at + 3]):
            yield column, at, (shown_mark(text), said)


def _headings(table: Table, cells: set[Cell]) -> set[Cell]:
    """The cells beside and above a legend that say it is one."""
    near = {(row - 1, column) for row, column in cells} | {(row, column - 1) for row, column in cells}
    return {(row, column) for row, column in near if row >= 0 <= column and _is_heading(table.cell(row, column))}


def _is_heading(text: str) -> bool:
    return bool(re.match(r"\W*(l[ée]gende?|key|cl[ée])\b", text, re.IGNORECASE))
