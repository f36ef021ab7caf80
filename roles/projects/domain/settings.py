"""Saving the settings of a project, with what they change in its matrix: without RASCI no cell keeps an S."""

from django.contrib.auth.models import User

from phases.projects.domain import ProjectDetails, write_project
from phases.projects.journal import project_change
from roles.enums import Letter
from roles.matrix.changes import write_cells
from roles.matrix.letters import offers
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Assignment


class SupportHeld(Exception):
    """Cells hold S, and nobody said what they become."""


def support_cells(project_id: int) -> int:
    """How many cells hold S."""
    return Assignment.objects.filter(duty__project_id=project_id, letter=Letter.S).count()


def save_settings(
    project_id: int, user: User, details: ProjectDetails, *, seen: str | None = None, instead: str | None = None
) -> None:
    """Edit a project; where its rules end RASCI, each S becomes the letter `instead`, "" for none.

    One change, all or nothing. Raises SupportHeld, EditConflict and Project.DoesNotExist.
    """
    with project_change(project_id, user) as journal:
        write_project(journal, details, seen)
        if offers(details.rules, Letter.S) or not support_cells(project_id):
            return
        if instead is None:
            raise SupportHeld
        matrix = load_matrix(project_id)
        held = [
            CellChange(duty.id, position.id, instead)
            for duty in matrix.duties
            for position, letter in zip(matrix.positions, duty.letters, strict=True)
            if letter == Letter.S
        ]
        write_cells(journal, matrix, held)
