"""A file that comes back: what it changed since it was written, set against the project as it is now.

Three matrices meet: the one that was written (`base`, the project at the version the file names), the file, and
the project now. What the file says differently from `base` is an edit; what became of the same place here decides
whether it can simply be taken, or is a conflict for a person to settle.
"""

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any

from roles.history.domain.difference import CellDifference
from roles.matrix.matrix import Matrix

LIMIT = 1_500  # differences that one file may bring: each is a box of a form
TEXT, TITLE, DESCRIPTION = 500, 200, 2_000  # characters of a duty, of a title and of a description
NEW = "n"  # before the number of a row or column that has no id yet


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A cell that the file has otherwise; `text` is what stands there, as written."""

    duty: str
    position: str
    old: str
    text: str


class WordsDoubt(StrEnum):
    """Why other words are asked about, and not simply taken."""

    NONE = ""
    MOVED = "moved"  # they are those of another duty or position
    LANGUAGE = "language"  # they are in the other language


@dataclass(frozen=True, slots=True)
class TextEdit:
    """The words or the description of a duty, or the title of a position, that the file has otherwise."""

    ref: str
    old: str
    text: str
    doubt: str = WordsDoubt.NONE


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row without a duty; `phase` is 0 where the file does not say which."""

    ref: str
    phase: int
    text: str


class FileDoubtKind(StrEnum):
    """What is odd about a returned file."""

    SORTED = "sorted"
    COLUMNS_MOVED = "columns-moved"
    REPEATED = "repeated"
    TWO_LETTERS = "two-letters"
    NO_DUTY = "no-duty"
    NO_TITLE = "no-title"
    OTHER_PHASE = "other-phase"


@dataclass(frozen=True, slots=True)
class FileDoubt:
    """Something of the file that is not taken as it stands; `place` is its row or column, or a count, in words."""

    kind: str
    place: str
    duty: str = ""
    position: str = ""
    text: str = ""


@dataclass(frozen=True)
class Edits:
    """All that a file says otherwise than the project did at that version, in the language of the file.

    A partial file was not written here: it says nothing of the cells that it does not name.
    """

    version: int
    language: str
    cells: tuple[CellEdit, ...] = ()
    texts: tuple[TextEdit, ...] = ()
    descriptions: tuple[TextEdit, ...] = ()
    titles: tuple[TextEdit, ...] = ()
    rows: tuple[NewRow, ...] = ()
    columns: tuple[TextEdit, ...] = ()  # new ones
    gone_duties: tuple[int, ...] = ()
    gone_positions: tuple[int, ...] = ()
    holders: tuple[str, ...] = ()  # titles of positions whose holder was typed over, which is not read
    doubts: tuple[FileDoubt, ...] = ()
    partial: bool = False

    @property
    def size(self) -> int:
        """How many things could be taken."""
        return sum(map(len, (self.cells, self.texts, self.descriptions, self.titles, self.rows, self.columns)))

    def to_json(self) -> str:
        """For a form to carry."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Edits":
        """What to_json wrote."""
        read: dict[str, Any] = json.loads(text)
        kinds: dict[str, type[CellEdit | TextEdit | NewRow | FileDoubt]] = {
            "cells": CellEdit,
            "texts": TextEdit,
            "descriptions": TextEdit,
            "titles": TextEdit,
            "rows": NewRow,
            "columns": TextEdit,
            "doubts": FileDoubt,
        }
        for name, kind in kinds.items():
            read[name] = [kind(**item) for item in read.get(name, ())]
        values: dict[str, Any] = {
            name: tuple(value) if isinstance(value, list) else value for name, value in read.items()
        }
        return cls(**values)


class EditKind(StrEnum):
    """What an edit is about."""

    CELL = "cell"
    TEXT = "text"
    DESCRIPTION = "description"
    TITLE = "title"
    ROW = "row"
    COLUMN = "column"


class SkipReason(StrEnum):
    """Why a row of the file is left out."""

    UNREAD = "unread"
    NOT_OFFERED = "not-offered"
    TWO = "two"
    OFF = "off"
    GONE = "gone"
    BLANK = "blank"
    LONG = "long"
    NO_PHASE = "no-phase"


@dataclass(frozen=True, slots=True)
class MergeItem:
    """Something that can be taken from the file: what was written, what stands here now, what the file says.

    `over` are the positions that lose their A to it; `conflict` says that both sides changed, differently, or that
    there is a `doubt` about words.
    """

    kind: EditKind
    duty: str
    position: str
    old: str
    here: str
    there: str
    conflict: bool = False
    over: tuple[int, ...] = ()
    letters: tuple[tuple[str, str], ...] = ()  # of a new row, by position
    doubt: str = WordsDoubt.NONE

    @property
    def key(self) -> str:
        """The name of its box."""
        return f"{self.kind}-{self.duty}-{self.position}"

    @property
    def cells(self) -> list[tuple[str, str, str]]:
        """The cells that it would write: duty, position and letter."""
        if self.kind is EditKind.CELL:
            return [(self.duty, self.position, self.there)]
        return [(self.duty, position, letter) for position, letter in self.letters]


@dataclass(frozen=True, slots=True)
class Problem:
    """A row, or a position, that the file may not change, and the text that is in the way."""

    reason: SkipReason
    duty: str
    position: str = ""
    text: str = ""


@dataclass(frozen=True)
class MergePlan:
    """What can be taken, what is left out and why, and what only the project changed."""

    now: Matrix
    edits: Edits
    items: tuple[MergeItem, ...]
    problems: tuple[Problem, ...]
    here: tuple[CellDifference, ...]

    @cached_property
    def free(self) -> frozenset[str]:
        """The keys of what nobody can object to: changed there, and only there."""
        return frozenset(item.key for item in self.items if not item.conflict)

    @cached_property
    def columns(self) -> Mapping[str, str]:
        """The titles of the new positions."""
        return {column.ref: column.text for column in self.edits.columns}


def same_words(one: str, other: str) -> bool:
    """Whether two texts say the same, whatever their spaces and apostrophes."""
    return normalised(one) == normalised(other)


def same_lines(one: str, other: str) -> bool:
    """Whether two descriptions say the same, line by line, for everybody who reads them."""
    first, second = ([one_line(line) for line in text.strip().splitlines()] for text in (one, other))
    return first == second


def normalised(text: str) -> str:
    """The text for comparing: one kind of space and of apostrophe."""
    return one_line(text).replace("’", "'")


def one_line(text: str) -> str:
    """What somebody typed, as the project keeps texts: on one line, with plain spaces."""
    plain = unicodedata.normalize("NFC", text)
    return " ".join("".join(letter if letter.isprintable() else " " for letter in plain).split())
