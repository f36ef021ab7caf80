"""Several holders of a position: one named first, the others by name, and nobody twice."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.models import ProjectChange
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Person, Position
from roles.people.domain.holders import held_by, holdings, people_near, who_hold
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.domain.positions import PositionDetails, add_positions, edit_position, hold_position
from roles.undo.expected import CannotUndo
from roles.undo.undo import undo
from tests.conftest import Team
from tests.factories import PersonFactory

FORM = {"profile": "", "title_fr": "Architecte", "title_en": "Architect", "holder": "", "email": ""}


@pytest.fixture
def position(team: Team) -> Position:
    return team.project.positions.order_by("order")[0]


def hold(team: Team, position: Position, names: str, reader: str = "owner") -> list[str]:
    """Who holds it once these names are saved."""
    hold_position(team.project.pk, team.users[reader], position.pk, names)
    return held(position)


def held(position: Position) -> list[str]:
    return [person.name for person in Position.objects.get(pk=position.pk).holders]


def of_first(matrix: Matrix) -> str:
    return matrix.positions[0].holder


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Zoé Roy", ["Zoé Roy"]),
        ("Zoé Roy; Luc Côté;Ana Roy", ["Zoé Roy", "Ana Roy", "Luc Côté"]),
        (" Zoé  Roy ;; Zoé Roy;", ["Zoé Roy"]),
        ("Roy, Zoé; Côté, Luc", ["Roy, Zoé", "Côté, Luc"]),
        ("", []),
    ],
)
def test_names_are_read_with_the_first_one_first(team: Team, position: Position, typed: str, kept: list[str]) -> None:
    assert hold(team, position, typed) == kept


def test_first_holder_is_never_a_co_holder_too(team: Team, position: Position) -> None:
    hold(team, position, "Zoé Roy; Luc Côté")
    assert hold(team, position, "Luc Côté; Zoé Roy; luc côté") == ["Luc Côté", "Zoé Roy"]
    row = Position.objects.get(pk=position.pk)
    assert row.holder not in row.co_holders.all()
    assert Person.objects.count() == 2


def test_co_holder_is_named_first_when_the_first_one_leaves(team: Team, position: Position) -> None:
    hold(team, position, "Zoé Roy; Luc Côté")
    assert hold(team, position, "Luc Côté") == ["Luc Côté"]
    assert hold(team, position, "") == []
    row = Position.objects.get(pk=position.pk)
    assert (row.holder, row.co_holders.count()) == (None, 0)


def test_unchanged_names_keep_the_people_whoever_else_bears_them(team: Team, position: Position) -> None:
    twins = [PersonFactory.create(name="Ana Roy") for _time in range(2)]
    Position.objects.filter(pk=position.pk).update(holder=twins[0])
    position.co_holders.add(twins[1])
    details = PositionDetails("Autre", "", None, "Ana Roy; Ana Roy")
    edit_position(team.project.pk, team.users["owner"], position.pk, details)
    assert Position.objects.get(pk=position.pk).holders == twins


def test_change_of_the_co_holders_is_one_line_that_is_told_replayed_and_taken_back(
    team: Team, position: Position
) -> None:
    hold(team, position, "Zoé Roy; Luc Côté")
    before = load_matrix(team.project.pk)
    hold(team, position, "Zoé Roy; Ana Roy")
    (line,) = ProjectChange.objects.filter(project=team.project, version=before.version + 1)
    assert (line.old, line.new, line.data["field"]) == ("Luc Côté", "Ana Roy", "co_holders")
    page = team.client("viewer").get(reverse("history", args=[team.project.pk])).content.decode()
    assert "cotitulaires" in page
    assert of_first(matrix_at(team.project.pk, before.version)) == "Zoé Roy, Luc Côté"
    undo(team.project.pk, team.users["owner"])
    assert held(position) == ["Zoé Roy", "Luc Côté"]
    assert verify(team.project.pk) == []


def test_renamed_co_holder_is_the_same_person_to_the_journal(team: Team, position: Position) -> None:
    hold(team, position, "Zoé Roy; Luc Côté")
    Person.objects.filter(name="Luc Côté").update(name="Luc Côté-Roy")
    assert of_first(load_matrix(team.project.pk)) == "Zoé Roy, Luc Côté-Roy"
    assert verify(team.project.pk) == []
    undo(team.project.pk, team.users["owner"])
    assert held(position) == []


def test_undo_never_lets_somebody_hold_a_position_twice_or_beside_nobody(team: Team, position: Position) -> None:
    hold(team, team.project.positions.order_by("order")[1], "Luc Côté", "editor")
    hold(team, position, "Zoé Roy; Luc Côté")
    hold(team, position, "Zoé Roy")
    for names in ("Luc Côté", ""):
        hold(team, position, names, "editor")
        with pytest.raises(CannotUndo):
            undo(team.project.pk, team.users["owner"])


def test_co_holders_are_found_wherever_holders_are(team: Team, position: Position) -> None:
    hold(team, position, "Zoé Roy; Luc Côté")
    luc = Person.objects.get(name="Luc Côté")
    assert list(Position.objects.filter(held_by(pk=luc.pk))) == [position]
    assert luc in who_hold(project=team.project)
    assert luc in people_near(team.users["viewer"])
    assert sorted(person for *_where, person in holdings(project=team.project)) == sorted(
        Person.objects.values_list("pk", flat=True)
    )
    other = team.project.positions.order_by("order")[1]
    hold(team, other, "luc Côté")
    assert Person.objects.count() == 2


def test_new_position_and_a_copy_of_the_project_keep_them(team: Team, position: Position) -> None:
    details = PositionDetails("Neuf", "New", None, "Zoé Roy; Luc Côté")
    (added,) = add_positions(team.project.pk, team.users["owner"], [details])
    assert held(added) == ["Zoé Roy", "Luc Côté"]
    for holders, names in ((True, ["", "", "Zoé Roy, Luc Côté"]), (False, ["", "", ""])):
        copy = duplicate_project(team.users["owner"], team.project.pk, "Copie", holders=holders, letters=True)
        assert [column.holder for column in load_matrix(copy.pk).positions] == names


def test_form_of_a_position_takes_and_shows_several_names(team: Team, position: Position) -> None:
    address = reverse("position", args=[team.project.pk, position.pk])
    client = team.client("owner")
    seen = client.get(address).context["form"].initial["seen"]
    asked = FORM | {"holder": "Zoé Roy ; Luc Côté", "email": "zoe@example.org", "seen": seen}
    assert client.post(address, asked).status_code == 302
    assert held(position) == ["Zoé Roy", "Luc Côté"]
    assert Position.objects.get(pk=position.pk).holders[0].email == "zoe@example.org"
    assert 'value="Zoé Roy; Luc Côté"' in client.get(address).content.decode()
    page = client.get(reverse("positions", args=[team.project.pk])).content.decode()
    assert "Zoé Roy" in page
    assert "Luc Côté" in page
    refused = client.post(address, FORM | {"holder": f"Zoé Roy; {'x' * 121}"})
    assert refused.status_code == 422
    assert "120" in refused.content.decode()


def test_form_in_place_takes_several_names(team: Team, position: Position) -> None:
    address = reverse("position-holder", args=[team.project.pk, position.pk])
    client = team.client("editor")
    seen = client.get(address, headers={"hx-request": "true"}).context["form"].initial["seen"]
    sent = {"holder": "Zoé Roy; Luc Côté", "seen": seen}
    answer = client.post(address, sent, headers={"hx-request": "true"})
    assert (answer.status_code, held(position)) == (200, ["Zoé Roy", "Luc Côté"])
    again = client.post(address, sent | {"holder": "Ana Roy"}, headers={"hx-request": "true"})
    assert again.status_code == 409
    assert "Zoé Roy; Luc Côté" in again.content.decode()


def test_heading_shows_the_first_name_and_how_many_more(team: Team, position: Position) -> None:
    hold(team, position, "Zoé Roy; Luc Côté; Ana <Roy>")
    page = team.client("viewer").get(reverse("project", args=[team.project.pk])).content.decode()
    assert '>Zoé Roy<span class="vh">, Ana &lt;Roy&gt;, Luc Côté</span><span class="more" data-more="+2">' in page
    assert '<span class="all" aria-hidden="true" translate="no">Zoé Roy, Ana &lt;Roy&gt;, Luc Côté</span>' in page


def test_cell_costs_the_same_queries_with_co_holders(team: Team, position: Position) -> None:
    counts = []
    for letter, names in (("R", "Zoé Roy"), ("A", "Zoé Roy; Luc Côté; Ana Roy")):
        hold(team, position, names)
        duty = load_matrix(team.project.pk).duties[0]
        with CaptureQueriesContext(connection) as captured:
            set_cells(team.project.pk, team.users["owner"], [CellChange(duty.id, position.pk, letter)])
        counts.append(len(captured))
    assert counts[0] == counts[1]


def test_co_holder_who_was_put_or_taken_behind_the_journal_shows(team: Team) -> None:
    (added,) = add_positions(team.project.pk, team.users["owner"], [PositionDetails("Neuf", "", None, "Zoé Roy; Luc")])
    copy = duplicate_project(team.users["owner"], team.project.pk, "Copie", holders=True, letters=True)
    copied = copy.positions.get(title_fr="Neuf")
    Person.objects.filter(name="Luc").update(name="Zacharie")
    for project, position in ((team.project, added), (copy, copied)):
        assert verify(project.pk) == []
        stranger = PersonFactory.create()
        position.co_holders.add(stranger)
        assert verify(project.pk) != []
        position.co_holders.remove(stranger)
        assert verify(project.pk) == []
        position.co_holders.clear()
        assert verify(project.pk) != []


def test_co_holder_of_a_position_that_came_with_nobody_shows(team: Team) -> None:
    (added,) = add_positions(team.project.pk, team.users["owner"], [PositionDetails("Neuf", "", None, "Zoé Roy")])
    added.co_holders.add(PersonFactory.create())
    assert verify(team.project.pk) != []
