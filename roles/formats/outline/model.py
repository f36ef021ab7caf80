"""A document as plain values: what CSV, Markdown and Word write, whether a matrix, a difference or profiles.

Excel and PDF have pages of their own; these three say the same in lines.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Band:
    """Rows under one heading, such as a phase; a document without phases is one band without a name."""

    number: str
    name: str
    note: str
    rows: Sequence[Sequence[str]]

    @property
    def label(self) -> str:
        """`3 Manipulation`."""
        return f"{self.number} {self.name}".strip()


@dataclass(frozen=True)
class Outline:
    """The words of a document, typeset; `letters` are the columns whose cells hold a letter.

    `band_head` names what a band says of its rows, for CSV; it is empty where there are no bands.
    `entries` are what stands after the table: a heading, and its lines of a name and a text.
    """

    language: str
    day: date
    kind: str
    title: str
    facts: Sequence[str]
    head: Sequence[str]
    letters: range
    bands: Sequence[Band]
    none: str
    band_head: tuple[str, str] | None = None
    legend: Sequence[tuple[str, str]] = ()
    closing: str = ""
    entries: Sequence[tuple[str, str]] = ()
    filtered: str = ""  # the filter in words, which every page says
