"""The list of projects: one’s own, with what was done last, searched, and cheap."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.models import Project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from tests.conftest import READERS, Team
from tests.factories import (
    AssignmentFactory,
    MembershipFactory,
    small_project,
)


@pytest.mark.parametrize("reader", READERS)
def test_projects_list_shows_ones_own_only(team: Team, reader: str) -> None:
    response = team.client(reader).get(reverse("projects"))
    if reader == "anonymous":
        assert response.status_code == 302
    else:
        assert (team.project.name in response.content.decode()) is (reader != "outsider")


def test_projects_list_counts_complete_duties_and_names_the_last_change(team: Team) -> None:
    duties, positions = list(team.project.duties.all()), list(team.project.positions.all())
    AssignmentFactory.create(duty=duties[0], position=positions[0], letter="AR")
    AssignmentFactory.create(duty=duties[1], position=positions[0], letter="A")
    set_cells(team.project.pk, team.users["editor"], [CellChange(duties[2].pk, positions[0].pk, "R")])
    (found,) = team.client("owner").get(reverse("projects")).context["rows"]
    assert (found.complete, found.duties, found.last.by) == (1, 6, team.users["editor"])
    team.project.rules = {"lone_a_counts_as_r": True}
    team.project.save()
    (found,) = team.client("owner").get(reverse("projects")).context["rows"]
    assert found.complete == 2


def test_projects_list_query_count_does_not_grow(client: Client, user: User) -> None:
    counts = []
    for more in (2, 12):
        for _ in range(more):
            MembershipFactory.create(project=small_project(), user=user)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("projects"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_projects_list_search(client: Client, user: User) -> None:
    for number in range(11):
        project = small_project(1, 1)
        Project.objects.filter(pk=project.pk).update(name=f"Projet {number}", organization="Équipe")
        MembershipFactory.create(project=project, user=user)
    page = client.get(reverse("projects"), {"q": "équipe 10"})
    assert [found.project.name for found in page.context["rows"]] == ["Projet 10"]
    assert page.context["searchable"]
    assert 'role="search"' in client.get(reverse("projects"), {"q": "nothing like it"}).content.decode()
