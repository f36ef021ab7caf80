"""The workbook of a matrix read back: which cells, words, rows and columns it has otherwise than it was written."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from itertools import groupby

from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.exports.documents.matrix import MatrixDocument
from roles.formats.marks import read_letter
from roles.formats.paper import Mode
from roles.formats.text import plain
from roles.formats.xlsx.cells import column_name
from roles.imports.documents.own_workbook.identity import Identified, Known, Said, identified
from roles.imports.documents.own_workbook.stamp import LANGUAGES, NONE, Returned, Sheet, Stamp, number_in
from roles.imports.domain.edits import (
    NEW,
    CellEdit,
    Edits,
    FileDoubt,
    FileDoubtKind,
    NewRow,
    TextEdit,
    WordsDoubt,
    normalised,
    one_line,
    same_lines,
    same_words,
)
from roles.imports.domain.languages import language_told
from roles.matrix.letters import LONGEST, readable_names
from roles.matrix.matrix import Matrix


def read_edits(returned: Returned, base: Matrix) -> Edits:
    """Return what differs from `base`, the project at the version and in the language of the stamp."""
    with override(returned.stamp.language):
        reader = _Reader(returned.matrix, returned.stamp, base)
        edits = reader.edits()
        described = _descriptions(returned.descriptions, reader.document) if returned.descriptions else ()
        return replace(edits, descriptions=tuple(_told(described, returned.stamp.language)))


def _descriptions(sheet: Sheet, document: MatrixDocument) -> Iterator[TextEdit]:
    """The descriptions that the file has otherwise."""
    duties = document.whole.duties
    known = {str(duty.id): Known(document.text(duty.text), duty.code) for duty in duties}
    said = {
        row: Said(sheet.text(row, sheet.ids), one_line(sheet.text(row, sheet.duty)), sheet.text(row, sheet.code))
        for row in sheet.body
    }
    places = identified(said, known).places
    for duty in duties:
        row = places.get(str(duty.id), NONE)
        text = sheet.text(row, sheet.description)
        if row != NONE and not same_lines(text, duty.description):
            yield TextEdit(str(duty.id), duty.description, text)


def _told(said: Iterable[TextEdit], language: str) -> list[TextEdit]:
    """The edits, with a doubt about those that turn words into the other language; most speak for the rest."""
    edits = list(said)
    other = {"fr": "en", "en": "fr"}[language]
    turned = [language_told([edit.text]) == other and language_told([edit.old]) != other for edit in edits]
    most = sum(turned) > 1 and sum(turned) * 2 >= len(edits)
    return [
        replace(edit, doubt=WordsDoubt.LANGUAGE)
        if not edit.doubt and (so or (most and language_told([edit.text]) != language))
        else edit
        for edit, so in zip(edits, turned, strict=True)
    ]


class _Reader:
    """One workbook sheet beside what it was written from."""

    def __init__(self, sheet: Sheet, stamp: Stamp, base: Matrix) -> None:
        self.sheet, self.stamp, self.base = sheet, stamp, base
        self.document = MatrixDocument(base, base, (), Mode.INTERNAL, "", date.min)
        self.names = readable_names(base.rules)
        labels = (self.document.phase_short, self.document.phase_label)
        self.labels = {normalised(label(phase)): phase.id for label in labels for phase in base.phases}
        self.unclear: list[FileDoubt] = []  # cells of repeated rows and columns that contradict each other

    def edits(self) -> Edits:
        """Everything that differs."""
        gone = [duty.id for duty in self.base.duties if str(duty.id) not in self.duties.places]
        columns = self.columns.places
        return Edits(
            version=self.stamp.version,
            language=self.stamp.language,
            cells=tuple(self._cells()),
            texts=tuple(_told(self._texts(), self.stamp.language)),
            titles=tuple(_told(self._titles(), self.stamp.language)),
            rows=tuple(self._new_rows()),
            columns=tuple(TextEdit(ref, "", self._head(at)) for ref, at in columns.items() if _is_new(ref)),
            gone_duties=() if self.stamp.filtered else tuple(gone),
            gone_positions=tuple(p.id for p in self.base.positions if str(p.id) not in columns),
            holders=tuple(self._holders()),
            doubts=(*self._doubts(), *self.unclear),
        )

    def _head(self, column: int) -> str:
        return one_line(self.sheet.text(self.sheet.head, column))

    @cached_property
    def numbers_row(self) -> int:
        """The hidden row above the titles that has most of the numbers of positions, NONE if none has any."""
        known = {position.id for position in self.base.positions}

        def count(row: int) -> int:
            return len({number_in(self.sheet.text(row, at)) for at in self.sheet.others} & known)

        row = max(range(self.sheet.head), key=lambda row: (count(row), row), default=NONE)
        return row if row != NONE and count(row) else NONE

    @cached_property
    def columns(self) -> Identified:
        """The columns of letters by position, and new ones."""
        said = {at: Said(self.sheet.text(self.numbers_row, at), self._head(at)) for at in self.sheet.others}
        known = {str(one.id): Known(plain(one.title, self.stamp.language)) for one in self.base.positions}
        found = identified(said, known)
        found.places = {ref: at for ref, at in found.places.items() if not _is_new(ref) or self._may_be_position(at)}
        return found

    def _may_be_position(self, column: int) -> bool:
        """Whether a column without a number may be one: a column of counts or of remarks is none."""
        counts = []
        for language in LANGUAGES:
            with override(language):
                counts.append(_("Count of A"))
        texts = [text for row in self.duties.places.values() if (text := self.sheet.text(row, column))]
        return self._head(column) not in counts and (self._has_letters(column) > 0 or not texts)

    def _has_letters(self, column: int) -> int:
        """How many duties have a letter in a column."""
        texts = (self.sheet.text(row, column) for row in self.duties.places.values())
        return sum(bool(read_letter(text, self.names)) for text in texts if text)

    @cached_property
    def duties(self) -> Identified:
        """The rows of duties, in the same way. The titles of the columns, once more in a file of two, are no duty."""
        said = {
            row: Said(
                self.sheet.text(row, self.sheet.ids),
                one_line(self.sheet.text(row, self.sheet.duty)),
                self.sheet.text(row, self.sheet.code),
                self.sheet.text(row, self.sheet.phase),
            )
            for row in self.sheet.body
            if not self._is_head(row)
        }
        phases = {phase.id: self.document.phase_label(phase) for phase in self.base.phases}
        known = {
            str(duty.id): Known(self.document.duty_text(duty), duty.code, phases[duty.phase_id])
            for duty in self.base.duties
        }
        return identified(said, known)

    def _is_head(self, row: int) -> bool:
        columns = (self.sheet.phase, self.sheet.duty)
        return all(self.sheet.text(row, at) == self.sheet.text(self.sheet.head, at) for at in columns)

    def _cells(self) -> Iterator[CellEdit]:
        """The letters that differ; of a row or column that stands twice, those that differ in either."""
        for duty, row in self.duties.places.items():
            rows = (row, *self.duties.repeats.get(duty, ()))
            for position, column in self.columns.places.items():
                old = self._letter(duty, position)
                columns = (column, *self.columns.repeats.get(position, ()))
                texts = [self.sheet.text(each, at) for at in columns for each in rows]
                said = {read_letter(text, self.names): text for text in texts}
                said.pop(old, None)
                if len(said) == 1:
                    yield CellEdit(duty, position, old, next(iter(said.values()))[:LONGEST])
                elif said:
                    words = " / ".join(text[:LONGEST] or "–" for text in said.values())
                    kind = FileDoubtKind.TWO_LETTERS
                    self.unclear.append(FileDoubt(kind, str(row + 1), duty, position, words))

    def _letter(self, duty: str, position: str) -> str:
        """The letter that was written; a duty that did not apply had none."""
        if _is_new(duty) or _is_new(position):
            return ""
        row = self.base.duty(int(duty))
        return row.letters[self.base.column_of[int(position)]] if row.applicable else ""

    def _texts(self) -> Iterator[TextEdit]:
        for ref, row in self.duties.places.items():
            if not _is_new(ref):
                duty, said = self.base.duty(int(ref)), one_line(self.sheet.text(row, self.sheet.duty))
                written = one_line(self.document.duty_text(duty))
                text = self.document.text(duty.text)
                said = said.removesuffix(written.removeprefix(one_line(text))).strip()
                if not same_words(said, text):
                    yield TextEdit(ref, duty.text, said, WordsDoubt.MOVED if ref in self.duties.moved else "")

    def _titles(self) -> Iterator[TextEdit]:
        for ref, column in self.columns.places.items():
            if not _is_new(ref):
                title = self.base.position(int(ref)).title
                if not same_words(self._head(column), self.document.text(title)):
                    doubt = WordsDoubt.MOVED if ref in self.columns.moved else ""
                    yield TextEdit(ref, title, self._head(column), doubt)

    def _holders(self) -> Iterator[str]:
        for ref, column in self.columns.places.items():
            if not _is_new(ref):
                position = self.base.position(int(ref))
                if not same_words(self.sheet.text(self.sheet.head - 1, column), position.holder or _("Vacant")):
                    yield position.title

    def _new_rows(self) -> Iterator[NewRow]:
        for ref, row in self.duties.places.items():
            if _is_new(ref):
                yield NewRow(ref, self.phases[row], one_line(self.sheet.text(row, self.sheet.duty)))

    @cached_property
    def phases(self) -> Mapping[int, int]:
        """The phase of each row: the one it names, else that of the rows above it, unless phases are mixed."""
        named = {row: self._named_phase(row) for row in self.sheet.body if self.sheet.text(row, self.sheet.phase)}
        runs = [phase for phase, _rows in groupby(filter(None, named.values()))]
        mixed, above, found = len(runs) > len(set(runs)), 0, {}
        for row in self.sheet.body:
            above = named.get(row, 0 if mixed else above)
            found[row] = above
        return found

    def _named_phase(self, row: int) -> int:
        """The phase that a row names, 0 for none of the project."""
        label = normalised(self.sheet.text(row, self.sheet.phase))
        return self.labels.get(label if label in self.labels else label.partition(" · ")[0], 0)

    def _doubts(self) -> Iterator[FileDoubt]:
        """What is odd about the sheet, first of all that it was sorted without its hidden column."""
        for kind, found in ((FileDoubtKind.SORTED, self.duties), (FileDoubtKind.COLUMNS_MOVED, self.columns)):
            if found.parted:
                yield FileDoubt(kind, str(found.parted))
        for ref, rows in self.duties.repeats.items():
            yield from (FileDoubt(FileDoubtKind.REPEATED, str(row + 1), ref) for row in rows)
        for ref, row in self.duties.places.items():
            named = self.sheet.text(row, self.sheet.phase)
            if not _is_new(ref) and named and self._named_phase(row) != self.base.duty(int(ref)).phase_id:
                yield FileDoubt(FileDoubtKind.OTHER_PHASE, str(row + 1), ref, text=named[:80])
        yield from self._rows_without_a_duty()
        taken = {*self.columns.places.values(), *(at for places in self.columns.repeats.values() for at in places)}
        for at in self.sheet.others:
            if not self._head(at) and at not in taken and (count := self._has_letters(at)):
                yield FileDoubt(FileDoubtKind.NO_TITLE, column_name(at + 1), text=str(count))

    def _rows_without_a_duty(self) -> Iterator[FileDoubt]:
        """Rows of phases, and others, with letters in them, or with a text where the name of a phase would stand."""
        taken = {*self.duties.places.values(), *(row for rows in self.duties.repeats.values() for row in rows)}
        for row in self.sheet.body:
            if row in taken or self._is_head(row):
                continue
            texts = [self.sheet.text(row, at) for at in self.columns.places.values()]
            letters = [text for text in texts if text and read_letter(text, self.names)]
            named = self.sheet.text(row, self.sheet.phase)
            if named and not self._named_phase(row):
                letters.insert(0, named[:80])
            if letters:
                yield FileDoubt(FileDoubtKind.NO_DUTY, str(row + 1), text=", ".join(letters))


def _is_new(ref: str) -> bool:
    return ref.startswith(NEW)
