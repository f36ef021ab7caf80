import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from aispec.web.edit_conflict import EditConflict
from phases.models import ProjectChange
from roles.matrix.matrix import load_matrix
from roles.models import Assignment, Person, Position
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    move_position,
    position_fingerprint,
)
from roles.undo.undo import undo
from tests.conftest import READERS, Team
from tests.factories import (
    AssignmentFactory,
    DutyFactory,
    MembershipFactory,
    PersonFactory,
    PositionFactory,
    RoleProfileFactory,
    small_project,
)

STATUS = {"owner": 200, "editor": 200, "viewer": 403, "outsider": 404, "anonymous": 302}
FORM = {"profile": "", "title_fr": "Architecte", "title_en": "Architect", "holder": "", "email": ""}


@pytest.fixture
def position(team: Team) -> Position:
    return team.project.positions.order_by("order")[0]


def titles(team: Team) -> list[str]:
    return [position.title for position in load_matrix(team.project.pk, "fr").positions]


def test_positions_list_offers_a_viewer_no_change(team: Team) -> None:
    response = team.client("viewer").get(reverse("positions", args=[team.project.pk]))
    assert response.status_code == 200
    assert "/move/" not in response.content.decode()


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("name", ["position-new", "position", "position-move", "position-remove"])
def test_position_changes_readers(team: Team, position: Position, reader: str, name: str) -> None:
    args = [team.project.pk] if name == "position-new" else [team.project.pk, position.pk]
    response = team.client(reader).post(
        reverse(name, args=args), FORM | {"step": "down", "seen": position_fingerprint(position)}
    )
    changed = ProjectChange.objects.exists()
    if reader in ("owner", "editor"):
        assert (response.status_code, changed) == (409 if name == "position-remove" else 302, name != "position-remove")
    else:
        assert (response.status_code, changed) == (STATUS[reader], False)


@pytest.mark.parametrize("name", ["position", "position-move", "position-remove"])
def test_position_of_another_project_is_not_found(team: Team, name: str) -> None:
    foreign = PositionFactory.create()
    response = team.client("owner").post(reverse(name, args=[team.project.pk, foreign.pk]), FORM)
    assert response.status_code == 404
    assert not ProjectChange.objects.exists()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title_fr": "", "title_en": ""}, "title_fr"),
        ({"title_fr": "x" * 201}, "title_fr"),
        ({"title_en": "nul\x00"}, "title_en"),
        ({"profile": "999999"}, "profile"),
        ({"profile": "garbage"}, "profile"),
        ({"holder": "x" * 121}, "holder"),
        ({"email": "not an e-mail"}, "email"),
        ({"email": "someone@example.org"}, "holder"),
    ],
)
def test_position_bad_input_keeps_what_was_typed(team: Team, change: dict[str, str], field: str) -> None:
    response = team.client("owner").post(reverse("position-new", args=[team.project.pk]), FORM | change)
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert f'id="id_{field}_error"' in response.content.decode()
    assert team.project.positions.count() == 2


def test_position_profile_of_another_framework_is_refused(team: Team) -> None:
    foreign = RoleProfileFactory.create()
    response = team.client("owner").post(
        reverse("position-new", args=[team.project.pk]), FORM | {"profile": foreign.pk}
    )
    assert response.context["form"].errors["profile"]


def test_position_without_title_takes_the_profiles(team: Team) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework)
    data = FORM | {"profile": profile.pk, "title_fr": "", "title_en": ""}
    team.client("editor").post(reverse("position-new", args=[team.project.pk]), data)
    added = Position.objects.get(profile=profile)
    assert (added.title_fr, added.title_en) == ("Analyste", "Analyst")


def test_edit_position_hiring_and_leaving_keep_letters(team: Team, position: Position) -> None:
    AssignmentFactory.create(duty=team.project.duties.first(), position=position, letter="A")
    for holder in ("Camille Roy", ""):
        details = PositionDetails("Poste", "Position", None, holder)
        edit_position(team.project.pk, team.users["editor"], position.pk, details)
        assert Assignment.objects.get().letter == "A"
    lines = ProjectChange.objects.filter(kind="position.edited", data__field="holder").order_by("version")
    assert [(line.old, line.new) for line in lines] == [("", "Camille Roy"), ("Camille Roy", "")]


def test_edit_position_from_a_person_to_a_namesake_is_noted_and_taken_back(team: Team, position: Position) -> None:
    pk, user = team.project.pk, team.users["owner"]
    first, second = (PersonFactory.create(name="Camille Roy", email=f"{n}@example.org") for n in "ab")
    for person in (first, second):
        edit_position(pk, user, position.pk, PositionDetails("P", "P", None, "Camille Roy", person.email))
        position.refresh_from_db()
        assert position.holder == person
    undo(pk, user)
    position.refresh_from_db()
    assert position.holder == first


def test_edit_position_same_values_leaves_no_trace(team: Team, position: Position) -> None:
    details = PositionDetails(position.title_fr, position.title_en or "", None)
    edit_position(team.project.pk, team.users["editor"], position.pk, details)
    assert not ProjectChange.objects.exists()


def test_position_stale_form_shows_both_texts_then_saves(team: Team, position: Position) -> None:
    seen = position_fingerprint(position)
    edit_position(team.project.pk, team.users["owner"], position.pk, PositionDetails("Leur titre", "Theirs"))
    client, url = team.client("editor"), reverse("position", args=[team.project.pk, position.pk])
    response = client.post(url, FORM | {"title_fr": "Mon titre", "seen": seen})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Leur titre" in page
    assert "Mon titre" in page
    assert load_matrix(team.project.pk, "fr").position(position.pk).title == "Leur titre"
    again = response.context["form"]["seen"].value()
    assert client.post(url, FORM | {"title_fr": "Mon titre", "seen": again}).status_code == 302
    assert load_matrix(team.project.pk, "fr").position(position.pk).title == "Mon titre"


def test_position_stale_form_takes_over_what_its_user_left_alone(team: Team, position: Position) -> None:
    data = FORM | {
        "title_fr": "Mon titre",
        "title_en": "Old",
        "initial-title_en": "Old",
        "seen": position_fingerprint(position),
    }
    edit_position(
        team.project.pk, team.users["owner"], position.pk, PositionDetails("Leur titre", "Theirs", None, "Noa")
    )
    client, url = team.client("editor"), reverse("position", args=[team.project.pk, position.pk])
    response = client.post(url, data)
    assert [row.typed for row in response.context["differences"]] == ["Mon titre"]
    form = response.context["form"]
    again = {name: form[name].value() or "" for name in form.fields}
    assert (again["title_fr"], again["title_en"], again["holder"]) == ("Mon titre", "Theirs", "Noa")
    assert client.post(url, again).status_code == 302
    position.refresh_from_db()
    assert (position.title_fr, position.title_en, position.holder) == ("Mon titre", "Theirs", Person.objects.get())


def test_move_position_swaps_neighbours_and_stops_at_the_edge(team: Team) -> None:
    first, second = (position.title for position in team.project.positions.order_by("order"))
    position = team.project.positions.order_by("order")[0]
    move_position(team.project.pk, team.users["editor"], position.pk, 1)
    assert titles(team) == [second, first]
    version = ProjectChange.objects.get().version
    move_position(team.project.pk, team.users["editor"], position.pk, 1)
    assert ProjectChange.objects.get().version == version


def test_move_position_htmx_gets_the_rows_alone(team: Team, position: Position) -> None:
    url = reverse("position-move", args=[team.project.pk, position.pk])
    response = team.client("editor").post(url, {"step": "down"}, headers={"HX-Request": "true"})
    page = response.content.decode()
    assert page.lstrip().startswith('<ol class="list" id="rows">')
    assert 'hx-swap-oob="innerHTML"' in page


def test_remove_position_names_what_goes_and_keeps_it_in_the_journal(team: Team, position: Position) -> None:
    duties = list(team.project.duties.order_by("phase__order", "order"))
    AssignmentFactory.create(duty=duties[0], position=position, letter="A")
    AssignmentFactory.create(duty=duties[1], position=position, letter="C")
    client, url = team.client("editor"), reverse("position-remove", args=[team.project.pk, position.pk])
    page = client.get(url)
    assert duties[0].code in page.context["summary"]
    assert duties[1].code not in page.context["summary"]
    assert client.post(url, {"seen": page.context["seen"]}).status_code == 302
    line = ProjectChange.objects.get(kind="position.removed")
    assert line.data["letters"] == {duties[0].code: "A", duties[1].code: "C"}
    assert not Assignment.objects.exists()


def test_remove_position_with_other_letters_than_shown_is_refused(team: Team, position: Position) -> None:
    client, url = team.client("editor"), reverse("position-remove", args=[team.project.pk, position.pk])
    seen = client.get(url).context["seen"]
    AssignmentFactory.create(duty=team.project.duties.first(), position=position, letter="A")
    response = client.post(url, {"seen": seen})
    assert response.status_code == 409
    assert Position.objects.filter(pk=position.pk).exists()


def test_holder_same_name_in_the_project_is_the_same_person(team: Team) -> None:
    user = team.users["editor"]
    add_positions(team.project.pk, user, [PositionDetails("Un", holder="Camille Roy")])
    add_positions(team.project.pk, user, [PositionDetails("Deux", holder="  camille   roy ")])
    assert Person.objects.count() == 1


def test_holder_of_a_strangers_project_is_another_person(team: Team) -> None:
    PositionFactory.create(holder=PersonFactory.create(name="Camille Roy"))
    response = team.client("editor").get(reverse("position-new", args=[team.project.pk]))
    assert "Camille Roy" not in response.content.decode()
    add_positions(team.project.pk, team.users["editor"], [PositionDetails("Un", holder="Camille Roy")])
    assert Person.objects.filter(name="Camille Roy").count() == 2


def test_holder_known_from_another_project_of_the_user_is_proposed_and_reused(team: Team) -> None:
    other = small_project()
    MembershipFactory.create(project=other, user=team.users["editor"])
    PositionFactory.create(project=other, holder=PersonFactory.create(name="Camille Roy"))
    response = team.client("editor").get(reverse("position-new", args=[team.project.pk]))
    assert re.search(r'<option\s+value="Camille Roy"', response.content.decode())
    add_positions(team.project.pk, team.users["editor"], [PositionDetails("Un", holder="Camille Roy")])
    assert Person.objects.filter(name="Camille Roy").count() == 1


def test_holder_email_of_somebody_else_is_refused_to_an_owner(team: Team) -> None:
    PersonFactory.create(name="Noa Caron", email="noa@example.org")
    data = FORM | {"holder": "Camille Roy", "email": "NOA@example.org"}
    response = team.client("owner").post(reverse("position-new", args=[team.project.pk]), data)
    assert "Noa Caron" in response.context["form"].errors["email"][0]
    assert not Person.objects.filter(name="Camille Roy").exists()


def test_holder_email_is_not_asked_of_an_editor(team: Team) -> None:
    PersonFactory.create(name="Noa Caron", email="noa@example.org")
    url = reverse("position-new", args=[team.project.pk])
    assert "email" not in team.client("editor").get(url).context["form"].fields
    response = team.client("editor").post(url, FORM | {"holder": "Camille Roy", "email": "noa@example.org"})
    assert response.status_code == 302
    assert Person.objects.get(name="Camille Roy").email == ""


def test_edit_position_stale_leaves_no_version(team: Team, position: Position) -> None:
    with pytest.raises(EditConflict):
        edit_position(team.project.pk, team.users["editor"], position.pk, PositionDetails("X"), seen="old")
    team.project.refresh_from_db()
    assert team.project.version == 0


@pytest.mark.parametrize("name", ["positions", "duties"])
def test_lists_query_counts_do_not_grow(team: Team, name: str) -> None:
    client, counts = team.client("owner"), []
    for more in (0, 30):
        PositionFactory.create_batch(more, project=team.project, holder=PersonFactory.create())
        for phase in team.project.phases.all():
            DutyFactory.create_batch(more, project=team.project, phase=phase)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse(name, args=[team.project.pk])).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 6
