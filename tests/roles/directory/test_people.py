"""Somebody is added, called otherwise, made inactive; the past keeps the name of then."""

import pytest

from aispec.web.edit_conflict import EditConflict
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.directory.domain.people import (
    EmailTaken,
    PersonDetails,
    add_person,
    edit_person,
    people_called_so,
    person_fingerprint,
    set_active,
)
from roles.history.domain.replay import matrix_at
from roles.matrix.matrix import load_matrix
from roles.models import FormerName, Person
from roles.people.domain.directory_import import apply_people
from roles.people.domain.directory_plan import PersonRow, plan_people
from roles.projects.domain.positions import PositionDetails, edit_position
from tests.conftest import Team
from tests.factories import PersonFactory, UserFactory
from tests.roles.directory.proof import new_faults

ZOE, MAIL = "Zoé Roy", "zoe@example.org"


def hold(team: Team, name: str, email: str = "") -> Person:
    """Let somebody hold the first position."""
    position = team.project.positions.all()[0]
    edit_position(team.project.pk, team.users["owner"], position.pk, PositionDetails("Poste", "", None, name, email))
    return Person.objects.get(positions=position.pk)


def test_email_is_that_of_one_person(db: None) -> None:
    add_person(PersonDetails(ZOE, MAIL), UserFactory.create())
    with pytest.raises(EmailTaken):
        add_person(PersonDetails("Luc", MAIL.upper()), UserFactory.create())
    assert Person.objects.count() == 1


def test_person_is_changed_unless_somebody_else_has(team: Team) -> None:
    zoe = PersonFactory.create(name=ZOE)
    seen = person_fingerprint(zoe)
    edit_person(team.users["owner"], zoe.pk, PersonDetails(ZOE, MAIL), seen)
    with pytest.raises(EditConflict):
        edit_person(team.users["owner"], zoe.pk, PersonDetails("Zoé Côté", ""), seen)
    assert Person.objects.values_list("name", "email").get() == (ZOE, MAIL)


def test_new_name_is_told_in_each_project_and_the_past_keeps_the_old_one(team: Team) -> None:
    zoe = hold(team, ZOE, MAIL)
    before = load_matrix(team.project.pk).version
    edit_person(team.users["outsider"], zoe.pk, PersonDetails("Zoé Côté", MAIL))
    matrix = load_matrix(team.project.pk)
    assert matrix.version == before + 1
    assert matrix.positions[0].holder == "Zoé Côté"
    assert matrix_at(team.project.pk, before).positions[0].holder == ZOE
    line = ProjectChange.objects.latest("pk")
    assert (line.kind, line.old, line.new) == (ChangeKind.PERSON_RENAMED, ZOE, "Zoé Côté")
    assert not new_faults(team.project.pk)
    assert FormerName.objects.values_list("person", "name").get() == (zoe.pk, ZOE)


def test_same_name_is_no_change_of_a_project(team: Team) -> None:
    zoe = hold(team, ZOE)
    before = load_matrix(team.project.pk).version
    edit_person(team.users["owner"], zoe.pk, PersonDetails(ZOE, MAIL))
    assert load_matrix(team.project.pk).version == before
    assert not FormerName.objects.exists()


def test_name_that_a_file_changes_is_told_too(team: Team) -> None:
    hold(team, ZOE, MAIL)
    rows = [PersonRow("1", "Zoé Côté", MAIL)]
    apply_people(rows, {}, plan_people(rows).seen, team.users["owner"])
    assert ProjectChange.objects.latest("pk").kind == ChangeKind.PERSON_RENAMED
    assert not new_faults(team.project.pk)


def test_inactive_person_keeps_positions(team: Team) -> None:
    zoe = hold(team, ZOE)
    set_active(zoe.pk, active=False)
    assert [one.id for one in load_matrix(team.project.pk).positions[0].holders] == [zoe.pk]
    assert not Person.objects.get().active


def test_namesakes_are_found_however_written(db: None) -> None:
    zoe, _luc = PersonFactory.create(name="Zoé Côté"), PersonFactory.create(name="Luc Côté")
    assert people_called_so("Cote, Zoe") == [zoe]
    assert people_called_so("Cote, Zoe", but=zoe.pk) == []


def test_new_name_of_a_co_holder_is_told_too(team: Team) -> None:
    hold(team, f"Luc Roy; {ZOE}")
    before = load_matrix(team.project.pk).version
    edit_person(team.users["owner"], Person.objects.get(name=ZOE).pk, PersonDetails("Zoé Côté", ""))
    assert matrix_at(team.project.pk, before).positions[0].holders[1].name == ZOE
    assert load_matrix(team.project.pk).positions[0].holders[1].name == "Zoé Côté"
    assert not new_faults(team.project.pk)
