"""CSV, Markdown and Word: text stays text, postings name nobody, and any version can be taken away."""

import csv
import re
import zipfile
from datetime import date
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils.translation import override
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from phases.models import Project
from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_outline import matrix_outline
from roles.formats.outline.csv_writer import csv_read, csv_text, outline_csv
from roles.formats.outline.docx_writer import outline_docx
from roles.formats.outline.markdown_writer import md_text, outline_md
from roles.formats.outline.model import Outline
from roles.formats.outline.writers import LINES
from roles.formats.paper import Mode, Paper, column_blocks
from roles.formats.text import DocumentRefused, printed
from roles.grid.domain.filters import MatrixFilter
from roles.history.domain.baselines import freeze
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Duty, Position
from tests.conftest import Team
from tests.factories import PersonFactory
from tests.roles.matrices import matrix_of

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", " =1", "'=1", "''@x", "＝1", "\n=1", "-", "=cmd|' /C calc'!A0"]
TEXTS = [*FORMULAS, "a|b", "a\nb", "\x07bell", "שלום עולם", "مرحبا", "👩‍🚀 équipe", "x" * 32_767, "<b>&amp;", "# titre"]
DAY = date(2026, 11, 25)


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path


def outline(matrix: Matrix, mode: Mode = Mode.INTERNAL, kept: MatrixFilter | None = None) -> Outline:
    return matrix_outline(prepare(matrix, check(matrix), mode=mode, day=DAY, chosen=kept))


def one(text: str) -> Outline:
    """A matrix of one duty that says this."""
    return outline(matrix_of([["R"]], texts=[text]))


def csv_rows(body: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(StringIO(body.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def cells_of(body: bytes) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for table in Document(BytesIO(body)).tables for row in table.rows]


@given(ANY_TEXT)
def test_csv_text_of_any_text_reads_back_and_never_begins_a_formula(text: str) -> None:
    cell = csv_text(text)
    assert csv_read(cell) == printed(text)
    assert not cell.lstrip().startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠"))


@pytest.mark.parametrize("text", TEXTS)
def test_csv_of_a_hard_text_is_one_cell_that_reads_back(text: str) -> None:
    found = one(text)
    cell = csv_rows(outline_csv(found))[1][3]
    assert csv_read(cell) == printed(found.bands[0].rows[0][1])


@pytest.mark.parametrize("text", TEXTS)
def test_markdown_of_a_hard_text_is_one_cell(text: str) -> None:
    found = one(text)
    rows = [line for line in outline_md(found).decode().split("\n") if line.startswith("|")]
    assert len(rows) == 3
    assert {len(re.findall(r"(?<!\\)\|", row)) for row in rows} == {len(found.head) + 1}


@given(ANY_TEXT)
def test_markdown_text_of_any_text_is_one_line_without_tags(text: str) -> None:
    found = md_text(text).replace("<br>", "")
    assert not re.search(r"[\n<>]|(?<!\\)(?:\\\\)*[|`*_]", found)


@pytest.mark.parametrize("text", TEXTS)
def test_word_of_a_hard_text_keeps_it_whole(text: str) -> None:
    found = one(text)
    assert cells_of(outline_docx(found))[2][1] == printed(found.bands[0].rows[0][1])


@pytest.mark.parametrize("fmt", [*LINES])
def test_half_a_character_is_refused(fmt: str) -> None:
    with pytest.raises(DocumentRefused, match="Saisie"):
        LINES[fmt].write(one("Saisie \ud83d suite"), Paper.AUTO)


@pytest.mark.parametrize(("language", "delimiter"), [("fr", ";"), ("en", ",")])
def test_csv_separates_as_excel_does_in_the_language(team: Team, language: str, delimiter: str) -> None:
    matrix = load_matrix(team.project.pk, language)
    with override(language):
        body = outline_csv(outline(matrix))
    assert body.startswith("\ufeff".encode())
    rows = csv_rows(body, delimiter)
    assert {len(row) for row in rows} == {4 + len(matrix.positions) + 1}
    assert len(rows) == 1 + len(matrix.duties)
    assert b"\r\n" in body


def test_word_is_landscape_in_its_language_and_repeats_its_header() -> None:
    with override("en"):
        document = Document(BytesIO(outline_docx(outline(matrix_of([["AR", "C"], ["I", "A"]], language="en")))))
    section, table = document.sections[0], document.tables[0]
    assert section.page_width is not None
    assert section.page_height is not None
    assert section.page_width > section.page_height
    assert document.core_properties.title.startswith("Responsibility matrix (RACI), ")
    assert document.core_properties.author == "RACI matrix"
    assert "w:tblHeader" in table.rows[0]._tr.xml
    assert {p.style.name for p in document.paragraphs if p.style} >= {"Title", "Subtitle", "Heading 1", "List Bullet"}
    assert table._tbl.xml.count('<w:pStyle w:val="Heading2"/>') == 2  # the phases
    assert [cell.text for cell in table.rows[2].cells][2:4] == ["A/R", "C"]
    fills = re.findall(r'w:fill="(\w+)"', table.rows[2]._tr.xml)
    assert len(set(fills)) == 2


def test_word_opens_in_the_mode_of_today_with_pages_numbered_and_addresses_as_links() -> None:
    text = "Voir https://exemple.ca/a?b=1&c=2, ou écrire à zoe@exemple.ca."
    body = outline_docx(one(text))
    document = Document(BytesIO(body))
    settings = document.settings.element.xml
    assert re.findall(r'w:name="compatibilityMode"[^>]*w:val="(\d+)"', settings) == ["15"]
    assert re.findall(r'w:instr="(\w+)"', document.sections[0].footer._element.xml) == ["PAGE", "NUMPAGES"]
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert sorted(links) == ["https://exemple.ca/a?b=1&c=2", "mailto:zoe@exemple.ca"]
    assert document.tables[0].rows[2].cells[1].text == printed(one(text).bands[0].rows[0][1])
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert not [name for name in archive.namelist() if "thumbnail" in name]


def test_word_of_a_french_matrix_says_that_it_is_french() -> None:
    with zipfile.ZipFile(BytesIO(outline_docx(outline(matrix_of([["R"]]))))) as archive:
        assert re.search('<w:lang w:val="fr-CA"', archive.read("word/styles.xml").decode())


@pytest.mark.parametrize("positions", [0, 1, 10, 19, 60])
def test_word_splits_many_positions_and_loses_none(positions: int) -> None:
    matrix = matrix_of([["R"] * positions])
    found = outline(matrix)
    tables = Document(BytesIO(outline_docx(found))).tables
    assert len(tables) == len(column_blocks(positions, Paper.AUTO.resolved(positions)))
    heads = [cell.text for table in tables for cell in table.rows[0].cells]
    assert [head for head in heads if head not in ("Code", found.head[1], found.head[-1])] == list(found.head[2:-1])
    for table in tables:
        assert len({len(row.cells) for row in table.rows}) == 1


SECRETS = ("Zorglub", "Quetzal")


@pytest.fixture
def secret(team: Team) -> Project:
    """A project whose holder, finding and frozen version name somebody."""
    position = Position.objects.filter(project=team.project).order_by("order")[0]
    Position.objects.filter(pk=position.pk).update(holder=PersonFactory.create(name="Zorglub Quetzal"))
    duty = Duty.objects.filter(project=team.project)[0]
    set_cells(team.project.pk, None, [CellChange(duty.pk, position.pk, "AR")])
    freeze(team.project.pk, team.users["owner"], "Pour Zorglub")
    return team.project


@pytest.mark.parametrize("fmt", ["xlsx", "pdf", *LINES])
@pytest.mark.parametrize("at", ["now", "1", "frozen"])
def test_posting_of_any_version_names_nobody(team: Team, secret: Project, fmt: str, at: str) -> None:
    name = f"b{secret.baselines.get().pk}" if at == "frozen" else at
    client, path = team.client("viewer"), f"/fr/projects/{secret.pk}/export/{fmt}/?at={name}"
    for query, named in (("", True), ("&mode=posting", False)):
        response = client.get(path + query)
        assert response.status_code == 200
        found = _everything(fmt, bytes(response.content)) + response["Content-Disposition"]
        assert any(word in found for word in SECRETS) == named
        assert ("Constats" in found or "À régler" in found) <= named


def _everything(fmt: str, body: bytes) -> str:
    if fmt in ("xlsx", "docx"):
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
    if fmt == "pdf":
        from pypdf import PdfReader  # noqa: PLC0415

        return " ".join(page.extract_text() for page in PdfReader(BytesIO(body)).pages)
    return body.decode("utf-8-sig")


def test_export_of_a_past_version_has_the_letters_of_then(team: Team, secret: Project) -> None:
    client = team.client("viewer")
    before, after = (client.get(f"/fr/projects/{secret.pk}/export/csv/?at={at}") for at in (0, 1))
    assert "A/R" not in before.content.decode()
    assert "A/R" in after.content.decode()
    assert "-v1-" in after["Content-Disposition"]


@pytest.mark.parametrize("at", ["999", "b999", "x", "b", "-1"])
def test_export_of_a_version_that_never_was_is_not_found(team: Team, at: str) -> None:
    assert team.client("viewer").get(f"/fr/projects/{team.project.pk}/export/csv/?at={at}").status_code == 404
    with pytest.raises(CommandError, match="not known"):
        call_command("export_matrix", team.project.pk, format="csv", at=at)


def test_export_of_another_projects_frozen_version_is_not_found(team: Team, secret: Project) -> None:
    other = Project.objects.exclude(pk=secret.pk).first()
    assert other is None
    stranger = team.client("outsider")
    frozen = secret.baselines.get().pk
    assert stranger.get(f"/fr/projects/{secret.pk}/export/csv/?at=b{frozen}").status_code == 404


@pytest.mark.parametrize("fmt", [*LINES])
def test_filter_is_kept_and_said(team: Team, fmt: str) -> None:
    phase = team.project.phases.order_by("order")[0]
    path = f"/fr/projects/{team.project.pk}/export/{fmt}/?phase={phase.slug}"
    found = _everything(fmt, bytes(team.client("viewer").get(path).content))
    inside = Duty.objects.filter(project=team.project, phase=phase).values_list("code", flat=True)
    outside = Duty.objects.filter(project=team.project).exclude(phase=phase).values_list("code", flat=True)
    assert all(re.search(rf"\b{code}\b", found) for code in inside)
    assert not any(re.search(rf"\b{code}\b", found) for code in outside)
    assert ("Filtre" in found) == (fmt != "csv")


@pytest.mark.parametrize("fmt", [*LINES])
def test_known_document_is_answered_by_304(team: Team, fmt: str) -> None:
    client, path = team.client("viewer"), f"/fr/projects/{team.project.pk}/export/{fmt}/"
    tag = client.get(path)["ETag"]
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304
    Project.objects.filter(pk=team.project.pk).update(name="Autre nom")
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


@pytest.mark.parametrize("fmt", [*LINES])
def test_difference_says_what_changed(team: Team, secret: Project, fmt: str) -> None:
    response = team.client("viewer").get(f"/fr/projects/{secret.pk}/compare/export/{fmt}/?from=0&to=1")
    assert response.status_code == 200
    assert "A/R" in _everything(fmt, bytes(response.content))
    same = team.client("viewer").get(f"/fr/projects/{secret.pk}/compare/export/{fmt}/?from=1&to=1")
    assert ("Aucune différence" in _everything(fmt, bytes(same.content))) == (fmt != "csv")


def test_pages_of_the_past_offer_their_documents(team: Team, secret: Project) -> None:
    client, base = team.client("viewer"), f"/fr/projects/{secret.pk}"
    frozen = secret.baselines.get().pk
    for page, query in (
        (f"{base}/baselines/{frozen}/", f"at=b{frozen}"),
        (f"{base}/history/1/", "at=1"),
    ):
        html = client.get(page).content.decode()
        assert f'href="{base}/export/docx/?{query}"' in html
        assert f'href="{base}/export/csv/?mode=posting&amp;{query}"' in html
