"""What becomes of each thing that an imported file says otherwise: taken, left out, or a conflict. Pure functions."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace

from roles.enums import APPROVING
from roles.formats.marks import read_letter
from roles.history.domain.difference import difference
from roles.imports.domain.edits import (
    DESCRIPTION,
    NEW,
    TEXT,
    TITLE,
    CellEdit,
    EditKind,
    Edits,
    MergeItem,
    MergePlan,
    Problem,
    SkipReason,
    TextEdit,
    normalised,
    same_lines,
    same_words,
)
from roles.matrix.letters import offers, readable_names
from roles.matrix.matrix import Matrix

Letters = Mapping[CellEdit, str | None]  # what the text of each cell says; None when it says no letter


def plan_merge(edits: Edits, base: Matrix, now: Matrix) -> MergePlan:
    """Set the edits against the project as it is; `base` is the project at the version of the file."""
    names = readable_names(base.rules)
    letters = {cell: read_letter(cell.text, names) for cell in edits.cells}
    problems = [
        *_unfit_texts(edits, now),
        *_unfit_rows(edits, now),
        *_unfit_cells(letters, now),
        *_unfit_places(edits, letters, base, now),
    ]
    barred = {problem.duty for problem in problems if problem.duty}
    barred_columns = {problem.position for problem in problems if not problem.duty}
    cells = {
        cell: letter or ""
        for cell, letter in letters.items()
        if cell.duty not in barred and cell.position not in barred_columns
    }
    items = [
        *_columns(edits, now, barred_columns),
        *_reworded(edits, now, barred, barred_columns),
        *_rows(edits, now, barred, cells),
        *_cells(cells, now),
    ]
    named = {(cell.duty, cell.position) for cell in edits.cells}
    moved = difference(base, now).letters
    here = tuple(cell for cell in moved if (str(cell.duty_id), str(cell.position_id)) not in named)
    return MergePlan(now, edits, tuple(items), tuple(problems), here)


def _unfit_texts(edits: Edits, now: Matrix) -> Iterator[Problem]:
    """Words that are too many or none, or of what has left the project."""
    for edit in edits.texts:
        if int(edit.ref) not in now.row_of:
            yield Problem(SkipReason.GONE, edit.ref, text=edit.old)
        elif reason := _length(edit.text, TEXT):
            yield Problem(reason, edit.ref, text=edit.text[:80])
    for edit in edits.descriptions:
        if int(edit.ref) not in now.row_of:
            yield Problem(SkipReason.GONE, edit.ref, text=edit.old)
        elif len(edit.text) > DESCRIPTION:
            yield Problem(SkipReason.LONG, edit.ref, text=edit.text[:80])
    for edit in (*edits.titles, *edits.columns):
        if edit in edits.titles and int(edit.ref) not in now.column_of:
            yield Problem(SkipReason.GONE, "", edit.ref, edit.old)
        elif reason := _length(edit.text, TITLE):
            yield Problem(reason, "", edit.ref, edit.text[:80])


def _length(text: str, limit: int) -> SkipReason | None:
    if not text:
        return SkipReason.BLANK
    return SkipReason.LONG if len(text) > limit else None


def _unfit_rows(edits: Edits, now: Matrix) -> Iterator[Problem]:
    phases = {phase.id for phase in now.phases}
    for row in edits.rows:
        if row.phase not in phases:
            yield Problem(SkipReason.NO_PHASE, row.ref, text=row.text[:80])
        elif len(row.text) > TEXT:
            yield Problem(SkipReason.LONG, row.ref, text=row.text[:80])


def _unfit_cells(letters: Letters, now: Matrix) -> Iterator[Problem]:
    """Cells that cannot be read or written."""
    off = {str(duty.id) for duty in now.duties if not duty.applicable}
    for cell, letter in letters.items():
        if letter is None:
            yield Problem(SkipReason.UNREAD, cell.duty, cell.position, cell.text[:20])
        elif letter and not offers(now.rules, letter):
            yield Problem(SkipReason.NOT_OFFERED, cell.duty, cell.position, cell.text[:20])
        elif letter and cell.duty in off:
            yield Problem(SkipReason.OFF, cell.duty, cell.position)


def _unfit_places(edits: Edits, letters: Letters, base: Matrix, now: Matrix) -> Iterator[Problem]:
    """Rows that the file gives two A's, and rows and columns that have left the project."""
    reworded, retitled = {edit.ref for edit in edits.texts}, {edit.ref for edit in edits.titles}
    for duty in dict.fromkeys(cell.duty for cell in edits.cells):
        if _approvers_there(edits, letters, base, duty) > 1:
            yield Problem(SkipReason.TWO, duty)
        if duty not in reworded and _has_left(duty, now.row_of):
            yield Problem(SkipReason.GONE, duty, text=base.duty(int(duty)).text)
    for position in dict.fromkeys(cell.position for cell in edits.cells):
        if position not in retitled and _has_left(position, now.column_of):
            yield Problem(SkipReason.GONE, "", position, base.position(int(position)).title)


def _has_left(ref: str, known: Container[int]) -> bool:
    """Whether a row or column of the file is in the project no more."""
    return not _is_new(ref) and int(ref) not in known


def _is_new(ref: str) -> bool:
    return ref.startswith(NEW)


def _approvers_there(edits: Edits, read: Letters, base: Matrix, duty: str) -> int:
    """How many A's the file has in a row."""
    letters: dict[str, str | None] = {}
    if not edits.partial and not _has_left(duty, base.row_of) and not _is_new(duty):
        row = zip(base.positions, base.duty(int(duty)).letters, strict=True)
        letters = {str(position.id): letter for position, letter in row if position.id not in edits.gone_positions}
    letters |= {cell.position: letter for cell, letter in read.items() if cell.duty == duty}
    return sum(letter in APPROVING for letter in letters.values())


def _columns(edits: Edits, now: Matrix, barred: set[str]) -> Iterator[MergeItem]:
    titles = {normalised(position.title) for position in now.positions}
    for column in edits.columns:
        if column.ref not in barred:
            twin = normalised(column.text) in titles
            yield MergeItem(
                EditKind.COLUMN, "", column.ref, "", column.text if twin else "", column.text, conflict=twin
            )


def _reworded(edits: Edits, now: Matrix, barred: set[str], barred_columns: set[str]) -> Iterator[MergeItem]:
    for edit in edits.titles:
        if edit.ref not in barred_columns:
            yield from _words(EditKind.TITLE, edit, now.position(int(edit.ref)).title)
    for edit in edits.texts:
        if edit.ref not in barred:
            yield from _words(EditKind.TEXT, edit, now.duty(int(edit.ref)).text)
    for edit in edits.descriptions:
        if edit.ref not in barred:
            here = now.duty(int(edit.ref)).description
            if not same_lines(edit.text, here):
                yield _reworded_as(EditKind.DESCRIPTION, edit.ref, "", edit, here)


def _words(kind: EditKind, edit: TextEdit, here: str) -> Iterator[MergeItem]:
    duty, position = ("", edit.ref) if kind is EditKind.TITLE else (edit.ref, "")
    if not same_words(edit.text, here):
        yield _reworded_as(kind, duty, position, edit, here)


def _reworded_as(kind: EditKind, duty: str, position: str, edit: TextEdit, here: str) -> MergeItem:
    """Other words; those that are in doubt wait for a person."""
    conflict = here != edit.old or bool(edit.doubt)
    return MergeItem(kind, duty, position, edit.old, here, edit.text, conflict=conflict, doubt=edit.doubt)


def _rows(edits: Edits, now: Matrix, barred: set[str], cells: Mapping[CellEdit, str]) -> Iterator[MergeItem]:
    known = {(duty.phase_id, normalised(duty.text)) for duty in now.duties}
    letters: dict[str, list[tuple[str, str]]] = {}
    for cell, letter in cells.items():
        if not _has_left(cell.position, now.column_of):
            letters.setdefault(cell.duty, []).append((cell.position, letter))
    for row in edits.rows:
        if row.ref not in barred:
            twin = (row.phase, normalised(row.text)) in known
            mine = tuple(letters.get(row.ref, ()))
            yield MergeItem(
                EditKind.ROW, row.ref, "", "", row.text if twin else "", row.text, conflict=twin, letters=mine
            )


def _cells(cells: Mapping[CellEdit, str], now: Matrix) -> Iterator[MergeItem]:
    """The cells of duties that stand here; an A that another position has by now is a conflict, too."""
    found: list[MergeItem] = []
    for cell, letter in cells.items():
        if _is_new(cell.duty) or _has_left(cell.position, now.column_of):
            continue
        here = "" if _is_new(cell.position) else now.letter(int(cell.duty), int(cell.position))
        item = MergeItem(EditKind.CELL, cell.duty, cell.position, cell.old, here, letter)
        if item.here != item.there:
            found.append(replace(item, conflict=here != cell.old))
    for item in found:
        over = _other_approvers(now, item, found) if item.there in APPROVING else ()
        yield replace(item, conflict=item.conflict or bool(over), over=over)


def _other_approvers(now: Matrix, item: MergeItem, items: Iterable[MergeItem]) -> tuple[int, ...]:
    """Who else has an A in the row of an item, as it would be with what only the file changed."""
    row = {str(p.id): letter for p, letter in zip(now.positions, now.duty(int(item.duty)).letters, strict=True)}
    row |= {each.position: each.there for each in items if each.duty == item.duty and not each.conflict}
    approving = (position for position, letter in row.items() if letter in APPROVING and not _is_new(position))
    return tuple(int(position) for position in approving if position != item.position)
