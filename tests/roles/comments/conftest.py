"""A comment on a cell, and that cell."""

import pytest

from roles.comments.domain import add_comment
from roles.models import Comment
from tests.conftest import Team


@pytest.fixture
def place(team: Team) -> tuple[int, int]:
    return team.project.duties.all()[0].pk, team.project.positions.all()[0].pk


@pytest.fixture
def said(team: Team, place: tuple[int, int]) -> Comment:
    return add_comment(team.project.pk, team.users["viewer"], place, "Qui valide ?")
