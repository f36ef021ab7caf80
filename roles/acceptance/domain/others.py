"""Who else has a part in the duties of somebody: by name for members of the project, by position alone for others."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from django.utils.translation import gettext as _

from roles.acceptance.domain.commitments import Commitment
from roles.matrix.matrix import Matrix, load_matrix


class Other(NamedTuple):
    """A position with its letter; `names` is "" where names are not shown."""

    letter: str
    title: str
    names: str


def others_on(project_id: int, person_id: int, cells: Iterable[Commitment], *, named: bool) -> dict[int, list[Other]]:
    """By duty, the other people or positions that have a letter in it, in the order of the matrix."""
    matrix = load_matrix(project_id)
    duties = {commitment.duty_id for commitment in cells} & matrix.row_of.keys()
    return {duty_id: list(_others(matrix, duty_id, person_id, named=named)) for duty_id in duties}


def _others(matrix: Matrix, duty_id: int, person_id: int, *, named: bool) -> Iterator[Other]:
    for column, letter in zip(matrix.positions, matrix.duty(duty_id).letters, strict=True):
        names = [holder.name for holder in column.holders if holder.id != person_id]
        theirs = len(names) < len(column.holders)  # a position of this person, which others may hold too
        if letter and not (theirs and not (named and names)):
            yield Other(letter, column.title, ", ".join(names) or _("Vacant") if named else "")
