from typing import Any

import pytest
from django.urls import reverse

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.conftest import READERS, Team
from tests.factories import PositionFactory, small_project

ANSWERS = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}


@pytest.fixture
def duty(team: Team) -> Duty:
    return team.project.duties.all()[0]


@pytest.fixture
def positions(team: Team) -> list[Position]:
    return list(team.project.positions.all())


def address(team: Team, duty: Duty) -> str:
    return reverse("duty-row", args=[team.project.pk, duty.pk])


def typed(positions: list[Position], *pairs: tuple[str, str]) -> dict[str, str]:
    """The form with a letter and the letter seen for each position."""
    body: dict[str, str] = {}
    for position, (letter, seen) in zip(positions, pairs, strict=True):
        body |= {f"letter-{position.pk}": letter, f"seen-{position.pk}": seen}
    return body


def letters(team: Team, duty: Duty) -> tuple[str, ...]:
    return load_matrix(team.project.pk).duty(duty.pk).letters


def put(team: Team, reader: str, duty: Duty, position: Position, letter: str) -> None:
    set_cells(team.project.pk, team.users[reader], [CellChange(duty.pk, position.pk, letter)])


@pytest.mark.parametrize("reader", READERS)
def test_row_form_by_reader(team: Team, duty: Duty, reader: str) -> None:
    assert team.client(reader).get(address(team, duty)).status_code == ANSWERS[reader]
    answer = team.client(reader).post(address(team, duty), {})
    assert answer.status_code == {200: 302}.get(ANSWERS[reader], ANSWERS[reader])


def test_row_form_of_another_project_is_not_found(team: Team) -> None:
    foreign = small_project().duties.all()[0]
    assert team.client("owner").get(address(team, foreign)).status_code == 404


def test_row_form_saves_all_as_one_version(team: Team, duty: Duty, positions: list[Position]) -> None:
    answer = team.client("editor").post(address(team, duty), typed(positions, ("A", ""), ("R", "")))
    assert answer.status_code == 302
    assert answer["Location"].endswith(f"#d-{duty.pk}")
    assert letters(team, duty) == ("A", "R")
    assert load_matrix(team.project.pk).version == 1


def test_row_form_leaves_untouched_what_others_changed(team: Team, duty: Duty, positions: list[Position]) -> None:
    put(team, "owner", duty, positions[0], "C")
    team.client("editor").post(address(team, duty), typed(positions, ("", ""), ("R", "")))
    assert letters(team, duty) == ("C", "R")


def test_row_form_that_is_stale_keeps_what_was_chosen(team: Team, duty: Duty, positions: list[Position]) -> None:
    put(team, "owner", duty, positions[0], "C")
    answer = team.client("editor").post(address(team, duty), typed(positions, ("R", ""), ("I", "")))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert team.users["owner"].get_full_name() in html
    assert html.count('<option value="R" selected>') == 1
    assert html.count('<option value="I" selected>') == 1
    assert f'name="seen-{positions[0].pk}" value="C"' in html
    assert letters(team, duty) == ("C", "")


def test_row_form_with_a_second_approval_offers_the_transfer(team: Team, duty: Duty, positions: list[Position]) -> None:
    put(team, "owner", duty, positions[0], "AR")
    body: dict[str, Any] = typed(positions, ("AR", "AR"), ("A", ""))
    answer = team.client("editor").post(address(team, duty), body)
    assert answer.status_code == 422
    assert 'name="transfer"' in answer.content.decode()
    assert team.client("editor").post(address(team, duty), body | {"transfer": "1"}).status_code == 302
    assert letters(team, duty) == ("R", "A")


def test_row_form_with_two_approvals_is_refused(team: Team, duty: Duty, positions: list[Position]) -> None:
    answer = team.client("editor").post(address(team, duty), typed(positions, ("A", ""), ("AR", "")))
    assert answer.status_code == 422
    assert 'name="transfer"' not in answer.content.decode()
    assert letters(team, duty) == ("", "")


def test_row_form_of_garbage_is_refused(team: Team, duty: Duty, positions: list[Position]) -> None:
    answer = team.client("editor").post(address(team, duty), typed(positions, ("Z", ""), ("R", "")))
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert letters(team, duty) == ("", "")


def test_row_form_of_a_duty_that_does_not_apply_goes_back(team: Team, duty: Duty) -> None:
    Duty.objects.filter(pk=duty.pk).update(applicable=False, reason="Hors mandat")
    assert team.client("editor").get(address(team, duty)).status_code == 302


def test_row_form_refused_after_a_position_was_added_shows_it(
    team: Team, duty: Duty, positions: list[Position], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page was read with two positions; before its form is saved, somebody adds one and sets a letter."""
    before = load_matrix(team.project.pk)
    added = PositionFactory.create(project=team.project)
    put(team, "owner", duty, positions[0], "C")
    monkeypatch.setattr("roles.grid.views.row_form.load_matrix", lambda project_id: before)
    answer = team.client("editor").post(address(team, duty), typed(positions, ("A", ""), ("", "")))
    assert answer.status_code == 409
    assert f'name="letter-{added.pk}"' in answer.content.decode()
