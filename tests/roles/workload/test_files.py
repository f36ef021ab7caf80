"""The workload as Excel and PDF: the figures of the page, and nothing its reader may not see."""

import re
import zipfile
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from phases.enums import Role
from phases.models import Project
from roles.formats.text import DocumentRefused
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.documents.load import people_load, project_load
from roles.workload.documents.load_pdf import load_pdf
from roles.workload.documents.load_xlsx import load_xlsx
from roles.workload.domain.by_person import PersonLoad, ProjectPoints, people_loads
from roles.workload.domain.by_position import workload
from tests.conftest import Team
from tests.factories import DutyFactory, MembershipFactory, PersonFactory, PositionFactory, small_project

DAY = date(2026, 11, 25)


def path(team: Team, fmt: str, query: str = "", language: str = "en") -> str:
    return f"/{language}/projects/{team.project.pk}/workload/export/{fmt}/{query}"


@pytest.fixture
def loaded(team: Team) -> Matrix:
    """The first position carries every duty, more than the limits of the project; the second is vacant."""
    Project.objects.filter(pk=team.project.pk).update(rules={"load_position": 17, "load_phase": 8})
    matrix = load_matrix(team.project.pk, "en")
    first, second = matrix.positions
    team.project.positions.filter(pk=first.id).update(holder=PersonFactory.create(name="Anaïs Lavoie"))
    cells = [CellChange(duty.id, first.id, "AR") for duty in matrix.duties]
    cells += [CellChange(duty.id, second.id, letter) for duty, letter in zip(matrix.duties, "RCIR", strict=False)]
    set_cells(team.project.pk, team.users["owner"], cells)
    return load_matrix(team.project.pk, "en")


def sheets(body: bytes) -> tuple[Worksheet, Worksheet]:
    first, second = load_workbook(BytesIO(body)).worksheets
    return first, second


def workbook_of(matrix: Matrix) -> bytes:
    with override(matrix.language):
        return load_xlsx(project_load(matrix, DAY))


def text_of(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


@pytest.mark.parametrize("fmt", ["xlsx", "pdf"])
def test_workload_export_has_a_name_and_stays_private(team: Team, loaded: Matrix, fmt: str) -> None:
    response = team.client("viewer").get(path(team, fmt))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-cache"
    assert re.search(rf'workload-prevision-de-la-demande-v\d-[\d-]+\.{fmt}"', response["Content-Disposition"])


@pytest.mark.parametrize("reader", ["owner", "editor", "viewer", "outsider"])
def test_people_export_names_whom_its_reader_works_with(team: Team, loaded: Matrix, reader: str) -> None:
    response = team.client(reader).get("/en/people/export/pdf/")
    assert ("Anaïs Lavoie" in text_of(response.content)) == (reader != "outsider")


def test_export_of_another_format_or_paper_is_refused(team: Team) -> None:
    client = team.client("viewer")
    assert client.get(path(team, "docx")).status_code == 404
    assert client.get("/en/people/export/csv/").status_code == 404
    assert client.get(path(team, "pdf", "?paper=a9")).status_code == 422
    assert client.get("/en/people/export/pdf/?paper=a9").status_code == 422


def test_workload_workbook_holds_the_figures_of_the_page(loaded: Matrix) -> None:
    first, _details = sheets(workbook_of(loaded))
    rows = list(first.iter_rows(min_row=4, values_only=True))
    assert rows[0] == (
        "Position", "Holder", "R", "A", "A/R", "C", "I",
        *[f"{phase.number} {phase.short_name}" for phase in loaded.phases], "Points", "Limit",
    )  # fmt: skip
    one, two = workload(loaded, Thresholds.of(loaded.rules))
    for row, load in zip(rows[1:3], (one, two), strict=True):
        assert row[2:7] == tuple(load.total.counts[letter] for letter in ("R", "A", "AR", "C", "I"))
        assert row[7:9] == tuple(share.points for _phase, share in load.shares)
        assert row[9:11] == (load.total.points, 17)
    assert [row[1] for row in rows[1:3]] == ["Anaïs Lavoie", "Vacant"]
    assert rows[3][0] == "Total"
    assert rows[3][9] == one.total.points + two.total.points
    assert rows[4][7:9] == (8, 8)


def test_workload_workbook_is_read_by_pandas(loaded: Matrix) -> None:
    frame = pd.read_excel(BytesIO(workbook_of(loaded)), sheet_name="Details", header=3, engine="openpyxl")
    assert list(frame.columns) == ["Position", "Holder", "Phase", "R", "A", "A/R", "C", "I", "Points", "Limit"]
    assert len(frame) == len(loaded.positions) * len(loaded.phases)
    limits = Thresholds.of(loaded.rules)
    assert frame["Points"].sum() == sum(load.total.points for load in workload(loaded, limits))
    worth = [limits.points(letter) for letter in ("R", "A", "AR", "C", "I")]
    counts = frame[["R", "A", "A/R", "C", "I"]].to_numpy()
    assert (counts.dot(worth) == frame["Points"].to_numpy()).all()


def test_workload_workbook_marks_what_is_over_by_the_limits_in_the_sheet(loaded: Matrix) -> None:
    first, details = sheets(workbook_of(loaded))
    rules = {str(area.sqref): area.rules[0].formula for area in first.conditional_formatting}
    assert rules == {"J5:J6": ["J5>$K5"], "H5:H6": ["H5>H$8"], "I5:I6": ["I5>I$8"]}
    assert [area.rules[0].formula for area in details.conditional_formatting] == [["I5>$J5"]]
    assert all(area.rules[0].dxf.numFmt.formatCode == '"▲ "General' for area in first.conditional_formatting)


def test_workload_workbook_has_a_native_chart(loaded: Matrix) -> None:
    with zipfile.ZipFile(BytesIO(workbook_of(loaded))) as archive:
        chart = archive.read("xl/charts/chart1.xml").decode()
    assert 'barDir val="bar"' in chart or '<barDir val="bar"' in chart
    assert "'Workload'!$J$5:$J$6" in chart
    assert "'Workload'!$K$5:$K$6" in chart
    assert "'Workload'!$A$5:$A$6" in chart


@pytest.mark.parametrize("text", ["=1+1", "+A1", "@SUM(1)", "-2", "a\x07b", "<b>&amp;"])
def test_text_of_a_workload_stays_text(team: Team, text: str) -> None:
    team.project.positions.all().update(title_fr=text, title_en=text)
    Project.objects.filter(pk=team.project.pk).update(name=text)
    for sheet in load_workbook(BytesIO(team.client("viewer").get(path(team, "xlsx")).content)).worksheets:
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        assert sheet["A5"].value == text.replace("\x07", " ")
    assert team.client("viewer").get(path(team, "pdf")).status_code == 200


def test_half_a_character_is_refused_by_name() -> None:
    load = PersonLoad("Camille \ud83d", True, [])
    for write in (load_xlsx, load_pdf):
        with pytest.raises(DocumentRefused), override("en"):
            write(people_load([load], "en", DAY))


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", ["Charge par poste et par phase", "À pourvoir", "18 sur 17", "! 9", "3 A/R", "1 dépasse la limite"]),
        ("en", ["Workload by position and phase", "Vacant", "18 of 17", "! 9", "3 A/R", "1 over the limit"]),
    ],
)
def test_workload_pdf_says_what_the_page_says(team: Team, loaded: Matrix, language: str, words: list[str]) -> None:
    text = text_of(team.client("viewer").get(path(team, "pdf", language=language)).content)
    for expected in words:
        assert expected in text.replace("\xa0", " ")


@pytest.mark.parametrize(("query", "width"), [("", 792), ("?paper=iso", 842), ("?paper=tabloid", 1224)])
def test_workload_pdf_is_tagged_and_has_its_paper(team: Team, loaded: Matrix, query: str, width: int) -> None:
    reader = PdfReader(BytesIO(team.client("viewer").get(path(team, "pdf", query)).content))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert round(reader.pages[0].mediabox.width) == width


def test_workload_of_no_position_is_a_file_too(team: Team) -> None:
    team.project.positions.all().delete()
    for fmt in ("xlsx", "pdf"):
        assert team.client("viewer").get(path(team, fmt)).status_code == 200


def test_people_workbook_counts_the_projects_of_its_reader_only(team: Team, loaded: Matrix) -> None:
    other, secret = small_project(), small_project()
    MembershipFactory.create(project=other, user=team.users["owner"], role=Role.VIEWER)
    Project.objects.filter(pk=other.pk).update(name="Autre")
    Project.objects.filter(pk=secret.pk).update(name="Secret")
    person = team.project.positions.all()[0].holder
    for project in (other, secret):
        project.positions.filter(pk=project.positions.all()[0].pk).update(holder=person)
        set_cells(project.pk, None, [CellChange(project.duties.all()[0].pk, project.positions.all()[0].pk, "R")])
    first, details = sheets(team.client("owner").get("/en/people/export/xlsx/").content)
    assert [cell.value for cell in first[4]] == ["Person", "State", "Points", "Limit"]
    assert [cell.value for cell in first[5]] == ["Anaïs Lavoie", None, 20, 40]
    named = [[cell.value for cell in row] for row in details.iter_rows(min_row=5)]
    assert named == [
        ["Anaïs Lavoie", None, "Autre", 2, 40],
        ["Anaïs Lavoie", None, "Prévision de la demande", 18, 17],
    ]
    _first, seen = sheets(team.client("viewer").get("/en/people/export/xlsx/").content)
    assert [row[2].value for row in seen.iter_rows(min_row=5)] == ["Prévision de la demande"]


def test_people_pdf_lists_projects_and_says_who_is_not_active() -> None:
    loads = [PersonLoad("Léa", False, [ProjectPoints(1, "Un", 50, 40), ProjectPoints(2, "Deux", 0, 40)])]
    with override("en"):
        text = text_of(load_pdf(people_load(loads, "en", DAY)))
    for expected in ("Léa", "Inactive", "Un ! 50", "Deux 0", "! 50 of 40", "1 over the limit"):
        assert expected in text


@pytest.mark.parametrize("url", ["workload", "people-load"])
def test_export_queries_do_not_grow(team: Team, url: str) -> None:
    address = path(team, "xlsx") if url == "workload" else "/en/people/export/xlsx/"
    client = team.client("owner")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        counts.append(len(queries))
        PositionFactory.create_batch(5, project=team.project, holder=PersonFactory.create())
        DutyFactory.create_batch(20, project=team.project)
    assert counts[0] == counts[1]


def test_people_export_is_not_paged(team: Team) -> None:
    PersonFactory.create_batch(120)
    assert len(people_loads(team.users["owner"])) == 120
    first, _details = sheets(team.client("owner").get("/en/people/export/xlsx/").content)
    assert first.max_row == 124


@pytest.mark.parametrize("page", ["workload", "people-load"])
def test_pages_lead_to_their_files(team: Team, loaded: Matrix, page: str) -> None:
    base = f"/en/projects/{team.project.pk}/workload/" if page == "workload" else "/en/people/"
    html = team.client("viewer").get(base + ("load/" if page == "people-load" else "")).content.decode()
    for end in ("xlsx/", "pdf/", "pdf/?paper=iso"):
        assert f'href="{base}export/{end}"' in html
