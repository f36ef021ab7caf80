"""How a reader lays out the matrix: each reader's own, kept on the server."""

import re

import pytest
from django.urls import reverse

from phases.models import Membership
from tests.conftest import Team

KEPT = {"chosen": ["compact", "full"], "hidden": [3, 5], "pinned": [7]}
SENT = {"compact": "on", "full": "on", "hidden": ["5", "3", "x", "-1", "9" * 30], "pinned": "7"}


def kept(team: Team, reader: str) -> object:
    return Membership.objects.get(project=team.project, user=team.users[reader]).layout


@pytest.mark.parametrize("reader", ["owner", "editor", "viewer"])
def test_layout_is_kept_for_the_one_who_chose_it(team: Team, reader: str) -> None:
    page = reverse("layout", args=[team.project.pk])
    version = team.project.version
    assert team.client(reader).post(page, SENT).status_code == 204
    assert kept(team, reader) == KEPT
    assert [kept(team, other) for other in {"owner", "editor", "viewer"} - {reader}] == [{}, {}]
    team.project.refresh_from_db()
    assert team.project.version == version
    shown = team.client(reader).get(reverse("project", args=[team.project.pk])).content.decode()
    assert re.search(r'<body class="fit (compact full|full compact)"', shown)
    team.client(reader).post(page, {})
    assert kept(team, reader) == {}


def test_layout_of_a_project_of_others_is_not_kept(team: Team) -> None:
    page = reverse("layout", args=[team.project.pk])
    assert team.client("outsider").post(page, SENT).status_code == 404
    assert team.client("").post(page, SENT).status_code == 302
    assert team.client("viewer").get(page).status_code == 405
    assert set(map(str, Membership.objects.values_list("layout", flat=True))) == {"{}"}
