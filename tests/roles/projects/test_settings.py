import pytest
from django.urls import reverse

from phases.models import Project, ProjectChange
from phases.projects.domain import ProjectDetails, edit_project, project_fingerprint
from roles.projects.forms.settings import LIMITS, LOADS, SettingsForm
from roles.undo.undo import undo
from tests.conftest import READERS, Team


def form(project: Project, **values: object) -> dict[str, object]:
    initial = {name: value for name, value in SettingsForm(project).initial.items() if value is not False}
    return initial | values


@pytest.mark.parametrize("reader", ["owner", "editor", "viewer"])
def test_settings_page_offers_what_its_reader_may(team: Team, reader: str) -> None:
    response = team.client(reader).get(reverse("project-settings", args=[team.project.pk]))
    assert response.status_code == 200
    page = response.content.decode()
    assert ("disabled" in page) is (reader == "viewer")
    assert (reverse("project-delete", args=[team.project.pk]) in page) is (reader == "owner")


@pytest.mark.parametrize("reader", READERS)
def test_settings_save_readers(team: Team, reader: str) -> None:
    data = form(team.project, name="Nouveau nom")
    response = team.client(reader).post(reverse("settings-save", args=[team.project.pk]), data)
    assert response.status_code == {"viewer": 403, "outsider": 404}.get(reader, 302)
    assert Project.objects.filter(name="Nouveau nom").exists() is (reader in ("owner", "editor"))


def test_settings_save_keeps_only_what_differs(team: Team) -> None:
    team.project.rules = {"max_c": 9, "unknown": 1}
    team.project.save()
    data = form(team.project, max_c="4", max_r="7", lone_a_counts_as_r="on")
    team.client("editor").post(reverse("settings-save", args=[team.project.pk]), data)
    team.project.refresh_from_db()
    assert team.project.rules == {"unknown": 1, "max_r": 7, "lone_a_counts_as_r": True}
    fields = ProjectChange.objects.values_list("data__field", "old", "new")
    assert set(fields) == {("max_c", "9", ""), ("max_r", "", "7"), ("lone_a_counts_as_r", "", "True")}


def test_settings_save_review_and_descriptions(team: Team) -> None:
    client, url = team.client("editor"), reverse("settings-save", args=[team.project.pk])
    assert client.post(url, form(team.project, review_every="91", descriptions="on")).status_code == 302
    team.project.refresh_from_db()
    assert team.project.rules == {"review_every": 91, "descriptions": True}
    told = client.get(f"/en/projects/{team.project.pk}/history/").content.decode()
    assert "Project, days between reviews: “91” instead of nothing" in told
    assert "Project, descriptions in documents: turned on" in told
    assert 'value="91" selected' in client.get(reverse("project-settings", args=[team.project.pk])).content.decode()
    client.post(url, form(team.project, review_every=""))
    undo(team.project.pk, team.users["editor"])
    team.project.refresh_from_db()
    assert team.project.rules == {"review_every": 91, "descriptions": True}
    assert client.post(url, form(team.project, review_every="90")).status_code == 422


@pytest.mark.parametrize("name", [*LIMITS, *LOADS])
@pytest.mark.parametrize("value", ["-1", "100000", "garbage", ""])
def test_settings_bad_figures_are_refused(team: Team, name: str, value: str) -> None:
    response = team.client("owner").post(
        reverse("settings-save", args=[team.project.pk]), form(team.project, **{name: value})
    )
    assert response.status_code == 422
    assert name in response.context["form"].errors


def test_settings_stale_shows_both(team: Team) -> None:
    data = form(team.project, name="Mon nom")
    edit_project(team.project.pk, team.users["owner"], ProjectDetails("Leur nom", "", {}))
    response = team.client("editor").post(reverse("settings-save", args=[team.project.pk]), data)
    page = response.content.decode()
    assert response.status_code == 409
    assert "Leur nom" in page
    assert "Mon nom" in page
    team.project.refresh_from_db()
    assert team.project.name == "Leur nom"
    assert response.context["form"]["seen"].value() == project_fingerprint(team.project)


@pytest.mark.parametrize("reader", READERS)
def test_project_delete_readers(team: Team, reader: str) -> None:
    url = reverse("project-delete", args=[team.project.pk])
    client = team.client(reader)
    assert client.get(url).status_code == {"owner": 200, "outsider": 404, "anonymous": 302}.get(reader, 403)
    client.post(url, {"name": team.project.name.upper()})
    assert Project.objects.exists() is (reader != "owner")


@pytest.mark.parametrize("name", ["", "Autre nom", "x" * 300])
def test_project_delete_needs_the_name(team: Team, name: str) -> None:
    response = team.client("owner").post(reverse("project-delete", args=[team.project.pk]), {"name": name})
    assert response.status_code == 422
    assert Project.objects.exists()


def test_project_pages_of_an_impossible_id_are_not_found(team: Team) -> None:
    client = team.client("owner")
    for project_id in (0, 2**31, 10**30):
        assert client.get(reverse("project-settings", args=[project_id])).status_code == 404
    assert client.get(reverse("position", args=[team.project.pk, 10**30])).status_code == 404
