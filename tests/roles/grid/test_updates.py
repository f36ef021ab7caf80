"""What a page hears of others: letters, rows and columns, and who is here."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from phases.access.presence import GONE_AFTER, NOTED_EVERY
from phases.models import Membership, Project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.projects.domain.duties import remove_duty
from roles.projects.domain.positions import PositionDetails, add_positions, remove_position
from tests.conftest import Team
from tests.factories import MembershipFactory, small_project


def ask(team: Team, reader: str = "editor", project: Project | None = None, **query: Any) -> HttpResponse:
    with override("en"):
        url = reverse("changes", args=[(project or team.project).pk])
    return team.client(reader).get(url, {"since": 0} | query)  # type: ignore[return-value]


def put(team: Team, reader: str, *cells: tuple[int, int, str]) -> list[tuple[int, int]]:
    """Set letters by places; returns the cells."""
    duties, positions = list(team.project.duties.all()), list(team.project.positions.all())
    changes = [CellChange(duties[row].pk, positions[column].pk, letter) for row, column, letter in cells]
    set_cells(team.project.pk, team.users[reader], changes, transfer=True)
    return [(change.duty_id, change.position_id) for change in changes]


@pytest.mark.parametrize("since", ["", "-1", "x", "9" * 30])
def test_changes_since_nonsense(team: Team, since: str) -> None:
    assert ask(team, since=since).status_code == 400


def test_changes_is_read_only(team: Team) -> None:
    assert team.client("owner").post(reverse("changes", args=[team.project.pk])).status_code == 405


@pytest.mark.parametrize(("duties", "positions"), [(2, 2), (40, 10)])
def test_changes_of_a_quiet_matrix_cost_four_queries(team: Team, duties: int, positions: int) -> None:
    project = small_project(duties, positions)
    MembershipFactory.create(project=project, user=team.users["editor"], seen_at=timezone.now())
    client = team.client("editor")
    url = reverse("changes", args=[project.pk])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, {"since": 0}).status_code == 204
    tables = ("session", "auth_user", "phases_membership", "phases_membership")
    assert len(queries) == len(tables)
    for query, table in zip(queries.captured_queries, tables, strict=True):
        assert query["sql"].startswith("SELECT")
        assert table in query["sql"]


@pytest.mark.parametrize(("duties", "positions"), [(2, 2), (40, 10)])
def test_changes_of_a_cell_cost_the_same_at_any_size(team: Team, duties: int, positions: int) -> None:
    project = team.project = small_project(duties, positions)
    MembershipFactory.create(project=project, user=team.users["editor"], seen_at=timezone.now())
    put(team, "owner", (0, 0, "R"))
    client = team.client("editor")
    url = reverse("changes", args=[project.pk])
    client.get(url, {"since": 0})
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url, {"since": 0}).status_code == 200
    assert len(queries) <= 10


def test_changes_say_all_that_moved(team: Team) -> None:
    (cell,) = put(team, "owner", (1, 1, "AR"))
    response = ask(team)
    html = response.content.decode()
    places = (f"#d-{cell[0]}>:nth-child(4)", f"#d-{cell[0]}>.st", f"#load-{cell[1]}", "#step-1", "#tail-", "#checks")
    for place in (*places, "#tally", "#version", "#gaps", "#saved", "#live", "#here"):
        assert f"innerHTML:{place}" in html or place == "#step-1"
    assert response["Matrix-Version"] == "1"
    assert "Matrix-Redraw" not in response
    assert f"{team.users['owner'].get_full_name()} has changed 1 cell." in html
    assert ask(team, since=1).status_code == 204


def test_changes_of_mine_are_shown_and_not_told(team: Team) -> None:
    (cell,) = put(team, "editor", (0, 0, "R"))
    html = ask(team).content.decode()
    assert f"#d-{cell[0]}>:nth-child(3)" in html
    assert "#live" not in html


def test_changes_offer_no_repairs_to_a_viewer(team: Team) -> None:
    put(team, "owner", (0, 0, "A"))
    assert "repair/" in ask(team, "editor").content.decode()
    assert "repair/" not in ask(team, "viewer").content.decode()


def test_changes_count_the_cells_of_each(team: Team) -> None:
    put(team, "owner", (0, 0, "A"), (1, 0, "R"))
    put(team, "owner", (0, 1, "A"))  # a transfer: one cell again, and a new one
    put(team, "viewer", (2, 1, "C"))
    html = ask(team).content.decode()
    assert f"{team.users['owner'].get_full_name()} has changed 3 cells." in html
    assert f"{team.users['viewer'].get_full_name()} has changed 1 cell." in html


def test_changes_tell_who_took_the_cell_in_hand(team: Team) -> None:
    (held,) = put(team, "editor", (0, 0, "A"))
    put(team, "owner", (0, 1, "A"))
    html = ask(team, since=1, at=f"{held[0]}:{held[1]}").content.decode()
    assert "#news" in html
    assert f"{team.users['owner'].get_full_name()} has changed this cell." in html
    assert "#news" not in ask(team, since=1, at=f"{held[0]}:0").content.decode()
    assert "#news" not in ask(team, since=1, at="x").content.decode()


def test_changes_of_columns_ask_for_a_new_grid(team: Team) -> None:
    add_positions(team.project.pk, team.users["owner"], [PositionDetails(title_fr="Cheffe <ou> chef")])
    response = ask(team)
    html = response.content.decode()
    assert response["Matrix-Redraw"] == "yes"
    assert "Position added, “Cheffe &lt;ou&gt; chef”." in html
    assert "select[name=position]" in html
    assert "<ou>" not in html


@pytest.mark.parametrize("what", ["duty", "position"])
def test_changes_name_who_took_the_row_or_column_away(team: Team, what: str) -> None:
    (cell,) = put(team, "editor", (0, 0, "A"))
    owner = team.users["owner"]
    if what == "duty":
        remove_duty(team.project.pk, owner, cell[0])
    else:
        remove_position(team.project.pk, owner, cell[1])
    response = ask(team, since=1, at=f"{cell[0]}:{cell[1]}")
    notice = response.content.decode().split("#news")[1]
    assert owner.get_full_name() in notice
    assert response["Matrix-Redraw"] == "yes"
    assert ask(team).status_code == 200  # the letter set before, whose cell is gone


def test_changes_since_a_version_that_never_was(team: Team) -> None:
    response = ask(team, since=7)
    assert response["Matrix-Redraw"] == "yes"
    assert response["Matrix-Version"] == "0"


def test_changes_too_many_to_tell(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.matrix.updates.MOST", 1)
    put(team, "owner", (0, 0, "R"), (1, 0, "R"))
    assert ask(team)["Matrix-Redraw"] == "yes"


def test_presence_names_the_others(team: Team) -> None:
    assert ask(team, "owner").status_code == 204
    response = ask(team, "editor")
    owner = team.users["owner"]
    assert response["Matrix-Here"] == str(owner.pk)
    assert f'aria-label="{owner.get_full_name()}, here now"' in response.content.decode()
    assert team.users["editor"].get_full_name() not in response.content.decode()
    assert ask(team, "editor", here=str(owner.pk)).status_code == 204
    Membership.objects.update(seen_at=timezone.now() - GONE_AFTER)
    left = ask(team, "editor", here=str(owner.pk))
    assert left.status_code == 200
    assert "role=" not in left.content.decode()


def test_presence_of_many_is_a_number(team: Team) -> None:
    MembershipFactory.create_batch(8, project=team.project, seen_at=timezone.now())
    html = ask(team).content.decode()
    assert html.count('role="img"') == 6
    assert "+3" in html


def test_presence_is_seldom_written(team: Team) -> None:
    ask(team)
    mine = Membership.objects.get(project=team.project, user=team.users["editor"])
    assert mine.seen_at is not None
    ask(team)
    assert Membership.objects.get(pk=mine.pk).seen_at == mine.seen_at
    Membership.objects.filter(pk=mine.pk).update(seen_at=mine.seen_at - NOTED_EVERY)
    ask(team)
    again = Membership.objects.get(pk=mine.pk).seen_at
    assert again is not None
    assert again - mine.seen_at < timedelta(seconds=60)
    assert again >= mine.seen_at


def test_changes_leave_the_session_alone(team: Team) -> None:
    client = team.client("editor")
    response = client.get(reverse("changes", args=[team.project.pk]), {"since": 0})
    assert not response.cookies
