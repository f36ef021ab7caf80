"""The page of the workload by position and phase."""

from django.test import Client
from django.utils.html import escape

from phases.models import Project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from tests.conftest import Team
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    small_project,
)


def page_of(client: Client, project: Project) -> str:
    return client.get(f"/en/projects/{project.pk}/workload/").content.decode()


def test_workload_page_shows_points_alerts_and_limits(team: Team) -> None:
    one, two = team.project.positions.all()[:2]
    one.holder = PersonFactory.create(name="Camille <Roy>")
    one.save()
    team.project.rules = {"load_position": 10, "load_phase": 8}
    team.project.save()
    changes = [CellChange(duty.pk, one.pk, "AR") for duty in team.project.duties.all()]
    changes += [CellChange(duty.pk, two.pk, "C") for duty in team.project.duties.all()]
    set_cells(team.project.pk, team.users["owner"], changes)
    page = page_of(team.client("viewer"), team.project)
    assert escape("Camille <Roy>: 18 points") in page
    assert "9 points in phase" in page
    assert "6 points on a vacant position" in page
    assert "10 points a position, 8 a phase" in page
    assert "own choice" in page
    assert page.count('<i class="u u-ar"></i>') == 6 + 1
    assert 'data-lvl="5"' in page
    assert 'width="100"' in page
    assert "style=" not in page


def test_workload_page_without_positions_names_the_next_step(team: Team) -> None:
    empty = small_project(positions=0)
    MembershipFactory.create(project=empty, user=team.users["owner"])
    assert "Add a first position" in page_of(team.client("owner"), empty)


def test_workload_page_gives_up_marks_when_there_are_too_many(team: Team) -> None:
    big = small_project(duties=31, positions=1)
    MembershipFactory.create(project=big, user=team.users["owner"])
    position = big.positions.get()
    set_cells(big.pk, None, [CellChange(duty.pk, position.pk, "C") for duty in big.duties.all()])
    page = page_of(team.client("owner"), big)
    assert '<span class="counts" aria-hidden="true">31 C</span>' in page
    assert 'class="ribbon"' not in page
