"""A form that names a holder asks who is meant, where a new person would be a double."""

from typing import Any

import pytest

from roles.models import Person, Position
from roles.people.domain.doubts import HolderDoubt
from roles.projects.domain.positions import PositionDetails, add_positions, hold_position, position_fingerprint
from tests.conftest import Team
from tests.factories import MembershipFactory, PersonFactory, PositionFactory, small_project

KEY = "cote zoe"


@pytest.fixture
def zoe(team: Team) -> Person:
    person: Person = PersonFactory.create(name="Zoé Côté", email="zoe@example.org")
    return person


def save(team: Team, reader: str, holder: str, **answers: str) -> Any:
    position = team.project.positions.all()[0]
    url = f"/en/projects/{team.project.pk}/positions/{position.pk}/"
    data = {"title_fr": "Poste", "holder": holder, "seen": position_fingerprint(position), **answers}
    return team.client(reader).post(url, data)


def holders(team: Team) -> list[Person]:
    return Position.objects.filter(project=team.project)[0].holders


def test_owner_is_asked_who_is_meant_and_may_choose(team: Team, zoe: Person) -> None:
    asked = save(team, "owner", "Cote, Zoe")
    assert asked.status_code == 422
    page = asked.content.decode()
    assert "zoe@example.org" in page
    assert f'value="{zoe.pk}:{KEY}"' in page
    assert Person.objects.count() == 1
    assert save(team, "owner", "Cote, Zoe", **{"who-0": f"{zoe.pk}:{KEY}"}).status_code == 302
    assert holders(team) == [zoe]


def test_another_person_of_the_name_is_added_once_that_is_said(team: Team, zoe: Person) -> None:
    assert save(team, "owner", "Zoe Cote", **{"who-0": f"0:{KEY}"}).status_code == 302
    assert [person.name for person in holders(team)] == ["Zoe Cote"]
    assert Person.objects.count() == 2


@pytest.mark.parametrize("answer", ["", "x", "987654:cote zoe", "0:roy luc"])
def test_answer_that_is_none_leaves_the_question(team: Team, zoe: Person, answer: str) -> None:
    assert save(team, "owner", "Zoe Cote", **{"who-0": answer}).status_code == 422
    assert Person.objects.count() == 1


def test_each_of_several_names_is_asked_about(team: Team, zoe: Person) -> None:
    luc = PersonFactory.create(name="Luc Roy")
    asked = save(team, "owner", "Zoe Cote; roy luc; Ada", **{"who-0": f"{zoe.pk}:{KEY}"})
    assert asked.status_code == 422
    assert "checked" in asked.content.decode()
    answers = {"who-0": f"{zoe.pk}:{KEY}", "who-1": f"{luc.pk}:luc roy"}
    assert save(team, "owner", "Zoe Cote; roy luc; Ada", **answers).status_code == 302
    assert {zoe, luc} < set(holders(team))


def test_editor_is_asked_of_nobody_out_of_sight(team: Team, zoe: Person) -> None:
    assert save(team, "editor", "Zoe Cote").status_code == 302
    assert Person.objects.count() == 2


def test_editor_is_asked_about_namesakes_of_their_projects_without_emails(team: Team, zoe: Person) -> None:
    other = small_project()
    MembershipFactory.create(project=other, user=team.users["editor"], role=1)
    for person in (zoe, PersonFactory.create(name="Zoé COTÉ")):
        PositionFactory.create(project=other, holder=person)
    asked = save(team, "editor", "Zoe Cote")
    assert asked.status_code == 422
    assert f'value="{zoe.pk}:{KEY}"' in asked.content.decode()
    assert "zoe@example.org" not in asked.content.decode()


def test_email_or_a_known_name_leaves_nothing_to_ask(team: Team, zoe: Person) -> None:
    assert save(team, "owner", "Zoe Cote", email="zoe@example.org").status_code == 302
    assert save(team, "owner", "ZOE COTE").status_code == 302
    assert holders(team) == [zoe]


def test_form_over_the_matrix_asks_too(team: Team, zoe: Person) -> None:
    position = team.project.positions.all()[0]
    url, client = f"/en/projects/{team.project.pk}/positions/{position.pk}/holder/", team.client("owner")
    data = {"holder": "Zoe Cote", "seen": position_fingerprint(position)}
    asked = client.post(url, data, headers={"HX-Request": "true"})
    assert asked.status_code == 422
    assert "Who is" in asked.content.decode()
    data["who-0"] = f"{zoe.pk}:{KEY}"
    assert client.post(url, data, headers={"HX-Request": "true"}).status_code == 200
    assert holders(team) == [zoe]


def test_where_nobody_can_be_asked_somebody_new_is_named(team: Team, zoe: Person) -> None:
    owner, position = team.users["owner"], team.project.positions.all()[0]
    hold_position(team.project.pk, owner, position.pk, "Zoe Cote")
    assert holders(team) != [zoe]
    PersonFactory.create(name="Luc Roy")
    with pytest.raises(HolderDoubt):
        add_positions(team.project.pk, owner, [PositionDetails("P", holder="Roy Luc", who={})])
    assert team.project.positions.count() == 2
