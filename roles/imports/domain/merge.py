"""What becomes of each thing that a returned file says otherwise: taken, left out, or a conflict. Pure functions."""

from collections.abc import Iterable, Iterator

from roles.enums import APPROVING
from roles.history.domain.difference import difference
from roles.imports.domain.edits import (
    NEW,
    TEXT,
    TITLE,
    CellEdit,
    Edits,
    Item,
    Kind,
    MergePlan,
    Problem,
    TextEdit,
    Trouble,
    normalised,
    same_words,
)
from roles.matrix.bulk_changes import read_letter
from roles.matrix.letters import offers
from roles.matrix.matrix import Matrix


def plan_merge(edits: Edits, base: Matrix, now: Matrix) -> MergePlan:
    """Set the edits against the project as it is; `base` is the project at the version of the file."""
    problems = [*_unfit_texts(edits, now), *_unfit_rows(edits, now), *_unfit_cells(edits, base, now)]
    barred = {problem.duty for problem in problems if problem.duty}
    barred_columns = {problem.position for problem in problems if not problem.duty}
    cells = [c for c in edits.cells if c.duty not in barred and c.position not in barred_columns]
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
            yield Problem(Trouble.GONE, edit.ref, text=edit.old)
        elif trouble := _length(edit.text, TEXT):
            yield Problem(trouble, edit.ref, text=edit.text[:80])
    for edit in (*edits.titles, *edits.columns):
        if edit in edits.titles and int(edit.ref) not in now.column_of:
            yield Problem(Trouble.GONE, "", edit.ref, edit.old)
        elif trouble := _length(edit.text, TITLE):
            yield Problem(trouble, "", edit.ref, edit.text[:80])


def _length(text: str, limit: int) -> Trouble | None:
    if not text:
        return Trouble.BLANK
    return Trouble.LONG if len(text) > limit else None


def _unfit_rows(edits: Edits, now: Matrix) -> Iterator[Problem]:
    phases = {phase.id for phase in now.phases}
    for row in edits.rows:
        if row.phase not in phases:
            yield Problem(Trouble.NO_PHASE, row.ref, text=row.text[:80])
        elif len(row.text) > TEXT:
            yield Problem(Trouble.LONG, row.ref, text=row.text[:80])


def _unfit_cells(edits: Edits, base: Matrix, now: Matrix) -> Iterator[Problem]:
    """Cells that cannot be read or written, and rows that the file gives two A's."""
    for cell in edits.cells:
        letter = read_letter(cell.text)
        if letter is None:
            yield Problem(Trouble.UNREAD, cell.duty, cell.position, cell.text[:20])
        elif letter and not offers(now.rules, letter):
            yield Problem(Trouble.NOT_OFFERED, cell.duty, cell.position, cell.text[:20])
        elif letter and _off(now, cell.duty):
            yield Problem(Trouble.OFF, cell.duty, cell.position)
    reworded = {edit.ref for edit in edits.texts}
    for duty in dict.fromkeys(cell.duty for cell in edits.cells):
        if sum(letter in APPROVING for letter in _row_there(edits, base, duty).values()) > 1:
            yield Problem(Trouble.TWO, duty)
        if duty not in reworded and not _is_new(duty) and int(duty) not in now.row_of:
            yield Problem(Trouble.GONE, duty, text=base.duty(int(duty)).text)
    retitled = {edit.ref for edit in edits.titles}
    for position in dict.fromkeys(cell.position for cell in edits.cells):
        if position not in retitled and not _stands(now, position):
            yield Problem(Trouble.GONE, "", position, base.position(int(position)).title)


def _is_new(ref: str) -> bool:
    return ref.startswith(NEW)


def _off(now: Matrix, duty: str) -> bool:
    return not _is_new(duty) and int(duty) in now.row_of and not now.duty(int(duty)).applicable


def _row_there(edits: Edits, base: Matrix, duty: str) -> dict[str, str]:
    """The letters of a row as the file has them."""
    letters: dict[str, str] = {}
    if not edits.partial and not _is_new(duty) and int(duty) in base.row_of:
        row = zip(base.positions, base.duty(int(duty)).letters, strict=True)
        letters = {str(position.id): letter for position, letter in row if position.id not in edits.gone_positions}
    return letters | {cell.position: read_letter(cell.text) or "" for cell in edits.cells if cell.duty == duty}


def _columns(edits: Edits, now: Matrix, barred: set[str]) -> Iterator[Item]:
    titles = {normalised(position.title) for position in now.positions}
    for column in edits.columns:
        if column.ref not in barred:
            twin = normalised(column.text) in titles
            yield Item(Kind.COLUMN, "", column.ref, "", column.text if twin else "", column.text, conflict=twin)


def _reworded(edits: Edits, now: Matrix, barred: set[str], barred_columns: set[str]) -> Iterator[Item]:
    for edit in edits.titles:
        if edit.ref not in barred_columns:
            yield from _words(Kind.TITLE, edit, now.position(int(edit.ref)).title)
    for edit in edits.texts:
        if edit.ref not in barred:
            yield from _words(Kind.TEXT, edit, now.duty(int(edit.ref)).text)


def _words(kind: Kind, edit: TextEdit, here: str) -> Iterator[Item]:
    duty, position = ("", edit.ref) if kind is Kind.TITLE else (edit.ref, "")
    if not same_words(edit.text, here):
        yield Item(kind, duty, position, edit.old, here, edit.text, conflict=here != edit.old)


def _rows(edits: Edits, now: Matrix, barred: set[str], cells: Iterable[CellEdit]) -> Iterator[Item]:
    known = {(duty.phase_id, normalised(duty.text)) for duty in now.duties}
    letters: dict[str, list[tuple[str, str]]] = {}
    for cell in cells:
        if _stands(now, cell.position):
            letters.setdefault(cell.duty, []).append((cell.position, read_letter(cell.text) or ""))
    for row in edits.rows:
        if row.ref not in barred:
            twin = (row.phase, normalised(row.text)) in known
            mine = tuple(letters.get(row.ref, ()))
            yield Item(Kind.ROW, row.ref, "", "", row.text if twin else "", row.text, conflict=twin, letters=mine)


def _stands(now: Matrix, position: str) -> bool:
    return _is_new(position) or int(position) in now.column_of


def _cells(cells: Iterable[CellEdit], now: Matrix) -> Iterator[Item]:
    """The cells of duties that stand here; an A that another position has by now is a conflict, too."""
    found: list[Item] = []
    for cell in cells:
        if _is_new(cell.duty) or not _stands(now, cell.position):
            continue
        new = _is_new(cell.position)
        here = "" if new else now.letter(int(cell.duty), int(cell.position))
        there = read_letter(cell.text) or ""
        if here != there:
            conflict = here != cell.old
            found.append(Item(Kind.CELL, cell.duty, cell.position, cell.old, here, there, conflict=conflict))
    after = {duty: _merged(now, duty, found) for duty in {item.duty for item in found}}
    for item in found:
        others = [p for p, letter in after[item.duty].items() if letter in APPROVING and p != item.position]
        over = tuple(int(p) for p in others if not _is_new(p)) if item.there in APPROVING else ()
        yield Item(
            Kind.CELL, item.duty, item.position, item.old, item.here, item.there, item.conflict or bool(over), over
        )


def _merged(now: Matrix, duty: str, items: Iterable[Item]) -> dict[str, str]:
    """A row as it would be with what only the file changed."""
    row = {str(p.id): letter for p, letter in zip(now.positions, now.duty(int(duty)).letters, strict=True)}
    return row | {item.position: item.there for item in items if item.duty == duty and not item.conflict}
