"""Holders in the file of a project: whom its loader may name, and who is asked about."""

import json

import pytest
from django.contrib.auth.models import Group

from phases.models import Membership, Project
from roles.imports.domain.create_project import load_project
from roles.imports.domain.project_file import read_project
from roles.models import Person, Position
from roles.people.domain.holders import HR
from tests.conftest import Team
from tests.factories import (
    PersonFactory,
    UserFactory,
)
from tests.roles.imports.test_project_file import URL, data_of, sealed_of, upload


@pytest.mark.parametrize("reader", ["viewer", "outsider"])
def test_holder_whom_the_loader_may_not_name_leaves_a_vacancy(team: Team, whole: Project, reader: str) -> None:
    data = data_of(whole)
    Membership.objects.filter(user=team.users["outsider"]).delete()
    plan = read_project(team.users[reader], data)
    assert bool(plan.positions[0].holders) == (reader == "viewer")
    assert any("Zorglub Quetzal" in warning for warning in plan.warnings) == (reader == "outsider")
    loaded = load_project(team.users[reader], data)
    assert Person.objects.count() == 1
    assert loaded.positions.filter(holder=None).count() == (1 if reader == "viewer" else 2)


def test_co_holder_whom_the_loader_may_not_name_is_left_out_and_the_next_one_is_first(whole: Project) -> None:
    user = UserFactory.create()
    user.groups.add(Group.objects.create(name=HR))
    position = Position.objects.get(project=whole, holder__isnull=False)
    position.co_holders.set([PersonFactory.create(name="Luc Côté"), PersonFactory.create(name="Ana Roy")])
    data = data_of(whole)
    named = next(row for row in data["positions"] if row["holder"])
    assert [person["name"] for person in named["co_holders"]] == ["Ana Roy", "Luc Côté"]
    Person.objects.filter(name="Ana Roy").delete()
    named["holder"] = {"name": "Inconnue"}
    plan = read_project(user, data)
    assert [person.name for position in plan.positions for person in position.holders] == ["Luc Côté"]
    assert len([words for words in plan.warnings if "Inconnue" in words or "Ana Roy" in words]) == 2


def test_file_of_one_holder_a_position_reads_as_before(whole: Project, team: Team) -> None:
    data = data_of(whole)
    assert all("co_holders" not in row for row in data["positions"])
    assert [len(position.holders) for position in read_project(team.users["owner"], data).positions] == [1, 0]


def test_hr_manager_names_anybody_of_the_directory(whole: Project) -> None:
    user = UserFactory.create()
    user.groups.add(Group.objects.create(name=HR))
    assert read_project(user, data_of(whole)).positions[0].holders


@pytest.fixture
def twins(whole: Project) -> tuple[Person, Person]:
    """The holder of the first position and another of the name, who holds the second."""
    twin: Person = PersonFactory.create(name="zorglub  quetzal")
    Position.objects.filter(project=whole, holder=None).update(holder=twin)
    return Person.objects.exclude(pk=twin.pk).get(), twin


def test_two_people_of_one_name_are_asked_about_and_otherwise_nobody(
    team: Team, whole: Project, twins: tuple[Person, Person]
) -> None:
    content, client = json.dumps(data_of(whole, emails=False)).encode(), team.client("owner")
    plan = upload(client, content)
    page = plan.content.decode()
    for person in twins:
        assert f'value="{person.pk}:quetzal zorglub"' in page
    client.post(URL, {"sealed": sealed_of(plan)})
    assert Project.objects.latest("pk").positions.filter(holder=None).count() == 2
    client.post(URL, {"sealed": sealed_of(plan), "who-0": f"{twins[1].pk}:quetzal zorglub"})
    assert {position.holder for position in Project.objects.latest("pk").positions.all()} == {twins[1]}
    assert Person.objects.count() == 2
    client.post(URL, {"sealed": sealed_of(plan), "who-0": "0:quetzal zorglub"})
    assert Person.objects.count() == 3
    assert Project.objects.latest("pk").positions.filter(holder__in=[*twins, None]).count() == 0


def test_email_that_is_nobodys_asks_about_the_namesake(team: Team, whole: Project) -> None:
    data = data_of(whole)
    data["positions"][0]["holder"] = {"name": "Quetzal, Zorglub", "email": "autre@example.org"}
    owner, key = team.users["owner"], "quetzal zorglub"
    assert load_project(owner, data).positions.filter(holder__isnull=False).count() == 0
    load_project(owner, data, {key: 0})
    assert Person.objects.get(email="autre@example.org").name == "Quetzal, Zorglub"


def test_who_reads_no_directory_is_asked_about_nobody_out_of_sight(
    team: Team, whole: Project, twins: tuple[Person, Person]
) -> None:
    Membership.objects.filter(user=team.users["outsider"]).delete()
    plan = read_project(team.users["outsider"], data_of(whole, emails=False))
    assert plan.doubt is not None
    assert plan.doubt.people == {}
    assert len(plan.warnings) == 2
