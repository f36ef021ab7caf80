"""A vacant position and the whole draft of its posting."""

import pytest

from roles.models import Position, Posting
from roles.postings.domain.duties import candidates
from roles.postings.domain.lines import Line
from roles.postings.domain.postings import (
    Source,
    edit_posting,
    make_posting,
)
from tests.conftest import Team
from tests.factories import (
    AssignmentFactory,
)
from tests.roles.postings.drafts import FACTS, TEXTS


@pytest.fixture
def position(team: Team) -> Position:
    """A vacant position with a duty a letter."""
    row: Position = team.project.positions.all()[0]
    for duty, letter in zip(team.project.duties.all(), ("R", "A", "AR", "C", "I"), strict=False):
        duty.text_fr, duty.text_en = f"Fait {letter}", f"Does {letter}"
        duty.posting_fr, duty.posting_en = f"Faire {letter}", f"Do {letter}"
        duty.save()
        AssignmentFactory.create(duty=duty, position=row, letter=letter)
    return row


@pytest.fixture
def posting(team: Team, position: Position) -> Posting:
    """A whole draft, in both languages."""
    made = make_posting(team.project, team.users["owner"], Source(position, twin=True))
    edit_posting(made, team.users["owner"], TEXTS | FACTS, [Line(row["id"]) for row in candidates(made)])
    return Posting.objects.select_related("project__framework", "position", "profile").get(pk=made.pk)
