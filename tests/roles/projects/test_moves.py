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


TEXT = {"Accept": "text/plain"}


def test_move_tells_a_script_where_the_row_stands(team: Team) -> None:
    first, second = team.project.positions.order_by("order", "id")
    client, url = team.client("editor"), reverse("position-move", args=[team.project.pk, first.pk])
    moved = client.post(url, {"step": "down"}, headers=TEXT)
    assert (moved.status_code, moved.content.decode()) == (200, f"{first.title}, place 2")
    stays = client.post(url, {"step": "down"}, headers=TEXT)
    assert stays.status_code == 422
    assert stays.content.decode().startswith(f"{first.title} reste là")
    back = client.post(url, {"to": second.pk}, headers=TEXT)
    assert (back.status_code, back.content.decode()) == (200, f"{first.title}, place 1")


def test_duty_is_moved_to_the_place_of_another_but_not_over_its_phase(team: Team) -> None:
    duties = list(team.project.duties.order_by("phase__order", "order", "id"))
    client, url = team.client("editor"), reverse("duty-move", args=[team.project.pk, duties[0].pk])
    assert client.post(url, {"to": duties[2].pk}, headers=TEXT).content.decode() == f"{duties[0].code}, place 3"
    blocked = client.post(url, {"to": duties[3].pk}, headers=TEXT)
    assert (blocked.status_code, blocked.content.decode()) == (422, f"{duties[0].code} reste dans sa phase.")
    assert client.post(url, {"to": "999999"}, headers=TEXT).status_code == 404
    assert ProjectChange.objects.filter(project=team.project).count() == 1
