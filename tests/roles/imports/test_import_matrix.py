"""`manage.py import_matrix`: the plan by default, the change with --apply, exit 1 with a sentence."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from openpyxl.worksheet.worksheet import Worksheet

from phases.models import Project
from roles.exports.documents.export import Export, Format, Order
from roles.formats.paper import Mode
from roles.history.domain.replay import verify
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.conftest import Team
from tests.roles.imports.own_workbook.returns import edited, put
from tests.roles.imports.sheet_reading.corpus import NAMES, tables_of

CSV = "Projet Atlas;;\n\nTâche;Cheffe;Analyste\nCadrage;;\nRecueillir les besoins;A;R\nRédiger la charte;A;A\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "atlas.csv"
    path.write_bytes(CSV.encode("cp1252"))
    return path


def run(*args: str | Path, lang: str = "en") -> str:
    out = StringIO()
    call_command("import_matrix", *map(str, args), "--lang", lang, stdout=out)
    return out.getvalue()


def test_new_project_is_planned_and_nothing_is_written(team: Team, file: Path) -> None:
    text = run("new", file)
    assert "row 3 names the columns" in text
    assert "A  Duty, sure  “Tâche”" in text
    assert "2 duties, 2 positions, 2 letters" in text
    assert "1 duty with several A’s" in text
    assert "4 letters in the file: 2 are taken, 2 are left out" in text
    assert "5 rows with a text: 2 are duties, 1 begins a phase, 1 is a heading, 1 is above a table" in text
    assert "There are things to check." in text
    assert "Row 6: Cheffe, Analyste" in text
    assert "Nothing was written" in text
    assert Project.objects.count() == 1
    assert "rien n’a été écrit" in run("new", file, lang="fr").casefold()


def test_new_project_is_made_with_apply(team: Team, file: Path) -> None:
    text = run("new", file, "--owner", "owner", "--name", " Atlas  2 ", "--language", "en", "--apply")
    project = Project.objects.latest("pk")
    assert f"Project {project.pk} is created: Atlas 2." in text
    assert [membership.user for membership in project.memberships.all()] == [team.users["owner"]]
    assert project.duties.order_by("order")[0].text_en == "Recueillir les besoins"
    assert not verify(project.pk)


@pytest.mark.parametrize("args", [(), ("--owner", "nobody")])
def test_new_project_needs_an_owner(team: Team, file: Path, args: tuple[str, ...]) -> None:
    with pytest.raises(CommandError, match="--user"):
        run("new", file, *args, "--apply")
    assert Project.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b"<html></html>", "no table"),
        (b"PK\x03\x04" + b"0" * 60, "Excel"),
        (b"Bonjour\nRien\n", "recognized"),
    ],
)
def test_file_that_is_refused_ends_with_its_sentence(team: Team, tmp_path: Path, body: bytes, words: str) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(body)
    with pytest.raises(CommandError, match=words) as refused:
        run("new", path, "--owner", "owner", "--apply")
    assert refused.value.returncode == 1
    assert Project.objects.count() == 1


def test_file_that_is_not_there_and_project_that_is_not_there(team: Team, file: Path, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        run("new", tmp_path / "nothing.csv")
    for number in ("0", "x", "9" * 30):
        with pytest.raises(CommandError, match="no project"):
            run(number, file)


@pytest.fixture
def known(team: Team) -> list[Duty]:
    """The project has the duties and the positions of the sheet."""
    duties = list(Duty.objects.filter(project=team.project).order_by("phase__order", "order"))
    for duty, text in zip(duties, ("Recueillir les besoins", "Rédiger la charte du projet"), strict=False):
        Duty.objects.filter(pk=duty.pk).update(text_fr=text)
    positions = Position.objects.filter(project=team.project).order_by("order")
    for position, title in zip(positions, ("Cheffe", "Analyste"), strict=True):
        Position.objects.filter(pk=position.pk).update(title_fr=title)
    return duties


def test_differences_are_printed_and_nothing_is_written(team: Team, file: Path, known: list[Duty]) -> None:
    text = run(str(team.project.pk), file)
    assert "2 differences can be taken:" in text
    assert f"{known[0].code} · Cheffe: - → A" in text
    assert load_matrix(team.project.pk).version == 0


def test_apply_takes_what_nobody_can_object_to_and_names_the_rest(team: Team, file: Path, known: list[Duty]) -> None:
    second = Position.objects.filter(project=team.project).order_by("order")[1]
    set_cells(team.project.pk, team.users["owner"], [CellChange(known[0].pk, second.pk, "A")])
    file.write_text("Tâche;Cheffe\nRecueillir les besoins;A\nRédiger la charte;R\n", "utf-8")
    text = run(str(team.project.pk), file, "--user", "editor", "--similar", "--apply")
    assert "1 conflict is left to the page:" in text
    assert "1 change taken from the file" in text
    matrix = load_matrix(team.project.pk)
    assert (matrix.duty(known[0].pk).letters, matrix.duty(known[1].pk).letters) == (("", "A"), ("R", ""))
    assert not verify(team.project.pk)


def test_similar_duty_is_named_and_left_out_unless_it_is_asked_for(team: Team, file: Path, known: list[Duty]) -> None:
    file.write_text("Tâche;Cheffe;Analyste\nRecueillir les besoins;A;R\nRédiger la charte;R;A\n", "utf-8")
    text = run(str(team.project.pk), file, "--user", "editor", "--apply")
    assert f"Row 3: “Rédiger la charte” ~ {known[1].code} “Rédiger la charte du projet”" in text
    assert load_matrix(team.project.pk).duty(known[1].pk).letters == ("", "")
    run(str(team.project.pk), file, "--user", "editor", "--apply", "--similar")
    assert load_matrix(team.project.pk).duty(known[1].pk).letters == ("R", "A")


@pytest.mark.parametrize("user", ["viewer", "outsider"])
def test_apply_is_refused_to_whoever_may_not_edit(team: Team, file: Path, known: list[Duty], user: str) -> None:
    with pytest.raises(CommandError, match=user):
        run(str(team.project.pk), file, "--user", user, "--apply")
    assert load_matrix(team.project.pk).version == 0


def test_own_workbook_comes_back_by_its_hidden_ids(team: Team, tmp_path: Path, known: list[Duty]) -> None:
    order = Order(Format.XLSX, timezone.localdate(), Mode.INTERNAL)
    body = Export.of(team.project.pk, order, "fr").body()
    path = tmp_path / "m.xlsx"
    path.write_bytes(edited(body, put("E8", "A"), put("D9", "Autres mots")))
    text = run(str(team.project.pk), path, "--user", "owner", "--apply")
    assert "2 changes taken from the file" in text
    assert load_matrix(team.project.pk).duty(known[0].pk).letters[0] == "A"


def test_own_workbook_that_was_rearranged_is_told_as_on_its_page(team: Team, tmp_path: Path, known: list[Duty]) -> None:
    def swap(sheet: Worksheet) -> None:
        for column in "BCDEF":
            first, second = sheet[f"{column}8"], sheet[f"{column}9"]
            first.value, second.value = second.value, first.value
        sheet.delete_rows(10)

    body = edited(
        Export.of(team.project.pk, Order(Format.XLSX, timezone.localdate()), "fr").body(), swap, put("E7", "A")
    )
    path = tmp_path / "m.xlsx"
    path.write_bytes(body)
    text = run(str(team.project.pk), path)
    assert "! This sheet was sorted without its hidden column (rows: 2)" in text
    assert "! Row 7 is no duty: “A” is not taken." in text
    assert "0 differences can be taken" in text
    page = team.client("editor").post(
        reverse("project-import", args=[team.project.pk]), {"file": SimpleUploadedFile("m.xlsx", body)}
    )
    assert "triée sans sa colonne masquée" in page.content.decode()
    (gone,) = page.context["missing"]
    assert f"Not in the file (stays in the project):\n  {known[2].code} " in text
    assert gone.startswith(known[2].code)


def test_own_workbook_brings_its_descriptions(team: Team, tmp_path: Path, known: list[Duty]) -> None:
    Duty.objects.filter(pk=known[0].pk).update(description_fr="Avant", description_en="")
    body = Export.of(team.project.pk, Order(Format.XLSX, timezone.localdate()), "fr").body()
    path = tmp_path / "m.xlsx"
    path.write_bytes(edited(body, put("D5", "Après"), sheet_number=1))
    text = run(str(team.project.pk), path, "--user", "owner", "--apply")
    assert f"{known[0].code}, description: “Avant” → “Après”" in text
    assert load_matrix(team.project.pk).duty(known[0].pk).description == "Après"


def test_sheet_of_descriptions_is_no_matrix_of_a_new_project(team: Team, tmp_path: Path, known: list[Duty]) -> None:
    Duty.objects.filter(pk=known[0].pk).update(description_fr="Valide le plan", description_en="")
    first, second = team.project.positions.all()
    cells = [CellChange(duty.pk, place.pk, letter) for duty in known for place, letter in ((first, "A"), (second, "R"))]
    set_cells(team.project.pk, team.users["owner"], cells)
    body = Export.of(team.project.pk, Order(Format.XLSX, timezone.localdate()), "fr").body()
    path = tmp_path / "m.xlsx"
    path.write_bytes(body)
    run("new", path, "--user", "owner", "--apply")
    made = Project.objects.latest("pk")
    assert made.duties.count() == team.project.duties.count()
    assert made.positions.count() == team.project.positions.count()


@pytest.mark.parametrize("name", NAMES)
def test_every_sheet_of_the_corpus_is_printed_in_both_languages(
    team: Team, file: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setattr("roles.management.commands.import_matrix.read_tables", lambda *_asked: tables_of(name))
    for lang in ("fr", "en"):
        try:
            assert run("new", file, lang=lang)
            assert run(str(team.project.pk), file, lang=lang)
        except CommandError as refused:
            assert name == "28-no-matrix", refused  # noqa: PT017
