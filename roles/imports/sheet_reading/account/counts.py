"""The account of a file: what became of each letter, mark and name in its sheets, and of each row with a text.

It looks at the tables anew, without asking how the reader came to its plan, and holds the plan against them: so it can
contradict the reader. Every letter ends in one fate, every row is one thing; what is left out says why.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache

from roles.formats.marks import is_tick, mixed_letters
from roles.imports.sheet_reading.model import Place, RowKind

_SINGLE = re.compile(r"[A-ZА-Яa-z](?:\s?[/,;+&\\|.-]\s?[A-Za-z])*|AR|RA", re.DOTALL)


class Fate(StrEnum):
    """What became of a letter."""

    TAKEN = "taken"
    TURNED = "turned"  # into another letter
    ASKED = "asked"  # what it means
    LEGEND = "legend"  # it is explained there
    HEADING = "heading"  # it names a column
    LEFT = "left"  # out


class Why(StrEnum):
    """Why a letter is left out, or became another."""

    TWO_A = "two-a"
    STRONGER = "stronger"  # of several letters the stronger is taken
    MEANING = "meaning"  # the legend or a person says what it means
    NO_PART = "no-part"
    NO_TEXT = "no-text"
    NO_TITLE = "no-title"
    COLUMN = "column"  # its column is left aside
    COVERED = "covered"  # by a merged cell
    ROW = "row"  # its row is no duty
    TABLE = "table"  # its table is not taken
    OUTSIDE = "outside"  # it stands in no table
    LOST = "lost"  # nobody can say why


ORDERED = (Why.TABLE,)  # that which a person, or the sheet itself, said


@dataclass(frozen=True, slots=True)
class Item:
    """A letter of the sheet: where it stands, what it is, and what became of it."""

    place: Place
    text: str
    fate: Fate
    why: Why | None = None


@dataclass(frozen=True)
class Account:
    """All letters and rows of a file. `faults` are places where the plan and the sheet contradict each other."""

    items: tuple[Item, ...]
    rows: Mapping[tuple[int, int], RowKind]
    faults: tuple[Place, ...] = ()
    shared: tuple[Place, ...] = ()  # merged letters that count for several duties or positions
    settled: frozenset[Place] = field(
        default_factory=frozenset
    )  # rows and columns of which a person said what they are

    @cached_property
    def counts(self) -> Mapping[Fate, int]:
        """How many letters ended in each fate."""
        return Counter(item.fate for item in self.items)

    @cached_property
    def row_counts(self) -> Mapping[RowKind, int]:
        """How many rows are what."""
        return Counter(self.rows.values())

    def left(self, table: int | None = None) -> Iterator[Item]:
        """The letters that are left out, of one table or of all."""
        return (i for i in self.items if i.fate is Fate.LEFT and table in (None, i.place.table))

    def left_rows(self, table: int | None = None) -> list[Place]:
        """The rows that are left out though they hold a text, of one table or of all."""
        kept = (at for at, kind in self.rows.items() if kind is RowKind.LEFT and table in (None, at[0]))
        return [Place(*at) for at in kept]

    def holds(self, table: int) -> bool:
        """Whether nothing of a table was lost, doubled or invented: without this no reading of it is certain."""
        lost = any(
            not {item.place, Place(table, item.place.row), Place(table, -1, item.place.column)} & self.settled
            for item in self.left(table)
            if item.why not in ORDERED
        )
        rows = any(place not in self.settled for place in self.left_rows(table))
        return not (lost or rows or any(place.table == table for place in (*self.faults, *self.shared)))


@lru_cache(maxsize=8192)
def is_counted(text: str) -> bool:
    """Whether a text is a letter, several, or a tick: what a cell of some matrix holds, wherever it stands."""
    single = len(text) <= 16 and (bool(_SINGLE.fullmatch(text)) or bool(mixed_letters(text)))
    return single or (is_tick(text) and not text.isascii())
