"""Taking from an imported file what a person chose: all of it or nothing, as one version of the project."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import replace

from django.contrib.auth.models import User

from aispec.web.edit_conflict import EditConflict
from phases.models import Phase
from phases.projects.journal import Journal, project_change
from roles.enums import APPROVING, Letter
from roles.imports.domain.edits import EditKind, Edits, MergeItem, MergePlan
from roles.imports.domain.merge import plan_merge
from roles.matrix.changes import write_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Duty, Position
from roles.projects.domain.duties import DutyDetails, describe, insert_duty, reword
from roles.projects.domain.positions import PositionDetails, add_position, last_order, set_field

Refs = Mapping[str, int]  # the ids of what the file calls n1, n2…


class TwoApprovers(Exception):
    """What was chosen would leave two A's in these rows; nothing was written."""

    def __init__(self, duties: Iterable[str]) -> None:
        self.duties = tuple(duties)
        super().__init__(*self.duties)


def apply_merge(
    project_id: int, user: User, edits: Edits, base: Matrix, *, seen: int | None, taken: Container[str]
) -> MergePlan:
    """Take the items whose keys were chosen, and return the plan they are of.

    `seen` is the version that the preview showed. Raises EditConflict when the project has another one, TwoApprovers,
    and Project.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        now = replace(load_matrix(project_id, edits.language), version=journal.version - 1)
        if now.version != seen:
            raise EditConflict
        plan = plan_merge(edits, base, now)
        chosen = [item for item in plan.items if item.key in taken]
        _reword(journal, edits.language, chosen)
        columns = _add_columns(journal, user, edits.language, chosen)
        rows = _add_rows(journal, edits, chosen)
        matrix = load_matrix(project_id)
        changes = chosen_changes(matrix, chosen, rows, columns)
        _check_approvers(matrix, changes, {pk: ref for ref, pk in rows.items()})
        if changes:
            write_cells(journal, matrix, changes)
    return plan


def chosen_changes(matrix: Matrix, chosen: Sequence[MergeItem], rows: Refs, columns: Refs) -> list[CellChange]:
    """Return the letters of what was chosen; an A that is taken over leaves an R where it was an A/R.

    Cells of a new position that was not chosen go with it.
    """
    placed = [
        (_ref(duty, rows), _ref(position, columns), letter) for item in chosen for duty, position, letter in item.cells
    ]
    cells = {(row, column): letter for row, column, letter in placed if row is not None and column is not None}
    for item in chosen:
        for other in item.over if _ref(item.position, columns) is not None else ():
            cell = int(item.duty), other
            cells.setdefault(cell, Letter.R.value if matrix.letter(*cell) == Letter.AR else "")
    return [CellChange(*cell, letter) for cell, letter in cells.items() if matrix.letter(*cell) != letter]


def _ref(ref: str, known: Refs) -> int | None:
    """The id of a row or column, None for a new one that was not chosen."""
    return int(ref) if ref.isdecimal() else known.get(ref)


def _reword(journal: Journal, language: str, chosen: Iterable[MergeItem]) -> None:
    texts = {int(item.duty): item.there for item in chosen if item.kind is EditKind.TEXT}
    descriptions = {int(item.duty): item.there for item in chosen if item.kind is EditKind.DESCRIPTION}
    found = Duty.objects.select_related("phase", "responsibility").filter(project_id=journal.project_id)
    for duty in found.filter(pk__in=texts.keys() | descriptions.keys()):
        if duty.pk in texts:
            reword(journal, duty, language, texts[duty.pk])
        if duty.pk in descriptions:
            _describe(journal, duty, language, descriptions[duty.pk])
        duty.save()
    titles = {int(item.position): item.there for item in chosen if item.kind is EditKind.TITLE}
    for position in Position.objects.filter(project_id=journal.project_id, pk__in=titles):
        set_field(journal, position, f"title_{language}", titles[position.pk])


def _describe(journal: Journal, duty: Duty, language: str, text: str) -> None:
    """Another description; where the file emptied one that this language has not, it was the other's that it showed."""
    if not text and not getattr(duty, f"description_{language}"):
        language = "en" if language == "fr" else "fr"
    describe(journal, duty, language, text)


def _add_columns(journal: Journal, user: User, language: str, chosen: Iterable[MergeItem]) -> dict[str, int]:
    """The new positions, vacant, after the others."""
    order, ids = last_order(journal.project_id), {}
    for item in chosen:
        if item.kind is EditKind.COLUMN:
            order += 1
            french = language == "fr"
            details = PositionDetails(title_fr=item.there) if french else PositionDetails(title_en=item.there)
            ids[item.position] = add_position(journal, journal.project_id, user, order, details).pk
    return ids


def _add_rows(journal: Journal, edits: Edits, chosen: Iterable[MergeItem]) -> dict[str, int]:
    """The new duties, last of their phases."""
    home = {row.ref: row.phase for row in edits.rows}
    phases = Phase.objects.in_bulk(set(home.values()))
    ids = {}
    for item in chosen:
        if item.kind is EditKind.ROW:
            text_fr, text_en = (item.there, "") if edits.language == "fr" else ("", item.there)
            ids[item.duty] = insert_duty(journal, DutyDetails(text_fr, text_en, phases[home[item.duty]])).pk
    return ids


def _check_approvers(matrix: Matrix, changes: Iterable[CellChange], new: Mapping[int, str]) -> None:
    """Raises TwoApprovers."""
    changes = list(changes)
    after = matrix.with_changes(changes)
    touched = dict.fromkeys(change.duty_id for change in changes)
    twice = [pk for pk in touched if sum(letter in APPROVING for letter in after.duty(pk).letters) > 1]
    if twice:
        raise TwoApprovers(new.get(pk, str(pk)) for pk in twice)
