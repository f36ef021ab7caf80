"""The page of an absence: for whom, what it says, and a plan that can be undone."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.matrix.thresholds import Thresholds
from roles.models import Person, Position
from roles.workload.domain.absence import absence_plan
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, small_project


@pytest.fixture
def absent(team: Team) -> Person:
    """Holds the first position, which has A/R everywhere; somebody else holds the second."""
    return staff(team)


def staff(team: Team) -> Person:
    one, two = team.project.positions.all()
    one.holder, two.holder = PersonFactory.create(name="Absente <b>"), PersonFactory.create(name="Présente")
    one.save()
    two.save()
    duties = team.project.duties.all()
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, one.pk, "AR") for duty in duties])
    assert one.holder is not None
    return one.holder


def url(team: Team, page: str = "") -> str:
    return f"/en/projects/{team.project.pk}/absence/{page}"


def form(team: Team, absent: Person, **other: str) -> dict[str, str]:
    plan = absence_plan(load_matrix(team.project.pk), absent.pk, Thresholds())
    choices = {f"d-{line.duty.id}": str(line.chosen) for line in plan.lines}
    return {"holder": str(absent.pk), "seen": plan.digest, **choices, **other}


def letters(matrix: Matrix) -> list[tuple[str, ...]]:
    return [duty.letters for duty in matrix.duties]


@pytest.mark.parametrize("reader", READERS)
def test_away_page_is_for_members_and_its_plan_for_editors(team: Team, absent: Person, reader: str) -> None:
    client = team.client(reader)
    for path in (url(team), url(team, f"?holder={absent.pk}")):
        response = client.get(path)
        assert response.status_code == {"outsider": 404, "anonymous": 302}.get(reader, 200)
    if response.status_code == 200:
        assert ("Apply the plan" in response.content.decode()) == (reader != "viewer")
    before = letters(load_matrix(team.project.pk))
    refused = {"viewer": 403, "outsider": 404}
    assert client.post(url(team, "apply/"), form(team, absent)).status_code == refused.get(reader, 302)
    assert (letters(load_matrix(team.project.pk)) != before) == (reader in ("owner", "editor"))


def test_away_plan_is_one_change_and_undone_as_one(team: Team, absent: Person) -> None:
    before = load_matrix(team.project.pk)
    client = team.client("editor")
    data = form(team, absent, start="2026-12-01", end="2026-12-18")
    page = client.post(url(team, "apply/"), data, follow=True).content.decode()
    assert "Absente &lt;b&gt;, away from December 1, 2026 to December 18, 2026. 6 duties handed over." in page
    after = load_matrix(team.project.pk)
    assert after.version == before.version + 1
    assert letters(after) == [("", "AR")] * 6
    client.post(f"/en/projects/{team.project.pk}/undo/")
    assert letters(load_matrix(team.project.pk)) == letters(before)


def test_away_plan_takes_what_was_chosen_and_leaves_the_rest(team: Team, absent: Person) -> None:
    duties = load_matrix(team.project.pk).duties
    data = form(team, absent) | {f"d-{duties[1].id}": "", f"d-{duties[2].id}": "999", f"d-{duties[3].id}": "²"}
    team.client("editor").post(url(team, "apply/"), data)
    found = letters(load_matrix(team.project.pk))
    assert found == [("", "AR"), ("AR", ""), ("AR", ""), ("AR", ""), ("", "AR"), ("", "AR")]


def test_away_page_says_who_could_step_in(team: Team, absent: Person) -> None:
    page = team.client("viewer").get(url(team, f"?holder={absent.pk}&start=2026-12-01")).content.decode()
    assert "Absente &lt;b&gt;, away from December 1, 2026 on" in page
    assert "6 duties would be left without their A or their R." in page
    assert "Présente, 18 points, Position" in page


def test_away_page_says_what_is_wrong_with_a_day_and_keeps_it(team: Team, absent: Person) -> None:
    page = team.client("viewer").get(url(team, f"?holder={absent.pk}&start=demain&end=9999-12-31")).content.decode()
    for part in ("“demain” is not a day", 'value="demain"', "Choose a day up to", 'value="9999-12-31"'):
        assert part in page
    assert "away-plan" in page  # what the absence takes does not hang on its days


def test_away_page_of_somebody_whom_nobody_misses(team: Team, absent: Person) -> None:
    other = Position.objects.get(project=team.project, holder__name="Présente").holder_id
    page = team.client("owner").get(url(team, f"?holder={other}")).content.decode()
    assert "No duty loses its A or its R" in page


def test_away_page_says_who_still_holds_a_shared_position(team: Team, absent: Person) -> None:
    position = Position.objects.get(project=team.project, holder=absent)
    position.co_holders.add(PersonFactory.create(name="Luc Côté"))
    page = team.client("viewer").get(url(team, f"?holder={absent.pk}")).content.decode()
    assert "” stays held by Luc Côté." in page
    assert "No duty loses its A or its R" in page
    luc = Person.objects.get(name="Luc Côté")
    page = team.client("viewer").get(url(team, f"?holder={luc.pk}")).content.decode()
    assert "” stays held by Absente &lt;b&gt;." in page


def test_away_page_when_nobody_is_left(team: Team, absent: Person) -> None:
    team.project.positions.filter(holder__name="Présente").update(holder=None)
    page = team.client("owner").get(url(team, f"?holder={absent.pk}")).content.decode()
    assert "nobody could step in" in page
    assert "Apply the plan" not in page


def test_away_page_without_holders_names_the_next_step(team: Team) -> None:
    assert "Nobody holds a position yet" in team.client("owner").get(url(team)).content.decode()


def test_away_plan_of_a_changed_matrix_is_shown_again(team: Team, absent: Person) -> None:
    data = form(team, absent)
    duty, two = team.project.duties.all()[0], team.project.positions.all()[1]
    set_cells(team.project.pk, None, [CellChange(duty.pk, two.pk, "C")])
    before = letters(load_matrix(team.project.pk))
    response = team.client("editor").post(url(team, "apply/"), data)
    assert response.status_code == 409
    assert "The matrix has changed since this plan was made" in response.content.decode()
    assert letters(load_matrix(team.project.pk)) == before


@pytest.mark.parametrize("holder", ["", "0", "abc", "²", "\x00", "9" * 30])
def test_away_of_nobody_is_refused(team: Team, absent: Person, holder: str) -> None:
    assert team.client("owner").get(url(team), {"holder": holder}).status_code == 200
    assert team.client("owner").post(url(team, "apply/"), {"holder": holder}).status_code == 400


def test_away_that_ends_before_it_starts_is_refused(team: Team, absent: Person) -> None:
    data = form(team, absent, start="2026-12-18", end="2026-12-01")
    response = team.client("owner").post(url(team, "apply/"), data)
    assert response.status_code == 400
    assert "The absence ends before it starts." in response.content.decode()
    assert team.client("owner").get(url(team, "?start=2026-02-31&end=x")).status_code == 200


def test_away_page_asks_the_same_queries_at_any_size(team: Team, absent: Person) -> None:
    big = Team(small_project(duties=30, positions=2), team.users)
    MembershipFactory.create(project=big.project, user=team.users["owner"])
    client, counts = team.client("owner"), []
    for world, person in ((team, absent), (big, staff(big))):
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(world, f"?holder={person.pk}")).content.decode()
        assert "Apply the plan" in page
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Nobody present stays within the limits: Présente would then carry 6 points, over the limit of 5"),
        ("fr", "Présente porterait alors 6 points, au-delà de la limite de 5"),
    ],
)
def test_away_page_says_whom_its_proposal_would_put_over_a_limit(
    team: Team, absent: Person, language: str, words: str
) -> None:
    team.project.rules = {"load_position": 5}
    team.project.save()
    for reader in ("editor", "viewer"):
        page = team.client(reader).get(url(team, f"?holder={absent.pk}").replace("/en/", f"/{language}/"))
        assert words in page.content.decode()
