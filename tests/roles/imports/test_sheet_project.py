"""A plan of a foreign sheet becomes a project, whose framework may be its own."""

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from phases.models import Framework, Phase, Project
from phases.projects.domain import delete_project
from roles.catalogue.domain.catalogue import load_catalogue_object
from roles.catalogue.domain.frameworks import framework_counts
from roles.exports.domain.project_file import project_data
from roles.history.domain.replay import verify
from roles.history.domain.snapshot import load_snapshot
from roles.imports.domain.create_project import load_project, make_project
from roles.imports.domain.project_file import ProjectFileError
from roles.imports.domain.sheet_project import (
    ProjectChoices,
    likely_framework,
    likely_homes,
    likely_language,
    load_plan,
    own_codes,
    phase_names,
)
from roles.imports.sheet_reading.model import NO_PHASE, ImportedDuty, ImportPlan, Place
from roles.matrix.matrix import Matrix, load_matrix
from tests.conftest import Team
from tests.factories import FrameworkFactory, PhaseFactory, RoleProfileFactory


def duty(row: int, phase: int, text: str, code: str = "", **letters: str) -> ImportedDuty:
    """A duty of the first sheet; letters by p0, p1…"""
    return ImportedDuty(Place(0, row), phase, text, code, {int(key[1:]): letter for key, letter in letters.items()})


PLAN = ImportPlan(
    "Atlas",
    ("Cadrage", "Mise en service"),
    ("Cheffe de projet", "Analyste"),
    (
        duty(2, 0, "Recueillir les besoins", "1", p0="A", p1="R"),
        duty(3, 0, "Rédiger la charte", "2", p0="AR"),
        duty(5, 1, "Former les utilisateurs", "3", p1="S"),
        duty(6, NO_PHASE, "Tenir le journal du projet"),
    ),
)
WISH = ProjectChoices("Projet Atlas", "fr", "Ville", "atlas.xlsx")


def rows(matrix: Matrix) -> list[tuple[str, str, tuple[str, ...]]]:
    names = {phase.id: phase.name for phase in matrix.phases}
    return [(names[row.phase_id], row.text, row.letters) for row in matrix.duties]


def data_of(project: Project) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(json.dumps(project_data(load_snapshot(project.pk), emails=True).data))
    return found


def test_plan_becomes_a_project_with_phases_of_its_own(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    matrix = load_matrix(project.pk)
    assert rows(matrix) == [
        ("Cadrage", "Recueillir les besoins", ("A", "R")),
        ("Cadrage", "Rédiger la charte", ("AR", "")),
        ("Mise en service", "Former les utilisateurs", ("", "S")),
        ("Sans phase", "Tenir le journal du projet", ("", "")),
    ]
    assert [duty.code for duty in matrix.duties] == ["1", "2", "3", "P01"]
    assert all(duty.own and duty.profile_id is None for duty in matrix.duties)
    assert [(each.title, each.vacant) for each in matrix.positions] == [("Cheffe de projet", True), ("Analyste", True)]
    assert project.rules == {"support": True}
    assert (project.organization, project.framework.title, project.framework.catalogued) == (
        "Ville",
        "atlas.xlsx",
        False,
    )
    assert not verify(project.pk)


def test_plan_in_english_keeps_its_words_in_english(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, ProjectChoices("Atlas", "en")))
    first = project.duties.order_by("order")[0]
    assert (first.text_fr, first.text_en) == ("", "Recueillir les besoins")
    assert project.positions.order_by("order")[0].title_en == "Cheffe de projet"
    assert load_matrix(project.pk, "fr").phases[0].name == "Cadrage"


def test_phases_are_named_anew_and_two_of_one_name_are_one(team: Team) -> None:
    names = {0: "Début", 1: " DEBUT", NO_PHASE: "Suivi"}
    project = make_project(team.users["owner"], load_plan(PLAN, ProjectChoices("Atlas", "fr", names=names)))
    assert [phase.name for phase in load_matrix(project.pk).phases] == ["Début", "Suivi"]


def test_phases_go_to_those_of_a_framework(team: Team) -> None:
    framework = FrameworkFactory.create()
    first, _second, third = PhaseFactory.create_batch(3, framework=framework)
    homes = {0: third, 1: first, NO_PHASE: first}
    project = make_project(team.users["owner"], load_plan(PLAN, ProjectChoices("Atlas", "fr", homes=homes)))
    assert project.framework == framework
    assert [phase.id for phase in load_matrix(project.pk).phases] == [first.pk, third.pk]
    assert next(row[1] for row in rows(load_matrix(project.pk))) == "Former les utilisateurs"


@pytest.mark.parametrize(
    ("given", "named"),
    [
        (("1. Cadrage", "2. Essais"), ["Cadrage", "Essais"]),
        (("1 Cadrage", "2 – Essais"), ["Cadrage", "Essais"]),
        (("1. Cadrage", "3. Essais"), ["1. Cadrage", "3. Essais"]),
        (("2024", "Essais"), ["2024", "Essais"]),
    ],
)
def test_numbers_that_only_count_the_phases_are_dropped(given: tuple[str, ...], named: list[str]) -> None:
    """The matrix counts its phases itself; any other number is a part of the name."""
    plan = replace(PLAN, phases=given, duties=PLAN.duties[:3])
    assert list(phase_names(plan).values()) == named


def test_phase_that_has_no_duty_is_not_made(team: Team) -> None:
    plan = ImportPlan("", ("Vide", "Pleine"), ("Analyste",), (duty(1, 1, "Tester", p0="R"),))
    project = make_project(team.users["owner"], load_plan(plan, WISH))
    assert [phase.name for phase in load_matrix(project.pk).phases] == ["Pleine"]


def test_duties_without_any_phase_are_one_phase(team: Team) -> None:
    plan = ImportPlan("", (), ("Analyste",), (duty(1, NO_PHASE, "Tester", p0="R"),))
    assert phase_names(plan) == {NO_PHASE: "Tâches"}
    assert make_project(team.users["owner"], load_plan(plan, WISH)).phases.count() == 1


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (["1", "2", "3"], ["1", "2", "3"]),
        (["", "P01", ""], ["P02", "P01", "P03"]),
        (["1", "1", "2"], ["P01", "P02", "P03"]),  # numbered anew in each phase: no codes
        ([*map(str, range(20)), "3"], [*map(str, range(20)), "P01"]),
        (["x" * 21], ["P01"]),
    ],
)
def test_codes_of_the_sheet_are_kept_where_they_name_one_duty(given: list[str], codes: list[str]) -> None:
    plan = ImportPlan("", (), (), tuple(duty(at, NO_PHASE, f"Tâche {at}", code) for at, code in enumerate(given)))
    assert own_codes(plan) == codes


def test_phases_of_a_framework_are_proposed_by_their_names(db: None) -> None:
    framework = FrameworkFactory.create()
    start = PhaseFactory.create(framework=framework, name_fr="Cadrage", name_en="Scoping")
    end = PhaseFactory.create(framework=framework, name_fr="Mise en service et suivi", name_en="Go live")
    plan = ImportPlan("", ("CADRAGE ", "mise en service", "Zut"), (), tuple(duty(at, at, "x") for at in range(3)))
    phases = list(Phase.objects.filter(framework=framework))
    assert likely_homes(plan, phases) == {0: start, 1: end}
    assert likely_framework(plan, [framework]) is None  # one phase is not known there
    assert likely_framework(PLAN, [framework]) == framework


@pytest.mark.parametrize(
    ("texts", "language"),
    [
        (("Write the charter of the project", "Train users"), "en"),
        (("Rédiger la charte du projet", "Former les utilisateurs"), "fr"),
        (("Deploy", "Test"), "fr"),
        (("Déployer", "Vérifier"), "fr"),
    ],
)
def test_language_of_a_sheet_is_guessed(texts: tuple[str, ...], language: str) -> None:
    plan = ImportPlan("", (), (), tuple(duty(at, NO_PHASE, text) for at, text in enumerate(texts)))
    assert likely_language(plan) == language


def test_language_that_the_words_do_not_tell_is_the_active_one() -> None:
    with override("en"):
        assert likely_language(ImportPlan("", (), (), (duty(0, NO_PHASE, "Deploy"),))) == "en"
        assert likely_language(ImportPlan("", (), (), (duty(0, NO_PHASE, "Déployer"),))) == "fr"


def test_framework_of_its_own_is_seen_by_nobody_else(team: Team) -> None:
    listed = FrameworkFactory.create(title_fr="Connu")
    RoleProfileFactory.create(framework=listed)
    project = make_project(team.users["owner"], load_plan(PLAN, ProjectChoices("Atlas", "fr", source="secret.xlsx")))
    catalogue = load_catalogue_object()
    assert catalogue is not None
    assert "secret.xlsx" not in dict(catalogue.frameworks).values()
    assert load_catalogue_object(project.framework.slug) is None
    assert "secret.xlsx" not in [each.title for each in framework_counts()]
    file = reverse("framework-file", args=[project.framework.slug, "json"])
    assert team.client("owner").get(file).status_code == 404
    client = team.client("owner")
    assert "secret.xlsx" not in client.get("/fr/projects/new/").content.decode()
    page = client.get(f"/fr/projects/new/?framework={project.framework_id}").content.decode()
    assert "Cadrage" not in page
    assert "Connu" in page


def test_framework_of_its_own_is_not_in_the_administration(team: Team, admin_client: Client) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, ProjectChoices("Atlas", "fr", source="secret.xlsx")))
    phase = project.phases.all()[0]
    for name in ("phases_framework_changelist", "phases_phase_changelist", "phases_phase_add",
                 "roles_responsibility_add", "roles_responsibility_changelist", "roles_roleprofile_add"):  # fmt: skip
        page = admin_client.get(reverse(f"admin:{name}"))
        assert page.status_code == 200
        assert "secret.xlsx" not in page.content.decode()
        assert "Mise en service" not in page.content.decode()
    assert admin_client.get(reverse("admin:phases_phase_change", args=[phase.pk])).status_code == 302


def test_framework_of_its_own_goes_with_its_project(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    kept = team.project.framework
    delete_project(project.pk)
    delete_project(team.project.pk)
    assert list(Framework.objects.all()) == [kept]


def test_project_with_a_framework_of_its_own_goes_to_json_and_back(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    data = data_of(project)
    assert data["framework"] is None
    loaded = load_project(team.users["outsider"], data)
    assert data_of(loaded) == data
    assert loaded.framework_id != project.framework_id
    assert not loaded.framework.catalogued


def test_slug_of_a_framework_of_its_own_opens_nothing(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    data = data_of(project) | {"framework": project.framework.slug}
    with override("fr"), pytest.raises(ProjectFileError, match="own-"):
        load_project(team.users["outsider"], data)


@pytest.mark.parametrize("name", [{}, {"fr": ""}, {"fr": "x" * 201}])
def test_phase_of_its_own_has_a_name(team: Team, name: dict[str, str]) -> None:
    data = data_of(make_project(team.users["owner"], load_plan(PLAN, WISH)))
    data["phases"][0]["name"] = name
    before = Project.objects.count()
    with pytest.raises(ProjectFileError):
        load_project(team.users["owner"], data)
    assert Project.objects.count() == before


PAGES = (
    "", "findings/", "workload/", "history/", "settings/", "positions/", "positions/new/", "duties/", "duties/new/",
    "suggestions/", "fill/", "acceptance/", "postings/", "postings/new/", "baselines/", "compare/?from=1&to=now",
    "absence/", "export/xlsx/", "export/pdf/", "export/json/", "export/docx/", "export/csv/", "export/md/", "import/",
    "history/1/", "findings/position/?gap=R", "members/", "comments/",
)  # fmt: skip


def test_every_page_of_a_project_without_profiles_answers(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    client = team.client("owner")
    found = {path: client.get(f"/fr/projects/{project.pk}/{path}").status_code for path in PAGES}
    assert found == dict.fromkeys(PAGES, 200)


def test_project_without_profiles_changes_its_phases_and_makes_a_posting(team: Team) -> None:
    project = make_project(team.users["owner"], load_plan(PLAN, WISH))
    client, base = team.client("owner"), f"/fr/projects/{project.pk}/"
    first = project.phases.order_by("order")[0]
    client.post(f"{base}duties/new/", {"text_fr": "Relire", "text_en": "", "phase": first.pk})
    assert project.duties.filter(text_fr="Relire").exists()
    position = project.positions.order_by("order")[0]
    made = client.post(f"{base}postings/new/", {"source": f"position-{position.pk}", "twin": "on"})
    page = client.get(made["Location"].replace("edit/", "")).content.decode()
    assert made.status_code == 302
    assert "atlas.xlsx" not in page
    assert client.get(base).status_code == 200
