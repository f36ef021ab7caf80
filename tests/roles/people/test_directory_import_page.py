"""People from a file: who may, what each row becomes, what is written, and the same file again."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import read_tables
from roles.models import Person, RoleProfile
from roles.people.documents.directory_reader import people_in
from roles.people.domain.directory_plan import Effect, plan_people
from roles.people.domain.permissions import hr_group
from roles.projects.domain.positions import PositionDetails, add_positions, edit_position
from tests.conftest import READERS, Team
from tests.factories import PersonFactory, PositionFactory, RoleProfileFactory, UserFactory
from tests.roles.catalogues import fixture_data, load

URL = "/en/people/import/"


@pytest.fixture
def manager(db: None) -> Client:
    client, user = Client(), UserFactory.create(username="manager")
    user.groups.add(hr_group())
    client.force_login(user)
    load(fixture_data())
    return client


def paste(client: Client, text: str) -> Any:
    return client.post(URL, {"pasted": text})


def confirm(client: Client, plan: Any, **choices: str) -> Any:
    return client.post(URL, {"sealed": plan.context["sealed"], "seen": plan.context["seen"], **choices})


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return " ".join(response.content.decode().split())


def people() -> list[tuple[str, str, str | None, bool]]:
    return list(Person.objects.order_by("name", "email").values_list("name", "email", "profile__slug", "active"))


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", [URL, f"{URL}template/csv/", "/en/people/directory/csv/"])
def test_import_is_for_those_who_edit_the_directory(team: Team, reader: str, path: str) -> None:
    client, before = team.client(reader), Person.objects.count()
    status = 302 if reader == "anonymous" else 403
    assert client.get(path).status_code == status
    if path == URL:
        assert paste(client, "Nom\tCourriel\nCamille Roy\tc@example.org").status_code == status
    assert Person.objects.count() == before


def test_people_are_planned_then_written_and_the_same_again_changes_nothing(manager: Client) -> None:
    said = "Courriel;Profil;Nom;Téléphone\nc@example.org;Technicien;Camille  Roy;555\nl@example.org;;Léa Roy;\n"
    plan = paste(manager, said)
    assert 'New people <span class="badge">2</span>' in text(plan)
    assert "Columns that are not read: Téléphone" in text(plan)
    assert people() == []
    assert confirm(manager, plan).status_code == 302
    kept = [("Camille Roy", "c@example.org", "technicien", True), ("Léa Roy", "l@example.org", None, True)]
    assert people() == kept
    again = paste(manager, said)
    assert "There is nothing to change." in text(again)
    assert "Update the directory" not in text(again)
    confirm(manager, again)
    assert people() == kept


def test_namesake_is_written_as_somebody_says(manager: Client) -> None:
    PersonFactory.create(name="Camille Roy", email="old@example.org")
    said = "Nom\tCourriel\nCamille Roy\tnew@example.org"
    for choice, kept in (
        ("", ["old@example.org"]),
        ("nonsense", ["old@example.org"]),
        ("same", ["new@example.org"]),
    ):
        plan = paste(manager, said)
        assert "Row 2</b>: Camille Roy" in text(plan)
        assert "Somebody of this name is known otherwise: old@example.org." in text(plan)
        (line,) = plan.context["groups"]["doubt"]["lines"]
        confirm(manager, plan, **{line.key: choice})
        assert [email for _name, email, _profile, _active in people()] == kept
    plan = paste(manager, "Nom\tCourriel\nCamille Roy\tother@example.org")
    (line,) = plan.context["groups"]["doubt"]["lines"]
    confirm(manager, plan, **{line.key: "new"})
    assert [email for _name, email, _profile, _active in people()] == ["new@example.org", "other@example.org"]


def test_what_is_meant_stays_said_when_the_plan_is_made_again(manager: Client) -> None:
    PersonFactory.create(name="Camille Roy", email="old@example.org")
    plan = paste(manager, "Nom\tCourriel\tProfil\nCamille Roy\tnew@example.org\t\nLéa Roy\tl@example.org\tAlchimiste")
    line = plan.context["groups"]["doubt"]["lines"][0]
    PersonFactory.create(name="Camille Roy", email="other@example.org")
    again = confirm(manager, plan, without="on", **{line.key: "new"})
    assert again.status_code == 409
    assert '<option value="new" selected>' in text(again)
    assert 'name="without" checked' in text(again)


def test_rows_of_unknown_profiles_are_taken_without_when_somebody_says_so(manager: Client) -> None:
    said = "Nom\tCourriel\tPoste\nCamille Roy\tc@example.org\tAlchimiste"
    plan = paste(manager, said)
    assert "Take 1 row without its profile" in text(plan)
    assert "Update the directory" in text(plan)
    confirm(manager, plan)
    assert people() == []
    confirm(manager, plan, without="on")
    assert people() == [("Camille Roy", "c@example.org", None, True)]


def test_changes_are_told_field_by_field_and_an_empty_cell_changes_nothing(manager: Client) -> None:
    profile = RoleProfile.objects.get(slug="technicien")
    PersonFactory.create(name="Camile Roy", email="c@example.org", profile=profile)
    PersonFactory.create(name="Léa Roy", email="l@example.org", profile=profile, active=False)
    plan = paste(
        manager, "Nom;Courriel;Profil;Actif\nCamille Roy;c@example.org;universitaire;non\nLéa Roy;l@example.org;;"
    )
    page = text(plan)
    for words in ("Name: Camile Roy", "Camille Roy </small>", "Profile: Technician", "University graduate",
                  "Active: yes", "1 person is in the directory as in the file."):  # fmt: skip
        assert words in page
    confirm(manager, plan)
    assert people() == [
        ("Camille Roy", "c@example.org", "universitaire", False),
        ("Léa Roy", "l@example.org", "technicien", False),
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda: PersonFactory.create(name="Camille Roy", email="x@example.org"),
        lambda: PersonFactory.create(name="Autre", email="c@example.org"),
        lambda: RoleProfile.objects.filter(slug="technicien").update(
            slug="tech", name_fr="T", name_en="T", title_fr="T"
        ),
    ],
)
def test_plan_of_a_directory_that_changed_since_is_made_again(manager: Client, change: Callable[[], object]) -> None:
    plan = paste(manager, "Nom\tCourriel\tProfil\nCamille Roy\tc@example.org\ttechnicien\nLéa Roy\tl@example.org")
    change()
    before = people()
    again = confirm(manager, plan)
    assert again.status_code == 409
    assert "The directory has changed since you looked." in text(again)
    assert people() == before
    assert confirm(manager, again).status_code == 302
    assert ("Léa Roy", "l@example.org", None, True) in people()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choose a file, or paste rows below."),
        ({"pasted": "bonjour"}, "No row names a person."),
        ({"pasted": "x" * 300_001}, "at most 300000"),
        ({"file": SimpleUploadedFile("x.xlsx", b"")}, "This file is empty."),
        ({"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04 garbage")}, "File"),
    ],
)
def test_what_names_nobody_is_refused(manager: Client, data: dict[str, Any], words: str) -> None:
    answer = manager.post(URL, data)
    assert answer.status_code == 422
    assert words in text(answer)


def test_confirmation_that_nobody_signed_writes_nothing(manager: Client) -> None:
    answer = manager.post(URL, {"sealed": "x", "seen": "x"})
    assert answer.status_code == 409
    assert "This plan is no longer valid." in text(answer)


def test_plan_of_somebody_else_writes_nothing(manager: Client) -> None:
    plan, other = paste(manager, "Nom;Courriel\nCamille Roy;camille@example.org"), UserFactory.create(username="other")
    other.groups.add(hr_group())
    manager.force_login(other)
    assert confirm(manager, plan).status_code == 409
    assert not Person.objects.exists()


def test_more_text_than_a_form_can_carry_is_refused(manager: Client) -> None:
    names = "".join(f"\n{Random(number).randbytes(8_000).hex()}" for number in range(70))
    answer = manager.post(URL, {"file": SimpleUploadedFile("p.csv", f"Nom{names}".encode())})
    assert answer.status_code == 422
    assert "The file holds too much text." in text(answer)


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_directory_comes_back_as_it_left(manager: Client, fmt: str, language: str) -> None:
    profile = RoleProfile.objects.get(slug="universitaire")
    PersonFactory.create(name="=cmd|x", email="c@example.org", profile=profile)
    PersonFactory.create(name='\'+Léa; Roy, "x"', active=False)
    answer = manager.get(f"/{language}/people/directory/{fmt}/")
    assert f".{fmt}" in answer["Content-Disposition"]
    plan = plan_people(people_in(read_tables(answer.content)).rows)
    assert [line.effect for line in plan.lines] == [Effect.SAME, Effect.SAME]


@pytest.mark.parametrize("fmt", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_template_names_nobody_until_somebody_fills_it(manager: Client, fmt: str, language: str) -> None:
    content = manager.get(f"/{language}/people/import/template/{fmt}/").content
    with override(language), pytest.raises(FileRefused):
        people_in(read_tables(content))
    assert manager.get(f"/{language}/people/import/template/pdf/").status_code == 404


def test_people_page_shows_profiles_and_filters_by_them(team: Team) -> None:
    profile = RoleProfileFactory.create(framework=team.project.framework, name_fr="Technicien", name_en="Technician")
    PersonFactory.create(name="Camille Roy", profile=profile)
    PersonFactory.create(name="Léa Roy")
    client = team.client("owner")
    page = text(client.get("/en/people/load/"))
    assert "Camille Roy <small>Technician</small>" in page
    assert re.search(f'<option value="{profile.pk}" ?>Technician</option>', page)
    filtered = text(client.get(f"/en/people/load/?profile={profile.pk}"))
    assert "Camille Roy" in filtered
    assert "Léa Roy" not in filtered
    assert URL not in page
    team.users["owner"].groups.add(hr_group())
    assert f'href="{URL}"' in text(client.get("/en/people/"))


def test_way_to_the_people_is_there_for_those_who_edit_them_without_a_project(team: Team) -> None:
    assert 'href="/en/people/"' not in text(team.client("outsider").get("/en/projects/"))
    team.users["outsider"].groups.add(hr_group())
    assert 'href="/en/people/"' in text(team.client("outsider").get("/en/projects/"))


def test_forms_propose_names_with_their_profiles_in_the_same_queries(team: Team) -> None:
    url, client, counts = f"/en/projects/{team.project.pk}/positions/new/", team.client("owner"), []
    profile = RoleProfileFactory.create(framework=team.project.framework, name_en="Technician")
    for number in range(2):
        for _more in range(1 + 5 * number):
            PositionFactory.create(
                project=team.project, holder=PersonFactory.create(name="Camille Roy", profile=profile)
            )
        with CaptureQueriesContext(connection) as queries:
            page = text(client.get(url))
        counts.append(len(queries))
        assert 'value="Camille Roy" label="Camille Roy · Technician"' in page
    assert counts[0] == counts[1]


def test_position_without_a_profile_takes_that_of_a_new_holder(team: Team) -> None:
    owner, project = team.users["owner"], team.project
    ours = RoleProfileFactory.create(framework=project.framework)
    camille = PersonFactory.create(name="Camille Roy", email="c@example.org", profile=ours)
    PersonFactory.create(name="Léa Roy", email="l@example.org", profile=RoleProfileFactory.create())
    url = f"/en/projects/{project.pk}/positions/new/"
    for name, email, profile in (("Camille Roy", "c@example.org", ours), ("Léa Roy", "l@example.org", None)):
        team.client("owner").post(url, {"title_en": "Any", "holder": name, "email": email})
        assert project.positions.order_by("-pk")[0].profile == profile
    kept = project.positions.order_by("pk")[0]
    details = PositionDetails("Poste", "", None, "Camille Roy", "c@example.org", True)
    edit_position(project.pk, owner, kept.pk, details)
    kept.refresh_from_db()
    assert (kept.holder, kept.profile) == (camille, ours)
    kept.profile = None
    kept.save()
    edit_position(project.pk, owner, kept.pk, details)
    kept.refresh_from_db()
    assert kept.profile is None
    (plain,) = add_positions(project.pk, owner, [PositionDetails("Poste", "", None, "Camille Roy", "c@example.org")])
    assert plain.profile is None


def test_import_page_asks_the_same_queries_at_any_size(manager: Client) -> None:
    counts = []
    for size in (2, 200):
        said = "Nom\tCourriel\n" + "\n".join(f"Personne {number}\tp{number}@example.org" for number in range(size))
        with CaptureQueriesContext(connection) as queries:
            plan = paste(manager, said)
        counts.append(len(queries))
        confirm(manager, plan)
    assert counts[0] == counts[1] <= 9
    assert Person.objects.count() == 200
