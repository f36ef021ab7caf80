"""Load across projects: the reader's projects only, and the directory only for those who may see it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from phases.enums import Role
from phases.models import Project
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange
from roles.models import Person, Position
from roles.people.domain.permissions import hr_group
from roles.workload.domain.by_person import PersonLoad, people_loads
from tests.conftest import READERS, Team
from tests.factories import MembershipFactory, PersonFactory, UserFactory, small_project

URL = "/en/people/load/"


def carry(project: Project, person: Person, letter: str, duties: int) -> None:
    """Give a person the first position of a project, with this letter on some duties."""
    position = project.positions.all()[0]
    position.holder = person
    position.save()
    chosen = project.duties.all()[:duties]
    set_cells(project.pk, None, [CellChange(duty.pk, position.pk, letter) for duty in chosen])


def seen(user_loads: list[PersonLoad]) -> dict[str, dict[str, float]]:
    return {load.name: {project.name: project.points for project in load.projects} for load in user_loads}


@pytest.fixture
def busy(team: Team) -> tuple[Person, Project]:
    """A person on the team's project, on another of the owner's and on a third that only strangers see."""
    person = PersonFactory.create(name="Camille <Roy>")
    other, secret = small_project(), small_project()
    Project.objects.filter(pk=team.project.pk).update(name="Un")
    Project.objects.filter(pk=other.pk).update(name="Deux", rules={"points_c": 5, "load_position": 25})
    Project.objects.filter(pk=secret.pk).update(name="Secret")
    MembershipFactory.create(project=other, user=team.users["owner"], role=Role.VIEWER)
    carry(team.project, person, "AR", 4)
    carry(other, person, "C", 6)
    carry(secret, person, "AR", 6)
    PersonFactory.create(name="Personne du répertoire")
    return person, other


def test_points_are_those_of_each_project(team: Team, busy: tuple[Person, Project]) -> None:
    first, last = people_loads(team.users["owner"])
    assert (first.name, [(p.name, p.points, p.over) for p in first.projects]) == (
        "Camille <Roy>",
        [("Deux", 30, True), ("Un", 12, False)],
    )
    assert (first.points, first.limit, first.over) == (42, 40, True)
    assert (last.name, last.points, last.over, last.projects) == ("Personne du répertoire", 0, False, [])


def test_load_of_a_position_is_shared_equally_by_all_who_hold_it(team: Team, busy: tuple[Person, Project]) -> None:
    position = team.project.positions.all()[0]
    position.co_holders.set([PersonFactory.create(name="Luc Côté"), PersonFactory.create(name="Ana Roy")])
    other = team.project.positions.all()[1]
    Position.objects.filter(pk=other.pk).update(holder=Person.objects.get(name="Luc Côté"))
    set_cells(team.project.pk, None, [CellChange(team.project.duties.all()[0].pk, other.pk, "C")])
    loads = {load.name: load for load in people_loads(team.users["owner"])}
    assert seen(list(loads.values())) | {"Personne du répertoire": {}} == {
        "Camille <Roy>": {"Deux": 30, "Un": 4},
        "Luc Côté": {"Un": 5},
        "Ana Roy": {"Un": 4},
        "Personne du répertoire": {},
    }
    set_cells(team.project.pk, None, [CellChange(team.project.duties.all()[5].pk, position.pk, "C")])
    loads = {load.name: load for load in people_loads(team.users["owner"])}
    assert (loads["Ana Roy"].points, loads["Ana Roy"].points_up) == (4.3, 5)
    page = team.client("owner").get("/fr/people/").content.decode()
    assert "4,3 points" in page
    for fmt in ("pdf", "xlsx"):
        assert team.client("owner").get(f"/fr/people/export/{fmt}/").status_code == 200


def test_others_see_only_the_people_of_their_own_projects(team: Team, busy: tuple[Person, Project]) -> None:
    for reader in ("editor", "viewer"):
        assert seen(people_loads(team.users[reader])) == {"Camille <Roy>": {"Un": 12}}
    assert people_loads(team.users["outsider"]) == []


def test_hr_sees_the_directory_and_no_project_of_others(team: Team, busy: tuple[Person, Project]) -> None:
    manager = UserFactory.create()
    manager.groups.add(hr_group())
    assert seen(people_loads(manager)) == {"Camille <Roy>": {}, "Personne du répertoire": {}}


def test_duty_that_does_not_apply_is_not_counted(team: Team, busy: tuple[Person, Project]) -> None:
    duty = team.project.duties.all()[0]
    duty.applicable, duty.reason = False, "Hors mandat"
    duty.save()
    assert seen(people_loads(team.users["viewer"])) == {"Camille <Roy>": {"Un": 9}}


@pytest.mark.parametrize("reader", READERS)
def test_people_page_by_reader(team: Team, busy: tuple[Person, Project], reader: str) -> None:
    response = team.client(reader).get(URL)
    assert response.status_code == (302 if reader == "anonymous" else 200)
    page = response.content.decode()
    assert "Secret" not in page
    assert (escape("Camille <Roy>") in page) == (reader in ("owner", "editor", "viewer"))
    assert ("Personne du répertoire" in page) == (reader == "owner")
    assert ("Nobody to show yet" in page) == (reader == "outsider")
    assert ("Over the limit" in page) == (reader == "owner")


def test_people_page_leads_to_each_workload_and_back(team: Team, busy: tuple[Person, Project]) -> None:
    client = team.client("owner")
    page = client.get(URL).content.decode()
    for project in (team.project, busy[1]):
        path = f"/en/projects/{project.pk}/workload/"
        assert f'href="{path}"' in page
        assert f'href="{URL}"' in client.get(path).content.decode()
    assert team.client("owner").post(URL).status_code == 405


def test_people_page_is_bounded(team: Team, busy: tuple[Person, Project]) -> None:
    PersonFactory.create_batch(120)
    page = team.client("owner").get(f"{URL}?page=2").content.decode()
    assert "Page 2 of 2" in page
    assert page.count('<th scope="row">') == 22
    assert team.client("owner").get(f"{URL}?page=zzz").status_code == 200


def test_people_page_asks_the_same_queries_at_any_size(team: Team, busy: tuple[Person, Project]) -> None:
    client = team.client("editor")
    counts = []
    for projects in (0, 8):
        for _number in range(projects):
            project = small_project(duties=10, positions=4)
            MembershipFactory.create(project=project, user=team.users["editor"], role=Role.VIEWER)
            carry(project, PersonFactory.create(), "R", 10)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 12
