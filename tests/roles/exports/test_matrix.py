"""The export of a matrix: who may have it, what it holds, and that an unchanged one is made once."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from pytest_django import DjangoAssertNumQueries, Settings

from phases.enums import ChangeKind
from phases.models import Project
from phases.projects.domain import ProjectDetails, edit_project
from phases.projects.journal import project_change
from roles.exports.documents import export
from roles.exports.documents.export import Format
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats import cache
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Person, Position
from tests.conftest import Team
from tests.factories import AssignmentFactory, PersonFactory

NAME = "Zoé Prénom-Secret"


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


@pytest.fixture
def held(team: Team) -> Project:
    """The team's project with a named holder, letters, and a duty that does not apply."""
    position = team.project.positions.first()
    assert position is not None
    Position.objects.filter(pk=position.pk).update(holder=PersonFactory.create(name=NAME))
    first, second, *_ = Duty.objects.filter(project=team.project)
    set_cells(team.project.pk, None, [CellChange(first.pk, position.pk, "AR")])
    Duty.objects.filter(pk=second.pk).update(applicable=False, reason="Le client s'en charge")
    return team.project


def url(project: Project, fmt: str = "xlsx", query: str = "", language: str = "fr") -> str:
    return f"/{language}/projects/{project.pk}/export/{fmt}/{query}"


def texts(fmt: str, body: bytes) -> str:
    """Everything a reader or a tool could find in the file."""
    if fmt in ("csv", "md", "json"):
        return body.decode("utf-8-sig")
    if fmt in ("xlsx", "docx"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    reader = PdfReader(BytesIO(body))
    pages = "\n".join(page.extract_text() for page in reader.pages)
    return f"{pages}\n{reader.metadata}\n{[getattr(entry, 'title', '') for entry in reader.outline]}"


def test_export_in_another_format_is_not_found(team: Team) -> None:
    assert team.client("viewer").get(url(team.project, "exe")).status_code == 404


def test_export_is_not_written_by_post(team: Team) -> None:
    assert team.client("owner").post(url(team.project)).status_code == 405


@pytest.mark.parametrize(
    ("fmt", "content_type", "start"),
    [
        ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
        ("pdf", "application/pdf", b"%PDF-1.7"),
        ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK"),
        ("csv", "text/csv; charset=utf-8", "\ufeffNº".encode()),
        ("json", "application/json", b'{\n "format": "raci-matrix",\n "schema": 1,'),
        ("md", "text/markdown; charset=utf-8", "# Prévision de la demande".encode()),
    ],
)
def test_export_has_type_name_and_stays_private(team: Team, fmt: str, content_type: str, start: bytes) -> None:
    response = team.client("viewer").get(url(team.project, fmt))
    assert response.content.startswith(start)
    assert response["Content-Type"] == content_type
    name = f"prevision-de-la-demande-v0-{timezone.localdate().isoformat()}.{fmt}"
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "private" in response["Cache-Control"]


@pytest.mark.parametrize("fmt", [*Format])
def test_document_names_every_holder_and_a_posting_none(team: Team, held: Project, fmt: str) -> None:
    position = held.positions.get(holder__isnull=False)
    position.co_holders.add(PersonFactory.create(name="Wilhelmina Quux"))
    client = team.client("viewer")
    assert "Quux" in texts(fmt, client.get(url(held, fmt)).content)
    posting = texts(fmt, client.get(url(held, fmt, "?mode=posting")).content)
    assert "Quux" not in posting
    assert "co_holders" not in posting


@pytest.mark.parametrize("fmt", [*Format])
def test_internal_document_names_people_and_a_posting_does_not(team: Team, held: Project, fmt: str) -> None:
    client = team.client("viewer")
    assert NAME in texts(fmt, client.get(url(held, fmt)).content)
    posting = texts(fmt, client.get(url(held, fmt, "?mode=posting")).content)
    assert "Poste" in posting
    for part in NAME.replace("-", " ").split():
        assert part not in posting
    assert "Constats" not in posting
    assert "À pourvoir" not in posting


@pytest.mark.parametrize("fmt", [*Format])
@pytest.mark.parametrize("query", ["?mode=postng", "?paper=a5", "?mode="])
def test_word_the_url_does_not_know_is_refused_with_a_page(team: Team, fmt: str, query: str) -> None:
    response = team.client("viewer").get(url(team.project, fmt, query))
    assert response.status_code == 422
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("fmt", ["xlsx", "pdf"])
def test_export_honours_the_filter_and_says_so(team: Team, fmt: str) -> None:
    phase = team.project.phases.order_by("order").first()
    assert phase is not None
    matrix = load_matrix(team.project.pk, "fr")
    body = texts(fmt, team.client("viewer").get(url(team.project, fmt, f"?phase={phase.slug}")).content)
    inside, outside = matrix.duties_of[matrix.phases[0].id], matrix.duties_of[matrix.phases[1].id]
    for duty in inside:
        assert duty.code in body
    found = body if fmt == "pdf" else body.split("</worksheet>")[0]
    assert not [duty.code for duty in outside if f">{duty.code}<" in found or f"{duty.code} " in found]
    assert phase.name_fr in body


def test_export_in_english_has_english_texts(team: Team) -> None:
    body = texts("xlsx", team.client("viewer").get(url(team.project, language="en")).content)
    assert "Analyses the needs" in body
    assert "Analyse les besoins" not in body
    assert "en-CA" in body


def test_known_document_is_answered_by_304_until_something_changes(team: Team, held: Project) -> None:
    client = team.client("viewer")
    tag = client.get(url(held))["ETag"]
    again = client.get(url(held), headers={"If-None-Match": tag})
    assert again.status_code == 304
    assert again.content == b""
    with project_change(held.pk, None) as journal:
        journal.add(ChangeKind.PROJECT_EDITED, "x")
    assert client.get(url(held), headers={"If-None-Match": tag}).status_code == 200


def test_known_document_of_others_stays_hidden_from_an_outsider(team: Team) -> None:
    tag = team.client("viewer").get(url(team.project))["ETag"]
    assert team.client("outsider").get(url(team.project), headers={"If-None-Match": tag}).status_code == 404


def test_unchanged_matrix_is_rendered_once(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(export, "matrix_xlsx", lambda *args: made.append("x") or matrix_xlsx(*args))  # type: ignore[func-returns-value]
    bodies = {team.client(reader).get(url(team.project)).content for reader in ("owner", "viewer")}
    assert len(made) == len(bodies) == 1


CHANGES = ["person", "rules", "mode", "paper", "filter", "language", "letter"]


@pytest.mark.parametrize("change", CHANGES)
def test_document_is_made_anew_when_what_it_prints_changes(team: Team, held: Project, change: str) -> None:
    client = team.client("viewer")
    before = client.get(url(held))["ETag"]
    query, language = "", "fr"
    if change == "person":
        Person.objects.update(name="Nom Nouveau")
    elif change == "rules":
        Project.objects.filter(pk=held.pk).update(rules={"load_position": 7})
    elif change == "letter":
        duty, position = Duty.objects.filter(project=held).first(), held.positions.last()
        assert duty is not None
        assert position is not None
        set_cells(held.pk, None, [CellChange(duty.pk, position.pk, "C")])
    elif change == "language":
        language = "en"
    else:
        query = {"mode": "?mode=posting", "paper": "?paper=a3", "filter": "?gaps=1"}[change]
    assert client.get(url(held, query=query, language=language))["ETag"] != before


def test_kept_documents_are_bounded_and_old_ones_leave(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "MAX_FILES", 3)
    for number in range(6):
        cache.kept(f"{number}.pdf", lambda: b"x")
    folder = Path(settings.VAR_DIR) / "documents"
    assert len(list(folder.iterdir())) == 3
    monkeypatch.setattr(cache, "MAX_AGE", -1)
    assert cache.kept("5.pdf", lambda: b"new") == b"new"
    assert [path.name for path in folder.iterdir()] == ["5.pdf"]


def test_failed_document_leaves_nothing_behind(settings: Settings) -> None:
    def fail() -> bytes:
        raise ValueError

    with pytest.raises(ValueError):  # noqa: PT011
        cache.kept("x.pdf", fail)
    assert list((Path(settings.VAR_DIR) / "documents").iterdir()) == []


@pytest.mark.parametrize("fmt", ["xlsx", "pdf", "docx", "md"])
@pytest.mark.parametrize(("mode", "printed"), [("internal", True), ("posting", False)])
def test_export_prints_how_many_have_accepted_for_the_team_only(team: Team, fmt: str, mode: str, printed: bool) -> None:
    position = team.project.positions.all()[0]
    team.project.positions.filter(pk=position.pk).update(holder=PersonFactory.create())
    AssignmentFactory.create(duty=team.project.duties.all()[0], position=position)
    response = team.client("viewer").get(url(team.project, fmt, f"?mode={mode}", "en"))
    assert ("0 of 1 accepted" in texts(fmt, response.content)) == printed


@pytest.mark.parametrize("fmt", ["xlsx", "pdf"])
def test_export_costs_the_same_queries_at_two_sizes(
    team: Team, fmt: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client: Client = team.client("viewer")
    with django_assert_max_num_queries(10):  # two of them count who has accepted, one notes the download
        client.get(url(team.project, fmt))


@pytest.mark.parametrize("fmt", ["xlsx", "pdf"])
def test_command_writes_the_file(team: Team, tmp_path: Path, fmt: str) -> None:
    path = tmp_path / f"matrix.{fmt}"
    call_command("export_matrix", team.project.pk, format=fmt, lang="en", mode="posting", output=str(path))
    assert "Position" in texts(fmt, path.read_bytes())


def test_command_into_a_folder_names_the_file_itself(team: Team, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    call_command("export_matrix", team.project.pk, output=str(folder))
    assert [path.suffix for path in folder.iterdir()] == [".xlsx"]


@pytest.mark.parametrize("output", ["missing/matrix.xlsx", "x" * 300])
def test_command_that_cannot_write_says_so(team: Team, tmp_path: Path, output: str) -> None:
    with pytest.raises(CommandError, match="cannot be written"):
        call_command("export_matrix", team.project.pk, output=str(tmp_path / output))
    assert [path.name for path in tmp_path.iterdir()] == ["documents"]


@pytest.mark.django_db
def test_command_for_a_project_that_does_not_exist_says_so() -> None:
    with pytest.raises(CommandError, match="no project 404"):
        call_command("export_matrix", 404)


def test_command_to_standard_output_writes_the_bytes_alone(
    team: Team, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    call_command("export_matrix", team.project.pk, output="-")
    assert capfdbinary.readouterr().out.startswith(b"PK")


@pytest.mark.parametrize(("language", "word"), [("fr", "affichage"), ("en", "posting")])
def test_export_without_names_says_so_in_its_name(team: Team, language: str, word: str) -> None:
    response = team.client("viewer").get(f"/{language}/projects/{team.project.pk}/export/xlsx/?mode=posting")
    assert f'filename="{word}-prevision-de-la-demande-v0-' in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("fmt", "state"), [("pdf", "-filtree"), ("xlsx", "-filtree"), ("json", "")], ids=["pdf", "xlsx", "json is whole"]
)
def test_export_of_a_part_says_so_in_its_name(team: Team, fmt: str, state: str) -> None:
    response = team.client("viewer").get(f"/fr/projects/{team.project.pk}/export/{fmt}/?gaps=1")
    day = timezone.localdate().isoformat()
    assert f'filename="prevision-de-la-demande-v0{state}-{day}.{fmt}"' in response["Content-Disposition"]


@pytest.mark.parametrize("fmt", ["pdf", "docx", "csv", "md"])
def test_document_gives_descriptions_where_the_project_wants_it_and_to_the_team_alone(team: Team, fmt: str) -> None:
    Duty.objects.filter(project=team.project).update(description_fr="Comment-faire\nhttps://guide.test/a")
    client = team.client("viewer")
    assert "Comment-faire" not in texts(fmt, client.get(url(team.project, fmt)).content)
    edit_project(team.project.pk, team.users["owner"], ProjectDetails("Essai", "", {"descriptions": True}))
    told = texts(fmt, client.get(url(team.project, fmt)).content)
    assert "Comment-faire" in told
    assert "guide.test/a" in told
    assert "Comment-faire" not in texts(fmt, client.get(url(team.project, fmt, "?mode=posting")).content)
