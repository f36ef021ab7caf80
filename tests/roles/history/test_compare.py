"""Comparing versions: the page, its grid and list, and its documents."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import escape
from openpyxl import load_workbook
from pypdf import PdfReader

from phases.models import ProjectChange
from roles.history.domain.baselines import freeze
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.projects.domain.duties import DutyDetails, add_duty, remove_duty
from roles.projects.domain.positions import (
    PositionDetails,
    add_positions,
    edit_position,
    move_position,
    remove_position,
)
from tests.conftest import Team


def path(team: Team, query: str = "", fmt: str = "") -> str:
    export = f"export/{fmt}/" if fmt else ""
    return f"/en/projects/{team.project.pk}/compare/{export}{query}"


def page(team: Team, query: str) -> str:
    response = team.client("viewer").get(path(team, query))
    assert response.status_code == 200
    return response.content.decode()


@pytest.fixture
def changed(team: Team) -> Matrix:
    """Version 0, then a bit of everything; the matrix of version 0."""
    project, user = team.project.pk, team.users["owner"]
    before = load_matrix(project, "en")
    duty, position = before.duties[0].id, before.positions[0].id
    set_cells(project, user, [CellChange(duty, position, "R")])
    freeze(project, user, "Lancement")
    set_cells(project, user, [CellChange(duty, position, "AR")])
    add_duty(project, user, DutyDetails("=SOMME(1)", "=SUM(1)", team.project.phases.all()[0]))
    remove_duty(project, user, before.duties[2].id)
    add_positions(project, user, [PositionDetails("Chef <i>", "Chief <i>", None, "Ada Essai")])
    edit_position(project, user, position, PositionDetails("Poste", "Renamed", None, ""))
    remove_position(project, user, before.positions[1].id)
    move_position(project, user, position, 1)
    return before


@pytest.mark.parametrize("fmt", ["xlsx", "pdf", "docx", "csv", "md"])
def test_compare_is_written_in_every_format(team: Team, changed: Matrix, fmt: str) -> None:
    assert team.client("viewer").get(path(team, "?from=0&to=now", fmt)).status_code == 200


def test_compare_tells_what_came_went_and_changed(team: Team, changed: Matrix) -> None:
    html = page(team, "?from=0&to=now")
    grid, listed = html.split("<table")[1:3]
    for tag in ("added", "removed", "changed", "moved"):
        assert (f'class="diff-tag {tag}"' in grid) == (tag != "moved"), tag
    assert "<s>" in grid
    assert '<b class="l l-ar s" translate="no">' in grid
    for words in ("Letter given", "Duty added", "Duty removed", "Position added", "Position removed", "Renamed"):
        assert words in listed, words
    assert "Chief &lt;i&gt;" in html
    assert "Chief <i>" not in html


def test_compare_backwards_tells_the_opposite(team: Team, changed: Matrix) -> None:
    html = page(team, "?from=now&to=0")
    assert "Letter taken" in html
    assert "=SUM(1)" in html


def test_compare_a_frozen_version_is_its_own_copy(team: Team, changed: Matrix) -> None:
    kept = team.project.baselines.get()
    last = load_matrix(team.project.pk).version
    ProjectChange.objects.filter(project=team.project).update(data=None)
    html = page(team, f"?from=b{kept.pk}&to=now")
    assert f"from “Lancement” (version 1) to now (version {last})" in html
    assert "Letter changed" in html


def test_compare_equals_says_so(team: Team, changed: Matrix) -> None:
    assert "No differences" in page(team, "?from=now&to=now")
    assert "No differences" in page(team, f"?from=1&to=b{team.project.baselines.get().pk}")


def test_compare_without_choice_shows_the_last_change(team: Team, changed: Matrix) -> None:
    assert "Position moved" in page(team, "")


def test_compare_offers_the_last_versions_however_much_each_changed(
    team: Team, changed: Matrix, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = ProjectChange.objects.filter(project=team.project).latest("version")
    lines = [ProjectChange(project=team.project, version=last.version, kind="comment.added") for _n in range(20)]
    ProjectChange.objects.bulk_create(lines)
    assert "The lists have" not in page(team, "?from=1&to=now")
    monkeypatch.setattr("roles.history.views.compare.OFFERED", 3)
    html = page(team, "?from=1&to=now")
    assert [f">Version {last.version - n}," in html for n in range(4)] == [True, True, True, False]
    assert "The lists have the last 3 versions" in html


@pytest.mark.parametrize("name", ["999", "b987654", "b", "x", "-1", "1.5", "²", "b" + "9" * 30])
@pytest.mark.parametrize("fmt", ["", "pdf"])
def test_compare_a_name_without_matrix_is_not_there(team: Team, name: str, fmt: str) -> None:
    assert team.client("owner").get(path(team, f"?from={name}&to=now", fmt)).status_code == 404
    assert team.client("owner").get(path(team, f"?from=0&to={name}", fmt)).status_code == 404


def test_compare_a_version_that_cannot_be_rebuilt_says_so(team: Team, changed: Matrix) -> None:
    ProjectChange.objects.filter(project=team.project).update(data=None)
    assert escape("This version cannot be shown") in page(team, "?from=0&to=now")
    assert team.client("owner").get(path(team, "?from=0&to=now", "xlsx")).status_code == 422


def test_compare_queries_do_not_grow(team: Team, changed: Matrix) -> None:
    counts = []
    client = team.client("owner")
    for letters in ("C", "RIRIRIRI"):
        for letter in letters:
            now = load_matrix(team.project.pk)
            set_cells(team.project.pk, team.users["owner"], [CellChange(now.duties[1].id, now.positions[0].id, letter)])
        client.get(path(team, "?from=0&to=2"))
        with CaptureQueriesContext(connection) as queries:
            client.get(path(team, "?from=0&to=2"))
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 20


def test_compare_excel_holds_every_line_as_text(team: Team, changed: Matrix) -> None:
    response = team.client("viewer").get(path(team, "?from=0&to=now", "xlsx"))
    assert "differences-v0-v9" in response["Content-Disposition"]
    sheet = load_workbook(BytesIO(response.content)).worksheets[0]
    cells = [cell for row in sheet.iter_rows(min_row=5) for cell in row]
    assert all(cell.data_type in ("s", "n") for cell in cells)
    assert [cell.value for cell in cells if cell.value == "=SUM(1)"] == ["=SUM(1)"]
    assert [cell.value for cell in sheet[4]] == ["Difference", "Of what", "Before", "After"]
    html = page(team, "?from=0&to=now")
    assert f"{sheet.max_row - 4} differences" in html


def test_compare_pdf_holds_the_list(team: Team, changed: Matrix) -> None:
    response = team.client("viewer").get(path(team, "?from=0&to=now", "pdf"))
    reader = PdfReader(BytesIO(response.content))
    text = " ".join(page.extract_text() for page in reader.pages)
    for words in ("Duty removed", "=SUM(1)", "Chief <i>", "Renamed", "A/R"):
        assert words in text, words
    assert "/StructTreeRoot" in reader.root_object


def test_compare_export_of_an_unknown_format_is_not_there(team: Team) -> None:
    assert team.client("owner").get(path(team, "?from=0&to=now", "exe")).status_code == 404
