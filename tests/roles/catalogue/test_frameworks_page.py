"""Frameworks as files: who may bring one in, its plan, its change, and what is taken away."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.test import Client
from django.test.utils import CaptureQueriesContext

from phases.models import Framework, Phase
from roles.catalogue.documents.framework_xlsx import catalogue_xlsx
from roles.catalogue.domain.file_export import catalogue_data
from roles.catalogue.domain.file_format import schema
from roles.formats.text import json_bytes
from roles.models import Responsibility, RoleProfile
from roles.people.domain.permissions import hr_group
from tests.conftest import READERS, Team
from tests.factories import PositionFactory, ProjectFactory, UserFactory
from tests.roles.catalogues import fixture_data, load, second_framework

URL = "/en/frameworks/"


@pytest.fixture
def manager(db: None) -> Client:
    client, user = Client(), UserFactory.create(username="manager")
    user.groups.add(hr_group())
    client.force_login(user)
    return client


def bring(client: Client, content: bytes, name: str = "framework.json") -> Any:
    return client.post(URL, {"file": SimpleUploadedFile(name, content)})


def as_json(data: dict[str, Any]) -> bytes:
    return json.dumps(data).encode()


def confirm(client: Client, plan: Any) -> Any:
    return client.post(URL, {"sealed": plan.context["sealed"], "seen": plan.context["report"].seen})


def text(response: HttpResponseBase) -> str:
    assert isinstance(response, HttpResponse)
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("reader", READERS)
def test_frameworks_page_is_for_those_who_edit_the_catalogue(team: Team, reader: str) -> None:
    client = team.client(reader)
    before = Framework.objects.count()
    content = as_json(second_framework())
    if reader == "anonymous":
        assert client.get(URL).status_code == bring(client, content).status_code == 302
    else:
        assert client.get(URL).status_code == bring(client, content).status_code == 403
    assert Framework.objects.count() == before


def test_file_is_planned_then_applied(manager: Client) -> None:
    plan = bring(manager, as_json(second_framework()))
    assert plan.status_code == 200
    assert "This framework will be added." in text(plan)
    assert not Framework.objects.exists()
    assert confirm(manager, plan).status_code == 302
    assert Responsibility.objects.count() == 12
    assert "“Second framework” is up to date: 27 added, 0 changed, 0 removed." in text(manager.get(URL))


def test_same_file_again_has_nothing_to_change(manager: Client) -> None:
    load(second_framework())
    plan = bring(manager, as_json(second_framework()))
    assert "There is nothing to change." in text(plan)
    assert 'name="sealed"' not in text(plan)


def test_plan_tells_what_is_added_changed_moved_removed_and_kept(manager: Client) -> None:
    load(second_framework())
    framework = Framework.objects.get()
    project = ProjectFactory.create(framework=framework, phases=list(Phase.objects.all()[:1]))
    PositionFactory.create(project=project, profile=RoleProfile.objects.get(slug="profil-3"))
    data = second_framework(2)
    data["phases"].reverse()
    data["phases"][0]["lead_in_fr"] = "À la fin :"
    data["responsibilities"].append(
        {"code": "NEW", "phase": "cadrage", "profile": "profil-1", "text_fr": "Une de plus", "suggested": None}
    )
    plan = bring(manager, as_json(data))
    page = text(plan)
    for words in ("Lead-in (French)", "empty", "À la fin :", "<code>NEW</code> Une de plus", "Moved to another place",
                  "<code>A03.1</code>", "kept because projects or people use them", "A01.1 ↔ A03.1"):  # fmt: skip
        assert words in page
    assert Responsibility.objects.filter(code="NEW").count() == 0
    confirm(manager, plan)
    assert Responsibility.objects.filter(code="NEW").count() == 1
    assert RoleProfile.objects.filter(slug="profil-3").exists()


def test_plan_of_a_catalogue_that_changed_since_is_made_again(manager: Client) -> None:
    load(second_framework())
    data = second_framework()
    data["phases"][0]["name_fr"] = "Amorce"
    plan = bring(manager, as_json(data))
    Phase.objects.filter(slug="cadrage").update(name_fr="Démarrage")
    again = confirm(manager, plan)
    assert again.status_code == 409
    assert "The catalogue has changed since you looked." in text(again)
    assert "Démarrage" in text(again)
    assert Phase.objects.get(slug="cadrage").name_fr == "Démarrage"
    assert confirm(manager, again).status_code == 302
    assert Phase.objects.get(slug="cadrage").name_fr == "Amorce"


def test_framework_of_a_single_project_is_neither_changed_nor_taken_away(manager: Client) -> None:
    plan = bring(manager, as_json(second_framework()))
    Framework.objects.create(slug="deuxieme", title_fr="Privé", catalogued=False)
    assert confirm(manager, plan).status_code == 409
    answer = bring(manager, as_json(second_framework()))
    assert answer.status_code == 422
    assert "“deuxieme” names the phases of a single project." in text(answer)
    assert Framework.objects.get().title_fr == "Privé"
    assert "Privé" not in text(manager.get(URL))
    assert manager.get(f"{URL}deuxieme/json/").status_code == 404


def test_confirmation_that_nobody_signed_writes_nothing(manager: Client) -> None:
    answer = manager.post(URL, {"sealed": "x", "seen": "x"})
    assert answer.status_code == 409
    assert "This plan is no longer valid." in text(answer)
    assert not Framework.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "x.json", "This file is empty."),
        (b"{", "x.json", "not JSON"),
        (b"[]", "x.json", "must be a JSON object"),
        (b" " * 5_000_001, "x.json", "larger than 5 MB"),
        (as_json({"framework": {"slug": "a b"}}), "x.json", "must be small letters"),
        (as_json({"format": "raci-matrix", "schema": 1}), "x.json", "raci-catalogue"),
        (b"PK\x03\x04 garbage", "x.xlsx", "problem"),
    ],
)
def test_file_that_is_no_framework_is_refused(manager: Client, content: bytes, name: str, words: str) -> None:
    answer = bring(manager, content, name)
    assert answer.status_code == 422
    assert words in text(answer)
    assert not Framework.objects.exists()


def test_all_problems_are_named_at_once_up_to_a_number(manager: Client) -> None:
    data = second_framework(10, 10)
    for row in data["responsibilities"]:
        row["phase"] = "lune"
    page = text(bring(manager, as_json(data)))
    assert "responsibilities[0] (A01.1): unknown phase “lune”." in page
    assert "… and 100 more." in page


def test_workbook_is_brought_in_like_json(manager: Client) -> None:
    data = second_framework()
    plan = bring(manager, catalogue_xlsx(data, "fr"), "référentiel.xlsx")
    confirm(manager, plan)
    assert "There is nothing to change." in text(bring(manager, as_json(data)))


@pytest.mark.parametrize("fmt", ["json", "xlsx"])
def test_framework_is_taken_away_by_anybody(client: Client, db: None, fmt: str) -> None:
    load(fixture_data())
    answer = client.get(f"{URL}specialiste-ia/{fmt}/")
    assert answer.status_code == 200
    assert 'filename="specialiste-ia-' in answer["Content-Disposition"]
    data = catalogue_data(Framework.objects.get().pk)
    assert fmt == "xlsx" or answer.content == json_bytes(data)
    assert client.get(f"{URL}lune/{fmt}/").status_code == 404
    assert client.get(f"{URL}specialiste-ia/pdf/").status_code == 404


@pytest.mark.parametrize("reader", READERS)
def test_profiles_page_leads_to_the_frameworks_those_who_may(team: Team, reader: str) -> None:
    load(fixture_data())
    client = team.client(reader)
    assert f'href="{URL}"' not in text(client.get("/en/profiles/?framework=specialiste-ia"))
    assert f'href="{URL}specialiste-ia/xlsx/"' in text(client.get("/en/profiles/?framework=specialiste-ia"))
    if reader != "anonymous":
        team.users[reader].groups.add(hr_group())
        assert f'href="{URL}"' in text(client.get("/en/profiles/?framework=specialiste-ia"))


def test_template_and_schema_are_public(client: Client, db: None) -> None:
    assert json.loads(client.get(f"{URL}schema/").content) == schema()
    for path, name in (
        ("/fr/frameworks/template/", "modele-de-referentiel"),
        (f"{URL}template/", "framework-template"),
    ):
        answer = client.get(path)
        assert answer.content.startswith(b"PK")
        assert name in answer["Content-Disposition"]


def test_frameworks_page_asks_the_same_queries_at_any_size(manager: Client) -> None:
    counts = []
    for data in ([], [fixture_data(), second_framework(8, 4)]):
        for each in data:
            load(each)
        with CaptureQueriesContext(connection) as queries:
            assert manager.get(URL).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7


def test_list_names_each_framework_with_its_counts(manager: Client) -> None:
    load(fixture_data())
    load(second_framework(8, 4))
    ProjectFactory.create(framework=Framework.objects.get(slug="deuxieme"))
    page = text(manager.get(URL))
    for words in ("51 responsibilities", "64 responsibilities", "8 profiles", "1 project", "0 projects",
                  "?framework=deuxieme"):  # fmt: skip
        assert words in page
    assert BytesIO(manager.get(f"{URL}deuxieme/xlsx/").content).read(2) == b"PK"
