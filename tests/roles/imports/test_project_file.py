"""A project as JSON: documented, whole, and loaded back as it was; a file is never trusted."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils.translation import override
from hypothesis import Phase as Step
from hypothesis import given, settings
from hypothesis import strategies as st

from phases.enums import Role
from phases.models import Membership, Project
from roles.enums import APPROVING, Letter
from roles.exports.documents.export import Export, Format, Order
from roles.exports.domain.project_file import project_data
from roles.formats.json_schema import problems
from roles.formats.paper import Mode
from roles.history.domain.replay import verify
from roles.history.domain.snapshot import load_snapshot
from roles.imports.domain.create_project import load_project
from roles.imports.domain.project_file import ProjectFileError, read_project, schema
from roles.models import Assignment, Duty, Position
from tests.conftest import READERS, Team
from tests.factories import (
    MembershipFactory,
    PersonFactory,
    small_project,
)

URL = "/fr/projects/new/file/"


def data_of(project: Project, *, emails: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(project_data(load_snapshot(project.pk), emails=emails).data))
    return found


def test_file_is_as_its_schema_says(whole: Project) -> None:
    assert not list(problems(data_of(whole), schema(), schema()))


def test_project_that_is_loaded_is_the_project_that_was_exported(team: Team, whole: Project) -> None:
    data = data_of(whole)
    loaded = load_project(team.users["owner"], data)
    assert loaded.pk != whole.pk
    assert data_of(loaded) == data
    assert not verify(loaded.pk)
    assert [(m.user, m.role) for m in loaded.memberships.all()] == [(team.users["owner"], Role.OWNER)]


def test_file_without_descriptions_is_read(team: Team, whole: Project) -> None:
    data = data_of(whole)
    described = [duty.pop("description") for duty in data["duties"] if "description" in duty]
    assert described == [{"fr": "Voir <le guide>\nhttps://guide.test/", "en": ""}]
    loaded = load_project(team.users["owner"], data)
    assert not Duty.objects.filter(project=loaded).exclude(description_fr="").exists()


def test_file_for_a_posting_has_no_descriptions(whole: Project) -> None:
    for mode in Mode:
        file = Export.of(whole.pk, Order(Format.JSON, date(2026, 11, 23), mode), "fr").make().decode()
        assert ("Voir <le guide>" in file) is (mode is Mode.INTERNAL)


@pytest.mark.parametrize(("value", "problem"), [("x" * 2001, "2"), (3, "")])
def test_description_that_is_none_is_refused(team: Team, whole: Project, value: Any, problem: str) -> None:
    data = data_of(whole)
    data["duties"][2]["description"] = {"fr": value}
    with pytest.raises(ProjectFileError, match=rf"duties\[2\]\.description\.fr.*{problem}"):
        read_project(team.users["owner"], data)


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1, max_size=20).filter(
    str.strip
)
CELLS = st.lists(st.sampled_from(["", *Letter.values]), min_size=12, max_size=12)


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, phases=[Step.explicit, Step.reuse, Step.generate])
@given(st.lists(TEXT, min_size=12, max_size=12), CELLS, st.sets(st.integers(0, 5)))
def test_round_trip_of_any_project_changes_nothing(texts: list[str], cells: list[str], off: set[int]) -> None:
    with transaction.atomic():
        project = small_project()
        user = MembershipFactory.create(project=project).user
        Project.objects.filter(pk=project.pk).update(name=texts[0], organization=texts[1])
        positions = list(Position.objects.filter(project=project).order_by("order"))
        for place, position in enumerate(positions):
            holder = PersonFactory.create(
                name=f"{place} {texts[2]}"[:20], email=f"p{place}@example.org" if place else ""
            )
            Position.objects.filter(pk=position.pk).update(title_fr=texts[3], title_en=None, holder=holder)
            position.co_holders.add(PersonFactory.create(name=f"Aussi {place}", email=f"a{place}@example.org"))
        for place, duty in enumerate(Duty.objects.filter(project=project)):
            Duty.objects.filter(pk=duty.pk).update(
                text_fr=texts[4 + place], posting_en=texts[5 + place], applicable=place not in off,
                reason=texts[6] if place in off else "",
            )  # fmt: skip
            approved = False
            for position, letter in zip(positions, cells[2 * place :], strict=False):
                if letter and not (approved and letter in APPROVING):
                    approved = approved or letter in APPROVING
                    Assignment.objects.create(duty=duty, position=position, letter=letter)
        data = data_of(project)
        loaded = load_project(user, data)
        assert data_of(loaded) == data
        assert not verify(loaded.pk)
        transaction.set_rollback(True)


def _change(data: dict[str, Any], path: str, value: object) -> dict[str, Any]:
    changed: Any = deepcopy(data)
    *front, last = [int(part) if part.isdigit() else part for part in path.split(".")]
    place = changed
    for part in front:
        place = place[part]
    place[last] = value
    return dict(changed)


BAD: list[tuple[str, object, str]] = [
    ("format", "x", "raci-matrix"),
    ("schema", 2, "raci-matrix"),
    ("framework", "lune", "lune"),
    ("project.name", "", "project.name"),
    ("project.name", "x" * 201, "200"),
    ("project.rules", {"max_r": 0}, "max_r"),
    ("project.rules", {"other": 1}, "other"),
    ("project.surprise", 1, "surprise"),
    ("phases", [], "phases"),
    ("phases.0.slug", "lune", "lune"),
    ("positions.0.title", {}, "p1"),
    ("positions.1.key", "p1", "p1"),
    ("positions.0.holder", "Zoé", "holder"),
    ("duties.0.code", 7, "duties[0].code"),
    ("duties.0.phase", "lune", "lune"),
    ("duties.0.text", {"fr": ""}, "texte"),
    ("duties.0.text", {"fr": "x" * 501}, "500"),
    ("duties.0.text", {"fr": "a\x00"}, "duties[0].text.fr"),
    ("duties.0.text", {"fr": "\ud800"}, "duties[0].text.fr"),
    ("duties.0.letters", {"p1": "X"}, "X"),
    ("duties.0.letters", {"p9": "R"}, "p9"),
    ("duties.0.letters", {"\ud800": "R"}, "poste"),
    ("duties.0.letters", {"p1": "A", "p2": "A/R"}, "approuvent"),
    ("duties.0.applicable", False, "motif"),
    ("duties.0.reason", "Parce que", "motif"),
    ("duties.0.applicable", 1, "applicable"),
    ("duties", 5, "duties"),
    ("duties", [7], "duties[0]"),
]


@pytest.mark.parametrize(("path", "value", "said"), BAD)
def test_wrong_file_makes_nothing_and_says_where(
    team: Team, whole: Project, path: str, value: object, said: str
) -> None:
    data = _change(data_of(whole), path, value)
    with override("fr"), pytest.raises(ProjectFileError) as wrong:
        load_project(team.users["owner"], data)
    assert said in "\n".join(wrong.value.problems)
    assert Project.objects.count() == 1
    response = upload(team.client("owner"), json.dumps(data).encode())
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"null", b"{", b"\xff\xfe", b'{"a": NaN}', b"[" * 100_000, b'{"a": ' + b"9" * 6000 + b"}"]
)
def test_file_that_is_no_project_is_refused_with_a_page(team: Team, content: bytes) -> None:
    assert upload(team.client("owner"), content).status_code == 422


def test_file_beyond_five_megabytes_is_refused_unread(team: Team) -> None:
    response = upload(team.client("owner"), b" " * 5_000_001)
    assert response.status_code == 422
    assert "5\xa0Mo" in response.content.decode()


def test_what_the_framework_has_not_is_named_and_left_out(team: Team, whole: Project) -> None:
    data = _change(data_of(whole), "duties.0.origin", {"profile": "lune", "code": "Z1"})
    data = _change(data, "positions.1.profile", "lune")
    plan = read_project(team.users["owner"], data)
    assert plan.duties[0].responsibility is None
    assert plan.positions[1].profile is None
    assert len(plan.warnings) == 2


def upload(client: Client, content: bytes) -> Any:
    return client.post(URL, {"file": SimpleUploadedFile("projet.json", content)})


def sealed_of(response: Any) -> str:
    return str(response.content.decode().split('name="sealed" value="')[1].split('"')[0])


@pytest.mark.parametrize("reader", READERS)
def test_anybody_signed_in_makes_a_project_from_a_file(team: Team, whole: Project, reader: str) -> None:
    client = team.client(reader)
    content = json.dumps(data_of(whole)).encode()
    if reader == "anonymous":
        assert client.get(URL).status_code == 302
        assert upload(client, content).status_code == 302
        assert Project.objects.count() == 1
        return
    assert client.get(URL).status_code == 200
    plan = upload(client, content)
    assert plan.status_code == 200
    assert Project.objects.count() == 1
    made = client.post(URL, {"sealed": sealed_of(plan)})
    loaded = Project.objects.latest("pk")
    assert made["Location"] == f"/fr/projects/{loaded.pk}/"
    assert Membership.objects.get(project=loaded).user == team.users[reader]


@pytest.mark.parametrize("sealed", ["", "x", "x:y:z", "\x00"])
def test_plan_that_nobody_sealed_makes_nothing(team: Team, sealed: str) -> None:
    assert team.client("owner").post(URL, {"sealed": sealed}).status_code == 409
    assert Project.objects.count() == 1


def exported(project: Project, client: Client, query: str = "") -> dict[str, Any]:
    response = client.get(f"/fr/projects/{project.pk}/export/json/{query}")
    assert response["Content-Type"] == "application/json"
    found: dict[str, Any] = json.loads(response.content)
    return found


@pytest.mark.parametrize(("reader", "told"), [("owner", True), ("editor", False), ("viewer", False)])
def test_export_gives_addresses_to_those_who_see_the_directory(
    team: Team, whole: Project, reader: str, told: bool
) -> None:
    found = exported(whole, team.client(reader))
    assert ("Zorglub@example.org" in json.dumps(found)) == told
    assert found["positions"][0]["holder"]["name"] == "Zorglub Quetzal"
    assert not list(problems(found, schema(), schema()))


def test_export_of_a_posting_names_nobody(team: Team, whole: Project) -> None:
    text = json.dumps(exported(whole, team.client("owner"), "?mode=posting"))
    assert "orglub" not in text
    assert "Quetzal" not in text


def test_export_of_a_phase_says_that_it_is_not_whole(team: Team, whole: Project) -> None:
    phase = whole.phases.order_by("order")[1]
    found = exported(whole, team.client("owner"), f"?phase={phase.slug}")
    assert {duty["phase"] for duty in found["duties"]} == {phase.slug}
    assert found["exported"]["complete"] is False
    assert len(read_project(team.users["owner"], found).warnings) == 1


def test_export_of_a_past_version_and_of_now_differ(team: Team, whole: Project) -> None:
    order = Order(Format.JSON, date(2026, 11, 25), Mode.INTERNAL)
    before = Export.of(whole.pk, order).digest
    Position.objects.filter(project=whole).update(title_en="Other")
    assert Export.of(whole.pk, order).digest != before


def test_both_languages_are_in_the_file(whole: Project) -> None:
    data = data_of(whole)
    assert data["duties"][0]["text"] == {"fr": "Analyse les besoins", "en": "Analyses the needs"}
    assert data["letters"]["C"] == {"fr": "Avis", "en": "Consulted"}
    assert data["letters"]["A/R"] == {"fr": "Approbation et réalisation", "en": "Accountable and responsible"}


def test_plan_in_english_names_its_problems_in_english(team: Team, whole: Project) -> None:
    client: Client = team.client("owner")
    data = json.dumps(_change(data_of(whole), "duties.0.code", 7)).encode()
    response = client.post(URL.replace("/fr/", "/en/"), {"file": SimpleUploadedFile("p.json", data)})
    assert "duties[0].code: must be a text" in response.content.decode()
