"""A copy has the phases, duties, positions and settings of its source, and nothing that is about the source."""

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.enums import ChangeKind, Role
from phases.models import Membership, Project, ProjectChange
from phases.projects.domain import ProjectDetails, create_project, edit_project
from phases.projects.own_framework import PhaseNames, keep_own, own_phases
from roles.comments.domain import add_comment
from roles.history.domain.baselines import freeze
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Comment, Duty, Position
from roles.projects.domain.duplicate import duplicate_project
from roles.projects.domain.scope import set_applicable
from roles.projects.domain.settings import save_settings
from roles.undo.undo import NothingToUndo, redo, undo
from tests.conftest import READERS, Team
from tests.factories import DutyFactory, PersonFactory, PositionFactory, UserFactory

RULES = {"max_r": 7, "support": True, "name_r_fr": "Fait"}


def words(matrix: Matrix) -> list[object]:
    """All that a matrix says, without ids."""
    phases = {phase.id: phase.slug for phase in matrix.phases}
    return [
        matrix.rules,
        [phase.slug for phase in matrix.phases],
        [(position.title, position.profile_slug, position.holder) for position in matrix.positions],
        [
            (duty.code, duty.text, duty.description, phases[duty.phase_id], duty.reason, duty.letters)
            for duty in matrix.duties
        ],
    ]


@pytest.fixture
def source(team: Team) -> Project:
    """Two positions, one held; three duties with letters, one more that does not apply; comments, a frozen version."""
    project, owner = team.project, team.users["owner"]
    positions = list(Position.objects.filter(project=project))
    positions[0].holder, positions[0].open_to_hr = PersonFactory.create(name="Zoé Roy"), True
    positions[0].save()
    duties = list(Duty.objects.filter(project=project))
    cells = [
        CellChange(duty.pk, position.pk, letter)
        for duty in duties
        for position, letter in zip(positions, "AR", strict=True)
    ]
    set_cells(project.pk, owner, cells)
    away = DutyFactory.create(project=project, phase=duties[0].phase, code="P01", order=9, description_fr="Comment")
    set_applicable(project.pk, owner, away.pk, "Hors mandat")
    edit_project(project.pk, owner, ProjectDetails(project.name, "Ici", RULES))
    add_comment(project.pk, owner, (duties[0].pk, None), "Qui ?")
    freeze(project.pk, owner, "Jalon")
    project.refresh_from_db()
    return project


def copy(source: Project, user: User, *, holders: bool = True, letters: bool = True) -> Project:
    return duplicate_project(user, source.pk, "Autre", holders=holders, letters=letters)


def test_duplicate_says_the_same_matrix(team: Team, source: Project) -> None:
    made = copy(source, team.users["viewer"])
    assert words(load_matrix(made.pk)) == words(load_matrix(source.pk))
    assert Position.objects.filter(project=made, open_to_hr=True).count() == 0
    assert not made.is_model


def test_duplicate_without_holders_is_vacant(team: Team, source: Project) -> None:
    matrix = load_matrix(copy(source, team.users["viewer"], holders=False).pk)
    assert [position.holder for position in matrix.positions] == ["", ""]
    assert any(any(duty.letters) for duty in matrix.duties)


def test_duplicate_without_letters_is_empty(team: Team, source: Project) -> None:
    matrix = load_matrix(copy(source, team.users["viewer"], letters=False).pk)
    assert not any(any(duty.letters) for duty in matrix.duties)
    assert matrix.positions[0].holder == "Zoé Roy"


def test_duplicate_leaves_behind_what_is_about_its_source(team: Team, source: Project) -> None:
    made = copy(source, team.users["viewer"])
    assert list(Membership.objects.filter(project=made).values_list("user", "role")) == [
        (team.users["viewer"].pk, Role.OWNER)
    ]
    assert not Comment.objects.filter(duty__project=made).exists()
    assert not made.baselines.exists()


def test_duplicate_has_one_line_of_origin(team: Team, source: Project) -> None:
    user = team.users["viewer"]
    made = copy(source, user)
    line = ProjectChange.objects.get(project=made)
    assert (line.kind, line.label, line.new) == (ChangeKind.PROJECT_CREATED, "Autre", source.name)
    assert line.data["copy_of"] == source.pk
    page = team.client("viewer").get(reverse("history", args=[made.pk])).content.decode()
    assert "créé comme copie de" in page
    assert verify(made.pk) == []
    assert words(matrix_at(made.pk, made.version)) == words(load_matrix(source.pk))
    with pytest.raises(NothingToUndo):
        undo(made.pk, user)


def test_duplicate_changes_nothing_of_its_source(team: Team, source: Project) -> None:
    before = (words(load_matrix(source.pk)), source.version)
    made = copy(source, team.users["owner"])
    Duty.objects.filter(project=made).delete()
    source.refresh_from_db()
    assert (words(load_matrix(source.pk)), source.version) == before


def test_duplicate_of_a_project_with_phases_of_its_own_has_its_own_too(team: Team) -> None:
    user = team.users["owner"]
    phases = own_phases("À nous", [PhaseNames("amorce", "Amorce", "Start"), PhaseNames("fin", "Fin")])
    keep_own(phases[0].framework, phases)
    source = create_project(user, phases[0].framework, phases[:1], "À nous")
    DutyFactory.create(project=source, phase=phases[0], code="P01")
    made = copy(source, user)
    assert made.framework_id != source.framework_id
    assert not made.framework.catalogued
    assert [phase.name_fr for phase in made.framework.phases.all()] == ["Amorce", "Fin"]
    assert words(load_matrix(made.pk)) == words(load_matrix(source.pk))


@pytest.mark.parametrize("reader", READERS)
def test_duplicate_readers(team: Team, reader: str) -> None:
    url, client = reverse("project-duplicate", args=[team.project.pk]), team.client(reader)
    status = {"outsider": 404, "anonymous": 302}.get(reader, 200)
    assert client.get(url).status_code == status
    client.post(url, {"name": "Nouveau"})
    assert Project.objects.filter(name="Nouveau").exists() is (status == 200)


def test_duplicate_form_proposes_a_name_and_refuses_none(team: Team) -> None:
    client, url = team.client("viewer"), reverse("project-duplicate", args=[team.project.pk])
    form = client.get(url).context["form"]
    assert form["name"].value() == f"Copie du projet {team.project.name}"
    assert (form["holders"].value(), form["letters"].value()) == (True, True)
    assert client.post(url, {"name": "\u200b "}).status_code == 422


def test_duplicate_is_made_once_per_form(team: Team) -> None:
    client, url = team.client("viewer"), reverse("project-duplicate", args=[team.project.pk])
    sent = {"name": "Nouveau", "csrfmiddlewaretoken": "x" * 64}
    first, second = client.post(url, sent), client.post(url, sent)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert Project.objects.filter(name="Nouveau").count() == 1


def test_duplicate_queries_do_not_grow_with_the_project(team: Team, source: Project) -> None:
    def count() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            copy(source, team.users["owner"])
        return len(queries)

    small = count()
    for number in range(30):
        DutyFactory.create(project=source, phase=source.phases.all()[0], code=f"X{number}")
        PositionFactory.create(project=source)
    assert count() == small


def test_model_is_for_owners_to_say(team: Team) -> None:
    url = reverse("project-settings", args=[team.project.pk])
    for reader, offered in (("owner", True), ("editor", False), ("viewer", False)):
        assert ("is_model" in team.client(reader).get(url).context["form"].fields) is offered
    save = reverse("settings-save", args=[team.project.pk])
    sent = {name: value for name, value in team.client("owner").get(url).context["form"].initial.items() if value}
    for reader, marked in (("editor", False), ("owner", True)):
        assert team.client(reader).post(save, sent | zeros(team) | {"is_model": "on"}).status_code == 302
        team.project.refresh_from_db()
        assert team.project.is_model is marked
        sent["seen"] = team.client("owner").get(url).context["form"]["seen"].value()
    assert team.client("editor").post(save, sent | zeros(team) | {"name": "Autre"}).status_code == 302
    team.project.refresh_from_db()
    assert (team.project.name, team.project.is_model) == ("Autre", True)


def zeros(team: Team) -> dict[str, str]:
    """The figures of the form that are 0, which are values."""
    form = team.client("owner").get(reverse("project-settings", args=[team.project.pk])).context["form"]
    return {name: "0" for name, value in form.initial.items() if value == 0 and value is not False}


def test_model_is_taken_back_and_made_again(team: Team) -> None:
    user = team.users["owner"]
    save_settings(team.project.pk, user, ProjectDetails(team.project.name, team.project.organization, {}, True))
    for act, marked in ((undo, False), (redo, True)):
        act(team.project.pk, user)
        assert Project.objects.get(pk=team.project.pk).is_model is marked
    assert verify(team.project.pk) == []
    assert matrix_at(team.project.pk, 0) is not None
    page = team.client("owner").get(reverse("history", args=[team.project.pk])).content.decode()
    assert "modèle pour d’autres projets" in page


def test_new_project_offers_the_models_of_its_reader(team: Team) -> None:
    Project.objects.filter(pk=team.project.pk).update(is_model=True)
    link = reverse("project-duplicate", args=[team.project.pk])
    for reader, offered in (("owner", True), ("viewer", True), ("outsider", False)):
        assert (link in team.client(reader).get(reverse("project-new")).content.decode()) is offered
    form = team.client("viewer").get(link).context["form"]
    assert (form["holders"].value(), form["letters"].value()) == (False, True)


def test_model_is_offered_to_nobody_who_lost_access(team: Team) -> None:
    Project.objects.filter(pk=team.project.pk).update(is_model=True)
    Membership.objects.filter(user=team.users["viewer"]).delete()
    page = team.client("viewer").get(reverse("project-new"))
    assert list(page.context["models"]) == []
    assert UserFactory.create().projects.count() == 0
