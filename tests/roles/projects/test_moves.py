"""Moving duties and positions several places at once, as dragging does."""

import pytest
from django.urls import reverse

from phases.models import ProjectChange
from roles.projects.views.rows import step_of
from tests.conftest import Team
from tests.factories import PositionFactory


@pytest.mark.parametrize(
    ("text", "step"),
    [("up", -1), ("down", 1), ("3", 3), ("-2", -2), ("0", 0), (None, 0), ("", 0), ("x", 0), ("9" * 9, 0), ("٣", 0)],
)
def test_step_of_what_a_form_says(text: str | None, step: int) -> None:
    assert step_of(text) == step


@pytest.mark.parametrize(("step", "order"), [("2", [1, 2, 0, 3]), ("99", [1, 2, 3, 0]), ("-1", [0, 1, 2, 3])])
def test_position_moves_several_places(team: Team, step: str, order: list[int]) -> None:
    PositionFactory.create_batch(2, project=team.project)
    before = list(team.project.positions.order_by("order", "id").values_list("pk", flat=True))
    url = reverse("position-move", args=[team.project.pk, before[0]])
    assert team.client("editor").post(url, {"step": step}).status_code == 302
    after = list(team.project.positions.order_by("order", "id").values_list("pk", flat=True))
    assert after == [before[place] for place in order]


def test_duty_moves_several_places_within_its_phase(team: Team) -> None:
    phase = team.project.phases.first()
    duties = team.project.duties.filter(phase=phase).order_by("order", "id")
    before = list(duties.values_list("pk", flat=True))
    url = reverse("duty-move", args=[team.project.pk, before[-1]])
    team.client("editor").post(url, {"step": "-2"})
    assert list(duties.values_list("pk", flat=True)) == [before[-1], *before[:-1]]
    line = ProjectChange.objects.get(project=team.project)
    assert (line.old, line.new) == ("3", "1")
