"""Frozen versions: who freezes and approves, and that nothing changes them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape

from aispec.web.edit_conflict import EditConflict
from phases.models import Baseline, FrozenError, Project, ProjectChange
from phases.projects.domain import delete_project
from roles.history.domain.baselines import NameTaken, OpenErrors, freeze, frozen_matrix
from roles.history.domain.snapshot import UnknownSchema
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.projects.domain.positions import remove_position
from tests.conftest import READERS, Team

SAVED = {"owner": 302, "editor": 302, "viewer": 403, "outsider": 404, "anonymous": 302}


def path(team: Team, more: str = "") -> str:
    return f"/en/projects/{team.project.pk}/baselines/{more}"


def complete(team: Team) -> Matrix:
    """Every duty has an A/R, so there is no error."""
    matrix = load_matrix(team.project.pk)
    cells = [CellChange(duty.id, matrix.positions[0].id, "AR") for duty in matrix.duties]
    return set_cells(team.project.pk, team.users["owner"], cells).after


def send(team: Team, reader: str, **data: object) -> str:
    """What the server answers to a form, whatever its status."""
    form = {"name": "Lancement", "note": "", "seen": load_matrix(team.project.pk).version} | data
    return team.client(reader).post(path(team, "new/"), form).content.decode()


@pytest.mark.parametrize("reader", READERS)
def test_baseline_new_is_for_editors(team: Team, reader: str) -> None:
    response = team.client(reader).post(path(team, "new/"), {"name": "Lancement", "seen": 0})
    assert response.status_code == SAVED[reader]
    assert Baseline.objects.exists() == (reader in ("owner", "editor"))


def test_baseline_keeps_the_matrix_whatever_changes_later(team: Team) -> None:
    before = complete(team)
    english = load_matrix(team.project.pk, "en")
    kept = freeze(team.project.pk, team.users["editor"], "Lancement", "Après la rencontre")
    remove_position(team.project.pk, team.users["owner"], before.positions[0].id)
    ProjectChange.objects.filter(project=team.project).delete()
    kept.refresh_from_db()
    assert frozen_matrix(kept, "fr") == before
    assert frozen_matrix(kept, "en") == english
    assert (kept.version, kept.note, kept.by, kept.approved) == (1, "Après la rencontre", team.users["editor"], False)


def test_baseline_cannot_be_changed_or_deleted(team: Team) -> None:
    kept = freeze(team.project.pk, team.users["owner"], "Lancement")
    kept.name = "Autre"
    with pytest.raises(FrozenError):
        kept.save()
    with pytest.raises(FrozenError):
        kept.delete()
    with pytest.raises(FrozenError):
        Baseline.objects.filter(pk=kept.pk).update(name="Autre")
    with pytest.raises(FrozenError):
        team.project.baselines.all().delete()
    assert Baseline.objects.get().name == "Lancement"


def test_baseline_outlives_its_maker_and_goes_with_its_project(team: Team) -> None:
    freeze(team.project.pk, team.users["editor"], "Lancement")
    team.users["editor"].delete()
    assert Baseline.objects.get().by is None
    assert "Somebody whose account is gone" in team.client("viewer").get(path(team)).content.decode()
    delete_project(team.project.pk)
    assert not Baseline.objects.exists()
    assert not Project.objects.filter(pk=team.project.pk).exists()


def test_baseline_names_are_once_a_project(team: Team) -> None:
    freeze(team.project.pk, team.users["owner"], "Lancement")
    with pytest.raises(NameTaken):
        freeze(team.project.pk, team.users["owner"], "lancement")
    assert "has this name already" in send(team, "editor", name="LANCEMENT")
    assert Baseline.objects.count() == 1
    assert load_matrix(team.project.pk).version == 1  # a refusal leaves no trace


def test_baseline_is_approved_only_without_errors(team: Team) -> None:
    with pytest.raises(OpenErrors) as refused:
        freeze(team.project.pk, team.users["owner"], "Lancement", approved=True)
    assert refused.value.tally.blocking == 6
    assert "6 errors are open" in send(team, "owner", approved="on")
    assert "6 errors are open" in team.client("owner").get(path(team)).content.decode()
    complete(team)
    send(team, "owner", approved="on")
    assert Baseline.objects.get().approved


def test_baseline_an_editor_freezes_without_approval(team: Team) -> None:
    complete(team)
    send(team, "editor", approved="on")
    assert not Baseline.objects.get().approved
    assert "An owner of the project approves" in team.client("editor").get(path(team)).content.decode()


def test_baseline_of_a_matrix_that_moved_on_is_asked_again(team: Team) -> None:
    complete(team)
    with pytest.raises(EditConflict):
        freeze(team.project.pk, team.users["owner"], "Lancement", seen=0)
    html = send(team, "owner", seen=0, name="Mon nom")
    assert "has changed since you opened this page" in html
    assert 'value="Mon nom"' in html
    assert 'name="seen" value="1"' in html
    assert not Baseline.objects.exists()


@pytest.mark.parametrize("data", [{"name": " "}, {"name": "x" * 121}, {"seen": "x"}, {"note": "x" * 2001}])
def test_baseline_form_without_sense_is_refused(team: Team, data: dict[str, str]) -> None:
    form = {"name": "Lancement", "seen": "0"} | data
    assert team.client("owner").post(path(team, "new/"), form).status_code == 422
    assert not Baseline.objects.exists()


def test_baseline_page_shows_its_own_copy(team: Team) -> None:
    complete(team)
    kept = freeze(team.project.pk, team.users["owner"], "<b>Lancement</b>", "Ligne 1\nLigne 2")
    matrix = load_matrix(team.project.pk)
    set_cells(team.project.pk, team.users["owner"], [CellChange(matrix.duties[0].id, matrix.positions[0].id, "")])
    html = team.client("viewer").get(path(team, f"{kept.pk}/")).content.decode()
    assert escape("<b>Lancement</b>") in html
    assert html.count('<b class="l l-ar" translate="no">') == 6


def test_baseline_of_another_project_is_not_there(team: Team) -> None:
    kept = freeze(team.project.pk, team.users["owner"], "Lancement")
    Baseline.objects.create(project=Project.objects.create(framework=team.project.framework), version=0, frozen={})
    other = Baseline.objects.exclude(pk=kept.pk).get()
    for pk in (other.pk, 987_654, 10**30):
        assert team.client("owner").get(path(team, f"{pk}/")).status_code == 404


def test_baseline_of_an_unknown_schema_is_never_guessed(team: Team) -> None:
    with pytest.raises(UnknownSchema):
        frozen_matrix(Baseline(project=team.project, frozen={"schema": 99}))


def test_baselines_queries_do_not_grow(team: Team) -> None:
    counts = []
    for number in range(3):
        freeze(team.project.pk, team.users["owner"], f"Version {number}")
        client = team.client("owner")
        with CaptureQueriesContext(connection) as queries:
            client.get(path(team))
        counts.append(len(queries))
    assert len(set(counts)) == 1
