"""Two people who hold the positions of a project."""

from roles.acceptance.domain.answers import answer, part_of
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.models import Duty, Person, Position
from tests.conftest import Team
from tests.factories import PersonFactory


class Crew:
    """Ada holds the first position, Bo the second; each has three letters, which the journal knows."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.id = team.project.pk
        self.owner = team.users["owner"]
        self.positions = list(Position.objects.filter(project=self.id))
        self.duties = list(Duty.objects.filter(project=self.id))
        self.ada, self.bo = PersonFactory.create(name="Ada"), PersonFactory.create(name="Bo")
        for position, person in zip(self.positions, (self.ada, self.bo), strict=True):
            position.holder = person
            position.save()
        for column, letters in enumerate(("RAC", "CRI")):
            for row, letter in enumerate(letters):
                self.set(row, column, letter)

    def set(self, row: int, column: int, letter: str) -> None:
        set_cells(self.id, self.owner, [CellChange(self.duties[row].pk, self.positions[column].pk, letter)])

    def accept(self, person: Person, reason: str = "", *codes: str) -> None:
        chosen = [commitment for commitment in part_of(self.id, person).cells if not codes or commitment.code in codes]
        answer(self.id, person, None, {commitment.cell: commitment.mark for commitment in chosen}, reason)

    def open(self, person: Person) -> list[str]:
        return [commitment.code for commitment in part_of(self.id, person).open]

    def code(self, row: int) -> str:
        return self.duties[row].code
