"""Who reads a posting, who writes it, and how many queries their list takes."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roles.enums import PostingState
from roles.models import Position, Posting
from roles.postings.domain.opened import open_to_hr, opened_positions
from roles.postings.domain.postings import (
    Source,
    make_posting,
)
from tests.conftest import READERS, Team
from tests.factories import (
    PersonFactory,
    RoleProfileFactory,
    small_project,
)
from tests.roles.postings.drafts import TEXTS, again, path
from tests.roles.postings.readers import hr, signed_in


@pytest.mark.parametrize(
    ("reader", "read", "write"),
    [("owner", 200, 200), ("editor", 200, 200), ("viewer", 200, 403), ("outsider", 404, 404), ("anonymous", 302, 302)],
)
def test_posting_readers(team: Team, posting: Posting, reader: str, read: int, write: int) -> None:
    client = team.client(reader)
    assert {client.get(path(posting, rest)).status_code for rest in ("", "file/txt/")} == {read}
    assert client.get(f"/en/projects/{team.project.pk}/postings/").status_code == read
    assert client.get(path(posting, "edit/")).status_code == write
    assert client.get(f"/en/projects/{team.project.pk}/postings/new/").status_code == write
    assert client.post(path(posting, "lint/"), TEXTS).status_code == write
    client.post(path(posting, "state/"), {"do": "publish"})
    assert (again(posting).state == PostingState.PUBLISHED) is (write == 200)


@pytest.mark.parametrize("rest", ["", "edit/", "file/pdf/?lang=fr"])
def test_old_address_below_the_project_leads_to_the_new_one_for_its_readers_alone(
    team: Team, posting: Posting, rest: str
) -> None:
    old = f"/en/projects/{team.project.pk}/postings/{posting.pk}/{rest}"
    moved = team.client("viewer").get(old)
    assert (moved.status_code, moved.headers["Location"]) == (301, path(posting, rest))
    assert team.client("outsider").get(old).status_code == 404
    foreign = f"/en/projects/{small_project().pk}/postings/{posting.pk}/{rest}"
    assert team.client("owner").get(foreign).status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_only_owners_open_a_position_to_hr(team: Team, position: Position, reader: str) -> None:
    team.client(reader).post(f"/en/projects/{team.project.pk}/positions/{position.pk}/hr/", {"opened": "1"})
    position.refresh_from_db()
    assert position.open_to_hr is (reader == "owner")


def test_hr_sees_opened_vacant_positions_and_nothing_else(team: Team, position: Position, posting: Posting) -> None:
    client, owner = signed_in(hr()), team.users["owner"]
    opened = f"/en/postings/positions/{position.pk}/"
    assert client.get(opened).status_code == 404
    assert client.get(path(posting)).status_code == 404
    open_to_hr(team.project.pk, owner, position.pk, opened=True)
    team.project.duties.update(description_fr="Pour l’équipe", description_en="For the team")
    assert "Do R" in client.get(opened).content.decode()
    assert "For the team" not in client.get(opened).content.decode()
    for page in ("", "positions/", "postings/", "findings/", f"positions/{position.pk}/sheet/"):
        assert client.get(f"/en/projects/{team.project.pk}/{page}").status_code == 404
    html = client.get(path(posting)).content.decode()
    assert team.project.name not in html
    assert client.post(opened).status_code == 302
    made = Posting.objects.order_by("-pk")[0]
    assert client.get(path(made, "edit/")).status_code == 200
    assert str(made.title_en) in client.get("/en/postings/").content.decode()
    position.holder = PersonFactory.create()
    position.save()
    assert {client.get(page).status_code for page in (opened, path(posting), path(made, "edit/"))} == {404}


def test_opened_positions_are_for_hr_only(team: Team, position: Position) -> None:
    open_to_hr(team.project.pk, team.users["owner"], position.pk, opened=True)
    assert not opened_positions(team.users["outsider"]).exists()
    assert team.client("outsider").get(f"/en/postings/positions/{position.pk}/").status_code == 404
    assert opened_positions(hr()).get() == position


def test_posting_form_makes_drafts_of_every_source(team: Team, position: Position) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework)
    for source in (f"position-{position.pk}", f"profile-{profile.pk}", "duties"):
        response = team.client("editor").post(f"/en/projects/{team.project.pk}/postings/new/", {"source": source})
        assert response.status_code == 302, source
    assert Posting.objects.count() == 3
    wrong = team.client("editor").post(f"/en/projects/{team.project.pk}/postings/new/", {"source": "position-0"})
    assert wrong.status_code == 422


def test_postings_list_queries_do_not_grow(team: Team, position: Position) -> None:
    counts = []
    client = team.client("owner")
    for _ in range(2):
        for _ in range(3):
            make_posting(team.project, team.users["owner"], Source(position))
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/en/projects/{team.project.pk}/postings/")
            client.get("/en/postings/")
        counts.append(len(queries))
    assert counts[0] == counts[1]
