"""Somebody who holds a position, and what their page says."""

from html import unescape
from typing import Any

from roles.acceptance.domain.answers import part_of
from roles.acceptance.domain.personal_links import make_link, token_of
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.models import Duty, Position
from tests.conftest import Team
from tests.factories import PersonFactory


class Holder:
    """Ada, who holds the first position of the team's project: one duty of two is hers."""

    def __init__(self, team: Team) -> None:
        self.team, self.id, self.owner = team, team.project.pk, team.users["owner"]
        self.person = PersonFactory.create(name="Ada <Roy>")
        self.position, self.other = Position.objects.filter(project=self.id)
        Position.objects.filter(pk=self.position.pk).update(holder=self.person)
        self.duties = list(Duty.objects.filter(project=self.id))
        Duty.objects.filter(pk=self.duties[1].pk).update(text_en="Something of others")
        self.set(0, self.position, "R")
        self.set(1, self.other, "A")

    def set(self, row: int, position: Position, letter: str) -> None:
        set_cells(self.id, self.owner, [CellChange(self.duties[row].pk, position.pk, letter)])

    def link(self) -> str:
        return f"/en/a/{token_of(make_link(self.id, self.owner, self.person.pk))}/"

    def form(self, answer: str = "accept", reason: str = "") -> dict[str, Any]:
        cells = [commitment.value for commitment in part_of(self.id, self.person).cells]
        return {"cell": cells, "answer": answer, "reason": reason}

    def url(self, more: str = "") -> str:
        return f"/en/projects/{self.id}/{more}"


def body(response: Any) -> str:
    return unescape(response.content.decode())


def values(held: Holder) -> list[str]:
    return [commitment.value for commitment in part_of(held.id, held.person).cells]


def place(value: str) -> str:
    return "-".join(value.split("-")[:2])
