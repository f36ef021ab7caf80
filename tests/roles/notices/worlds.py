"""A project whose editor holds the first position, and changes in it that are committed at once."""

from typing import Any

from django.contrib.auth.models import User

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Notice, Person, Position
from roles.notices.domain.making import read_journal
from tests.conftest import Team
from tests.factories import PersonFactory


class Office:
    """`holder` is the person who holds the first position: the editor's."""

    def __init__(self, team: Team) -> None:
        self.team, self.pk, self.owner = team, team.project.pk, team.users["owner"]
        self.editor = team.users["editor"]
        self.duties = list(team.project.duties.order_by("phase__order", "order"))
        self.first, self.second = team.project.positions.order_by("order")
        self.holder = self.hold(self.first, "editor")

    def hold(self, position: Position, reader: str) -> Person:
        person: Person = PersonFactory.create(user=self.team.users[reader])
        Position.objects.filter(pk=position.pk).update(holder=person)
        return person

    def letters(self, *letters: str, by: User | None = None, position: Position | None = None) -> None:
        """Set the first cells of a column, each as a change of its own."""
        place = (position or self.first).pk
        for duty, letter in zip(self.duties, letters, strict=False):
            set_cells(self.pk, by or self.owner, [CellChange(duty.pk, place, letter)])

    def read(self) -> set[int]:
        return read_journal(self.pk)

    def told(self, reader: str, **chosen: Any) -> list[Notice]:
        return list(Notice.objects.filter(reader=self.team.users[reader], **chosen).order_by("pk"))

    def version(self) -> int:
        return load_matrix(self.pk).version
