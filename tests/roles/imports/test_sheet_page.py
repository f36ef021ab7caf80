"""The page that makes a project of a sheet: what it shows, follows, writes and refuses."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from phases.enums import Role
from phases.models import Project
from roles.formats.reading.table import Table
from roles.history.domain.replay import verify
from roles.imports.forms import upload
from roles.imports.sheet_reading.interpret import interpret
from roles.matrix.matrix import load_matrix
from roles.models import Duty
from tests.conftest import READERS, Team
from tests.factories import FrameworkFactory, PhaseFactory
from tests.roles.imports.sheet_page import URL, fields, paste, sent
from tests.roles.imports.sheet_reading.corpus import read_case


@pytest.mark.parametrize("reader", READERS)
def test_anybody_signed_in_makes_a_project_of_a_sheet(team: Team, reader: str) -> None:
    client = team.client(reader)
    if reader == "anonymous":
        assert client.get(URL).status_code == 302
        assert paste(client).status_code == 302
        assert Project.objects.count() == 1
        return
    assert client.get(URL).status_code == 200
    page = paste(client)
    assert page.status_code == 200
    assert Project.objects.count() == 1
    made = sent(client, page, action="create")
    project = Project.objects.latest("pk")
    assert (made.status_code, made["Location"]) == (302, f"/fr/projects/{project.pk}/")
    assert [(each.user, each.role) for each in project.memberships.all()] == [(team.users[reader], Role.OWNER)]
    assert project.name == "Matrice RACI du projet Atlas"
    matrix = load_matrix(project.pk)
    assert [phase.name for phase in matrix.phases] == ["Cadrage", "Réalisation"]
    assert [(duty.code, duty.letters) for duty in matrix.duties] == [
        ("1.1", ("A", "R")), ("1.2", ("AR", "")), ("2.1", ("", "")),
    ]  # fmt: skip
    assert not verify(project.pk)


def test_page_says_what_it_took_for_what_and_names_each_doubt_by_row(team: Team) -> None:
    text = paste(team.client("owner")).content.decode()
    assert "<b>3 tâches</b> · <b>2 postes</b> · <b>3 lettres</b> · <b>2 phases</b>" in text
    assert "Ligne 8" in text
    assert "Ligne 6, colonne D" in text
    assert re.search(r'name="b0-c1".*?<option value="duty" selected>', text, re.DOTALL)


def test_doubts_of_a_workbook_name_their_sheet(team: Team) -> None:
    case = read_case("17-several-sheets")
    page = team.client("owner").post(URL, {"file": SimpleUploadedFile(case.name, case.data)})
    assert page.status_code == 200
    assert "Feuille «\xa0" in page.content.decode()


def test_corrections_are_followed_at_once_and_nothing_is_written(team: Team) -> None:
    client = team.client("owner")
    page = paste(client)
    again = client.post(URL, fields(page.content.decode()) | {"b0-c3": "aside"}, headers={"HX-Request": "true"})
    text = again.content.decode()
    assert "<html" not in text
    assert "<b>1 poste</b>" in text
    assert '<option value="aside" selected' in text
    assert Project.objects.count() == 1


def test_row_of_groups_is_taken_or_left(team: Team) -> None:
    client = team.client("owner")
    page = paste(client, "\tDirection\tÉquipe\nTâche\tCheffe\tCheffe\nTester\tA\tR\nLivrer\tA\tR\n")
    with_groups = sent(client, page, **{"b0-header": "1", "b0-groups": "0"})
    assert '<th scope="col">Direction – Cheffe</th>' in with_groups.content.decode()
    without = sent(client, page, **{"b0-header": "1", "b0-groups": ""})
    assert '<th scope="col">Cheffe</th>' in without.content.decode()


def test_table_ends_where_a_person_says(team: Team) -> None:
    client = team.client("owner")
    page = paste(client)
    assert fields(page.content.decode())["b0-last"] == ["8"]
    assert "<b>2 tâches</b>" in sent(client, page, **{"b0-last": "6"}).content.decode()


def test_mark_with_a_meaning_fills_its_cells(team: Team) -> None:
    client = team.client("owner")
    page = paste(client)
    sent(client, sent(client, page, means="C"), action="create")
    assert Duty.objects.get(code="1.2").assignments.filter(letter="C").count() == 1


def test_project_is_what_was_seen_or_the_page_comes_again(team: Team) -> None:
    client = team.client("owner")
    again = sent(client, paste(client), action="create", **{"b0-c3": "aside"})
    assert again.status_code == 409
    assert Project.objects.count() == 1
    assert sent(client, again, action="create").status_code == 302
    assert Project.objects.latest("pk").positions.count() == 1


def test_page_asks_whether_joined_names_are_several_people(team: Team) -> None:
    """The answer is followed: one name is one position, several people are several."""
    text = "Tâche\tRéalisation\tApprobation\nRédiger\tAna Roy et Luc Côté\tZoé Roy\nTester\tZoé Roy\tZoé Roy\n"
    client = team.client("owner")
    page = paste(client, text)
    assert page.context["plan"].positions == ("Ana Roy", "Luc Côté", "Zoé Roy")
    assert "Noms réunis dans une cellule" in page.content.decode()
    page = sent(client, page, names="together", action="update")
    assert page.context["plan"].positions == ("Ana Roy et Luc Côté", "Zoé Roy")
    assert fields(page.content.decode())["names"] == ["together"]


def test_typed_names_of_phases_stay_while_the_sheet_is_corrected(team: Team) -> None:
    client = team.client("owner")
    again = sent(client, paste(client), means="C", **{"phase-1": "Démarrage", "name": "Atlas", "language": "en"})
    sent(client, again, action="create")
    project = Project.objects.latest("pk")
    assert project.name == "Atlas"
    assert [phase.name_en for phase in project.phases.order_by("order")] == ["Démarrage", "Réalisation"]


def test_phases_go_to_a_framework_that_is_chosen(team: Team) -> None:
    framework = FrameworkFactory.create(title_fr="Cycle")
    first = PhaseFactory.create(framework=framework, name_fr="Cadrage du projet", name_en="")
    second = PhaseFactory.create(framework=framework, name_fr="Modélisation", name_en="")
    client = team.client("owner")
    page = sent(client, paste(client), framework=framework.pk)
    assert fields(page.content.decode())["phase-1"] == [str(first.pk)]
    refused = sent(client, page, action="create")
    assert refused.status_code == 422
    assert Project.objects.count() == 1
    sent(client, refused, action="create", **{"phase-2": str(second.pk)})
    project = Project.objects.latest("pk")
    assert project.framework == framework
    assert [phase.id for phase in load_matrix(project.pk).phases] == [first.pk, second.pk]


def test_framework_that_knows_all_phases_is_proposed(team: Team) -> None:
    framework = FrameworkFactory.create()
    for name in ("cadrage", "REALISATION"):
        PhaseFactory.create(framework=framework, name_fr=name, name_en="")
    page = paste(team.client("owner"))
    assert fields(page.content.decode())["framework"] == [str(framework.pk)]


@pytest.mark.parametrize("changes", [{"name": ""}, {"language": "de"}, {"framework": "987"}, {"phase-1": " "}])
def test_wrong_details_make_nothing(team: Team, changes: dict[str, str]) -> None:
    client = team.client("owner")
    refused = sent(client, paste(client), action="create", **changes)
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"b0-header": "99999"}, {"b0-header": "x"}, {"b0-header": "-1"}, {"b0-header": "7"}, {"b0-c0": "zut"},
        {"b0-last": "0"}, {"b0-last": "x"}, {"b0-last": "1"}, {"b0-last": "99999"},
        {"b0-groups": "x"}, {"b0-groups": "0"}, {"b0-groups": "7"},
        {"b0-used": None}, {"b0-bands": None}, {"mark": None}, {"means": "Z"}, {"framework": "9" * 30},
        {"b0-c1": "R", "b0-c2": "duty"}, {"was-phase-1": "x"}, {"language": ""},
    ],
)  # fmt: skip
def test_nonsense_in_a_choice_is_a_page(team: Team, changes: dict[str, Any]) -> None:
    client = team.client("owner")
    assert sent(client, paste(client), **changes).status_code == 200
    assert sent(client, paste(client), action="create", **changes).status_code in (302, 409, 422)


def test_table_that_is_not_recognized_is_read_by_hand(team: Team) -> None:
    client = team.client("owner")
    page = paste(client, "un\tdeux\nTester\tR\n")
    if not re.search("<b>1 tâche</b>", page.content.decode()):
        page = sent(client, page, **{"b0-c0": "duty", "b0-c1": "position"})
    assert "<b>1 tâche</b> · <b>1 poste</b> · <b>1 lettre</b>" in page.content.decode()


def test_sheet_without_a_matrix_makes_nothing(team: Team) -> None:
    client = team.client("owner")
    page = paste(client, "Bonjour\nRien ici\n")
    assert page.status_code == 200
    assert "Aucune matrice" in page.content.decode()
    assert sent(client, page, action="create", name="Rien").status_code == 409
    assert Project.objects.count() == 1


def test_hidden_sheet_is_offered_and_not_taken(team: Team) -> None:
    rows = (("Tâche", "Analyste", "Cheffe"), ("Tester", "R", "A"), ("Livrer", "R", "A"))
    tables = [Table("Vue", rows), Table("Cachée", rows, hidden=True)]
    read = interpret(tables)
    assert [block.used for block in read.blocks] == [True, False]
    assert len(read.plan.duties) == 2


@pytest.mark.parametrize("seal", ["", "x", "a.b.c", "é", "\x00"])
def test_seal_that_is_none_asks_for_the_file_again(team: Team, seal: str) -> None:
    answer = team.client("owner").post(URL, {"tables": seal}, follow=True)
    assert answer.redirect_chain == [(URL, 302)]
    assert "Choisissez-le de nouveau" in answer.content.decode()


def test_seal_of_somebody_else_or_too_old_asks_for_the_file_again(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    page = paste(team.client("owner"))
    assert sent(team.client("editor"), page, action="create")["Location"] == URL
    monkeypatch.setattr(upload, "KEPT_FOR", -1)
    assert sent(team.client("owner"), page, action="create")["Location"] == URL
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "Choisissez un fichier"),
        ({"pasted": " \n\t"}, "Choisissez un fichier"),
        ({"pasted": "x" * 500_001}, "500"),
        (
            {"file": SimpleUploadedFile("a.csv", b"T;P\nTester;R\n"), "pasted": "T;P\nTester;R"},
            "est choisi, et un tableau est collé",
        ),
        ({"file": SimpleUploadedFile("a.xlsx", b"PK\x03\x04" + b"0" * 60)}, "Excel"),
        ({"file": SimpleUploadedFile("a.xlsx", b"<html><table></table></html>")}, "aucun tableau"),
        ({"file": SimpleUploadedFile("a.csv", b"")}, "vide"),
        ({"file": SimpleUploadedFile("a.csv", b"a;" * 120 + b"\n")}, "100"),
        ({"file": SimpleUploadedFile("a.csv", b"T;P;Q\n" + b"Tester;R;A\n" * 2_001)}, "2\xa0000"),
    ],
)
def test_what_cannot_be_read_says_why(team: Team, data: dict[str, Any], words: str) -> None:
    refused = team.client("owner").post(URL, data)
    assert refused.status_code == 422
    assert words in refused.content.decode()


def test_large_sheet_fits_in_the_form(team: Team) -> None:
    titles = "".join(f"\tPoste {number}" for number in range(50))
    rows = "".join(f"Tâche numéro {number} du grand projet" + "\tR" * 50 + "\n" for number in range(500))
    client = team.client("owner")
    page = paste(client, f"Tâche{titles}\n{rows}")
    assert page.status_code == 200
    assert len(page.content) < 400_000
    assert sent(client, page, action="create", name="Grand").status_code == 302
    assert Duty.objects.filter(project__name="Grand").count() == 500


@pytest.mark.parametrize("rows", [5, 100])
def test_reading_takes_few_queries_whatever_the_size(team: Team, rows: int) -> None:
    client = team.client("owner")
    FrameworkFactory.create_batch(2)
    text = "Tâche\tCheffe\tAnalyste\n" + "".join(f"Tâche {n}\tA\tR\n" for n in range(rows))
    with CaptureQueriesContext(connection) as queries:
        paste(client, text)
    assert len(queries) == 6
    page = paste(client, text)
    with CaptureQueriesContext(connection) as queries:
        assert sent(client, page, action="create", name="P").status_code == 302
    assert len(queries) <= 38 + rows // 50  # rows are written fifty or more at once


def test_ways_to_the_page_stand_where_projects_begin(team: Team) -> None:
    newcomer = team.client("outsider")
    for path in ("/fr/projects/new/", "/fr/projects/", "/fr/projects/new/file/"):
        FrameworkFactory.create()
        assert URL in newcomer.get(path).content.decode()
