from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roles.matrix.matrix import load_matrix
from roles.models import Assignment
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project

HTMX = {"HX-Request": "true"}


def post(team: Team, name: str = "cells", reader: str = "editor", **body: Any) -> HttpResponse:
    return team.client(reader).post(reverse(name, args=[team.project.pk]), body, headers=HTMX)  # type: ignore[return-value]


def cell(team: Team, duty: int = 0, position: int = 0, **body: Any) -> dict[str, Any]:
    return {
        "duty": team.project.duties.all()[duty].pk,
        "position": team.project.positions.all()[position].pk,
        "letter": "R",
        "seen": "",
    } | body


@pytest.mark.parametrize("name", ["cells", "undo", "redo"])
def test_changes_are_posts(team: Team, name: str) -> None:
    assert team.client("owner").get(reverse(name, args=[team.project.pk])).status_code == 405


def test_cell_answer_says_all_that_moved(team: Team) -> None:
    body = cell(team, 1, 1, letter="a/r")
    html = post(team, **body).content.decode()
    for selector in (
        f"#d-{body['duty']}>:nth-child(4)",
        f"#d-{body['duty']}>.st",
        f"#load-{body['position']}",
        "#step-",
        "#tail-",
        "#checks",
        "#version",
        "#saved",
        "#history",
        "#live",
    ):
        assert f'hx-swap-oob="innerHTML:{selector}' in html
    assert "Version 1<" in html
    assert "A/R" in html
    assert load_matrix(team.project.pk).letter(body["duty"], body["position"]) == "AR"


def test_cell_answer_names_only_the_cells_that_changed(team: Team) -> None:
    html = post(team, **cell(team)).content.decode()
    assert html.count("nth-child") == 1


def test_cell_that_is_stale_is_409_with_its_letter_and_who(team: Team) -> None:
    post(team, reader="owner", **cell(team, letter="C"))
    answer = post(team, reader="editor", **cell(team, letter="I"))
    html = answer.content.decode()
    assert answer.status_code == 409
    assert team.users["owner"].get_full_name() in html
    assert '<b class="l l-c" translate="no">C</b>' in html
    assert '<input type="hidden" name="seen" value="C">' in html


def test_cell_with_a_second_approval_is_422_then_transferred(team: Team) -> None:
    post(team, **cell(team, position=0, letter="AR"))
    wanted = cell(team, position=1, letter="A")
    refused = post(team, **wanted)
    assert refused.status_code == 422
    assert '<input type="hidden" name="transfer" value="1">' in refused.content.decode()
    assert load_matrix(team.project.pk).duty(wanted["duty"]).letters == ("AR", "")
    done = post(team, **wanted, transfer="1")
    assert done.status_code == 200
    assert done.content.decode().count("nth-child") == 2
    assert 'form="undo-form"' in done.content.decode()
    assert load_matrix(team.project.pk).duty(wanted["duty"]).letters == ("R", "A")


def test_cell_of_another_project_is_unknown(team: Team) -> None:
    other = small_project()
    foreign = {"duty": other.duties.all()[0].pk, "position": other.positions.all()[0].pk}
    for body in (cell(team, duty=0) | {"duty": foreign["duty"]}, cell(team) | {"position": foreign["position"]}):
        answer = post(team, **body)
        assert answer.status_code == 404
        assert "#refused > ul" in answer.content.decode()


def test_cell_of_a_duty_that_does_not_apply_is_refused(team: Team) -> None:
    team.project.duties.filter(pk=cell(team)["duty"]).update(applicable=False, reason="Hors mandat")
    assert post(team, **cell(team)).status_code == 404


GARBAGE = ["", "x", "-1", "1.5", "٣", "\x00", "9" * 30, "9" * 5000]


@pytest.mark.parametrize("value", GARBAGE)
@pytest.mark.parametrize("field", ["duty", "position"])
def test_cell_of_garbage_is_refused_readably(team: Team, field: str, value: str) -> None:
    answer = post(team, **cell(team) | {field: value})
    assert answer.status_code in (400, 404)
    assert "#refused > ul" in answer.content.decode()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "٣", "\x00", "9" * 5000])
@pytest.mark.parametrize("field", ["letter", "seen"])
def test_cell_of_no_letter_is_refused_readably(team: Team, field: str, value: str) -> None:
    answer = post(team, **cell(team) | {field: value})
    assert answer.status_code == 400
    assert "#refused > ul" in answer.content.decode()
    assert not Assignment.objects.exists()


@pytest.mark.parametrize("field", ["duty", "position", "letter", "seen"])
def test_cell_without_a_field_is_refused(team: Team, field: str) -> None:
    body = cell(team)
    del body[field]
    assert post(team, **body).status_code == 400
    assert not Assignment.objects.exists()


def test_cell_letter_of_support_is_not_offered(team: Team) -> None:
    assert post(team, **cell(team, letter="S")).status_code == 400


def test_undo_and_redo_answer_with_the_cells(team: Team) -> None:
    body = cell(team)
    post(team, **body)
    undone = post(team, "undo")
    assert undone.status_code == 200
    assert "nth-child" in undone.content.decode()
    assert load_matrix(team.project.pk).letter(body["duty"], body["position"]) == ""
    assert post(team, "redo").status_code == 200
    assert load_matrix(team.project.pk).letter(body["duty"], body["position"]) == "R"


def test_undo_of_what_somebody_changed_is_409_and_says_who(team: Team) -> None:
    post(team, reader="editor", **cell(team))
    post(team, reader="owner", **cell(team, letter="I", seen="R"))
    answer = post(team, "undo", "editor")
    assert answer.status_code == 409
    assert team.users["owner"].get_full_name() in answer.content.decode()


def test_undo_without_script_comes_back_with_a_message(team: Team) -> None:
    post(team, **cell(team))
    client = team.client("editor")
    for expected in ("Annulé", "Il n’y a plus rien"):
        answer = client.post(reverse("undo", args=[team.project.pk]), follow=True)
        assert answer.redirect_chain
        assert expected in answer.content.decode()


@pytest.mark.parametrize(("duties", "positions"), [(2, 2), (60, 20)])
def test_cell_queries_and_bytes_at_any_size(team: Team, duties: int, positions: int) -> None:
    team.project = small_project(duties, positions)
    MembershipFactory.create(project=team.project, user=team.users["owner"])
    client, body = team.client("owner"), cell(team)
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("cells", args=[team.project.pk]), body, headers=HTMX)
    assert answer.status_code == 200
    assert len(queries) == 13  # nothing is kept inside the transaction of a test; see test_kept_matrices
    assert len(answer.content) < 12_000


@pytest.mark.parametrize("letter", ["A", ""])
def test_cell_queries_of_a_transfer_and_of_a_clearing(team: Team, letter: str) -> None:
    post(team, **cell(team, position=1, letter="A"))
    body = cell(team, position=0 if letter else 1, letter=letter, seen="" if letter else "A", transfer="1")
    client = team.client("editor")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(reverse("cells", args=[team.project.pk]), body, headers=HTMX)
    assert answer.status_code == 200
    assert len(queries) <= 14
