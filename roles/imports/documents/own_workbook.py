"""The workbook of a matrix read back: which cells, words, rows and columns it has otherwise than it was written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import FIRST_COLUMN, HEAD_ROW
from roles.exports.documents.matrix_xlsx.list_sheets import DESCRIBED
from roles.exports.documents.matrix_xlsx.workbook import FILTERED, FORMAT
from roles.formats.marks import read_letter
from roles.formats.paper import Mode
from roles.formats.text import plain
from roles.imports.domain.edits import (
    NEW,
    CellEdit,
    Edits,
    NewRow,
    TextEdit,
    normalised,
    one_line,
    same_lines,
    same_words,
)
from roles.matrix.letters import LONGEST, readable_names
from roles.matrix.matrix import Matrix

Rows = Sequence[Sequence[str]]  # the texts of a workbook sheet, every cell from A1 on
LANGUAGES = ("fr", "en")
_PHASE, _DUTY, _FIRST = 1, 3, FIRST_COLUMN - 1  # columns, from 0
_CODE, _DESCRIPTION = 1, 3  # of the sheet of descriptions
_MARKS, _IDS, _HOLDERS, _HEAD = range(4), 3, HEAD_ROW - 2, HEAD_ROW - 1  # rows, from 0


class NotOurs(Exception):
    """A workbook that this app did not write for a return."""


class MadeForPosting(Exception):
    """A file made for a posting: nothing in it says which row is which duty."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """What the hidden cells of a file say of it."""

    project_id: int
    version: int
    language: str
    filtered: bool


class Returned(NamedTuple):
    """What of a workbook comes back: the sheet of the matrix with its stamp, and that of the descriptions, if any."""

    matrix: Rows
    stamp: Stamp
    descriptions: Rows = ()


def find_matrix(sheets: Iterable[Rows]) -> Returned | None:
    """Find the workbook sheets that come back; None when this app wrote none. Raises MadeForPosting."""
    sheets = list(sheets)
    for rows in sheets:
        with suppress(NotOurs):
            descriptions = (other for other in sheets if _at(other, 0, 0) == DESCRIBED)
            return Returned(rows, stamp_of(rows), next(descriptions, ()))
    return None


def stamp_of(rows: Rows) -> Stamp:
    """Return what a workbook sheet says it is of. Raises NotOurs and MadeForPosting."""
    if _at(rows, 0, 0) != FORMAT:
        raise NotOurs
    _mark, project, version, words = (_at(rows, row, 0) for row in _MARKS)
    language, _space, filtered = words.partition(" ")
    if not project:
        raise MadeForPosting
    numbers = _id(project), _id(version)
    if None in numbers or language not in LANGUAGES:
        raise NotOurs
    return Stamp(numbers[0] or 0, numbers[1] or 0, language, filtered == FILTERED)


def read_edits(returned: Returned, base: Matrix) -> Edits:
    """Return what differs from `base`, the project at the version and in the language of the stamp."""
    with override(returned.stamp.language):
        edits = _Reader(returned.matrix, returned.stamp, base).edits()
    return replace(edits, descriptions=tuple(_descriptions(returned.descriptions, base)))


def _descriptions(rows: Rows, base: Matrix) -> Iterator[TextEdit]:
    """The descriptions that the file has otherwise, of duties known by their hidden id, or else by their code."""
    codes = {duty.code: duty.id for duty in base.duties}
    known: dict[int, str] = {}
    for row in range(1, len(rows)):
        pk = _id(_at(rows, row, 0)) or codes.get(_at(rows, row, _CODE), 0)
        if pk in base.row_of:
            known.setdefault(pk, _at(rows, row, _DESCRIPTION))
    for pk, text in known.items():
        duty = base.duty(pk)
        if not same_lines(text, duty.description):
            yield TextEdit(str(pk), duty.description, text)


def _at(rows: Rows, row: int, column: int) -> str:
    """The text of a cell, "" outside the sheet."""
    return rows[row][column].strip() if row < len(rows) and column < len(rows[row]) else ""


def _id(text: str) -> int | None:
    """A number as spreadsheets write it: 12, or 12.0."""
    digits = text.removesuffix(".0")
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 16 else None


class _Reader:
    """One workbook sheet beside what it was written from."""

    def __init__(self, rows: Rows, stamp: Stamp, base: Matrix) -> None:
        self.rows, self.stamp, self.base = rows, stamp, base
        self.document = MatrixDocument(base, base, (), Mode.INTERNAL, "", date.min)
        self.names = readable_names(base.rules)
        labels = (self.document.phase_short, self.document.phase_label)
        self.labels = {normalised(label(phase)): phase.id for label in labels for phase in base.phases}

    def edits(self) -> Edits:
        """Everything that differs."""
        gone = [duty.id for duty in self.base.duties if str(duty.id) not in self.duties]
        return Edits(
            version=self.stamp.version,
            language=self.stamp.language,
            cells=tuple(self._cells()),
            texts=tuple(self._texts()),
            titles=tuple(self._titles()),
            rows=tuple(self._new_rows()),
            columns=tuple(TextEdit(ref, "", self._head(at)) for ref, at in self.columns.items() if _is_new(ref)),
            gone_duties=() if self.stamp.filtered else tuple(gone),
            gone_positions=tuple(p.id for p in self.base.positions if str(p.id) not in self.columns),
            holders=tuple(self._holders()),
        )

    def _head(self, column: int) -> str:
        return one_line(_at(self.rows, _HEAD, column))

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The columns of letters by position: by the hidden id, by the title otherwise, or new."""
        width = max(map(len, self.rows), default=0)
        heads = {at: (_at(self.rows, _IDS, at), self._head(at)) for at in range(_FIRST, width)}
        known = {str(position.id): plain(position.title, self.stamp.language) for position in self.base.positions}
        found = _matched(heads, known)
        return {ref: at for ref, at in found.items() if not _is_new(ref) or self._holds_letters(at)}

    def _holds_letters(self, column: int) -> bool:
        """Whether a column without an id may be a position: a column of counts or of remarks is none."""
        counts = []
        for language in LANGUAGES:
            with override(language):
                counts.append(_("Count of A"))
        texts = [text for row in self.duties.values() if (text := _at(self.rows, row, column))]
        letters = [text for text in texts if read_letter(text, self.names)]
        return self._head(column) not in counts and (bool(letters) or not texts)

    @cached_property
    def duties(self) -> Mapping[str, int]:
        """The rows of duties, in the same way."""
        below = range(_HEAD + 1, len(self.rows))
        heads = {at: (_at(self.rows, at, 0), one_line(_at(self.rows, at, _DUTY))) for at in below}
        known = {str(duty.id): self.document.duty_text(duty) for duty in self.base.duties}
        return _matched(heads, known)

    def _cells(self) -> Iterator[CellEdit]:
        for duty, row in self.duties.items():
            for position, column in self.columns.items():
                text = _at(self.rows, row, column)
                old = self._letter(duty, position)
                if read_letter(text, self.names) != old:
                    yield CellEdit(duty, position, old, text[:LONGEST])

    def _letter(self, duty: str, position: str) -> str:
        """The letter that was written; a duty that did not apply had none."""
        if _is_new(duty) or _is_new(position):
            return ""
        row = self.base.duty(int(duty))
        return row.letters[self.base.column_of[int(position)]] if row.applicable else ""

    def _texts(self) -> Iterator[TextEdit]:
        for ref, row in self.duties.items():
            if not _is_new(ref):
                duty, said = self.base.duty(int(ref)), one_line(_at(self.rows, row, _DUTY))
                written = one_line(self.document.duty_text(duty))
                text = self.document.text(duty.text)
                said = said.removesuffix(written.removeprefix(one_line(text))).strip()
                if not same_words(said, text):
                    yield TextEdit(ref, duty.text, said)

    def _titles(self) -> Iterator[TextEdit]:
        for ref, column in self.columns.items():
            if not _is_new(ref):
                title = self.base.position(int(ref)).title
                if not same_words(self._head(column), self.document.text(title)):
                    yield TextEdit(ref, title, self._head(column))

    def _holders(self) -> Iterator[str]:
        for ref, column in self.columns.items():
            if not _is_new(ref):
                position = self.base.position(int(ref))
                if not same_words(_at(self.rows, _HOLDERS, column), position.holder or _("Vacant")):
                    yield position.title

    def _new_rows(self) -> Iterator[NewRow]:
        for ref, row in self.duties.items():
            if _is_new(ref):
                yield NewRow(ref, self._phase(row), one_line(_at(self.rows, row, _DUTY)))

    def _phase(self, row: int) -> int:
        """The phase that a row names; one that names none belongs to the rows above it."""
        for at in range(row, _HEAD, -1):
            label = normalised(_at(self.rows, at, _PHASE))
            if label:
                name = label if label in self.labels else label.partition(" · ")[0]
                return self.labels.get(name, 0)
        return 0


def _matched(heads: Mapping[int, tuple[str, str]], known: Mapping[str, str]) -> dict[str, int]:
    """Where each known thing stands, and what is new: `heads` has the id and the words of each place.

    A row that was copied in a spreadsheet has its id twice: the one with the words of old keeps it.
    """
    known_words = {ref: normalised(words) for ref, words in known.items()}
    by_id: dict[str, list[int]] = {}
    for at, (said, _words_there) in heads.items():
        by_id.setdefault(str(_id(said)), []).append(at)
    found: dict[str, int] = {}
    for ref in known.keys() & by_id.keys():
        found[ref] = min(by_id[ref], key=lambda at: (normalised(heads[at][1]) != known_words[ref], at))
    free = {words: ref for ref, words in known_words.items() if ref not in found}
    taken = set(found.values())
    for at, (_said, words) in heads.items():
        if words and at not in taken:
            found[free.pop(normalised(words), f"{NEW}{at + 1}")] = at
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


def _is_new(ref: str) -> bool:
    return ref.startswith(NEW)
