"""A block that is larger than the matrix: the rows and columns it lacks are offered, and added with its letters."""

from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test.utils import CaptureQueriesContext

from phases.models import ProjectChange
from roles.grid.forms.block import headings
from roles.history.domain.replay import verify
from roles.matrix.matrix import load_matrix
from roles.projects.domain.positions import rename_position
from roles.undo.undo import redo, undo
from tests.conftest import READERS
from tests.roles.matrix.test_bulk import ANSWERS, Sheet, sheet

__all__ = ["sheet"]


def add(sheet: Sheet, cells: str, reader: str = "editor", **body: Any) -> HttpResponse:
    return sheet.post(cells, reader, digest=sheet.digest(cells), add="1", **body)


def test_missing_rows_and_columns_are_offered_first(sheet: Sheet) -> None:
    answer = sheet.post(sheet.block("R,A,C", "A,R,I", at=(5, 1)))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert "1 tâche et 2 postes" in html
    assert 'name="add" value="1" checked' in html
    assert "Nouvelle tâche 1 · Nouveau poste 1 · Nouveau poste 2" in html
    assert not ProjectChange.objects.exists()


def test_missing_rows_and_columns_are_added_as_one_step(sheet: Sheet) -> None:
    before = sheet.matrix
    answer = add(sheet, sheet.block("R,A,C", "A,R,I", at=(5, 1)))
    assert answer.status_code == 200
    after = sheet.matrix
    assert after.version == 1
    assert [duty.letters[1:] for duty in after.duties[5:]] == [("R", "A", "C"), ("A", "R", "I")]
    assert (after.duties[-1].code, after.duties[-1].text) == ("P01", "Nouvelle tâche 1")
    assert [position.title for position in after.positions[2:]] == ["Nouveau poste 1", "Nouveau poste 2"]
    undo(sheet.team.project.pk, sheet.team.users["editor"])
    assert (sheet.matrix.duties, sheet.matrix.positions) == (before.duties, before.positions)
    redo(sheet.team.project.pk, sheet.team.users["editor"])
    assert (sheet.matrix.duties, sheet.matrix.positions) == (after.duties, after.positions)
    assert verify(sheet.team.project.pk) == []


def test_missing_rows_stand_below_the_last_row_of_the_block(sheet: Sheet) -> None:
    """Where a filter hides the others, the last shown row is not the last of its phase."""
    duties = [sheet.duties[0], None, None]
    rows = ", ".join(f'[{duty or "null"}, ["{letter}"], [""]]' for duty, letter in zip(duties, "RAC", strict=True))
    assert add(sheet, f'{{"positions": [{sheet.positions[0]}], "rows": [{rows}]}}').status_code == 200
    assert [duty.letters[0] for duty in sheet.matrix.duties[:4]] == ["R", "A", "C", ""]
    assert [duty.code for duty in sheet.matrix.duties[1:3]] == ["P01", "P02"]
    assert sheet.matrix.duties[2].phase_id == sheet.matrix.duties[0].phase_id


def test_missing_rows_that_are_not_wanted_are_left_out(sheet: Sheet) -> None:
    cells = sheet.block("R", "A", at=(5, 1))
    assert sheet.post(cells, digest=sheet.digest(cells)).status_code == 200
    assert sheet.held(5) == ("", "R")
    assert len(sheet.matrix.duties) == 6


def test_block_with_headings_names_what_is_missing(sheet: Sheet) -> None:
    lines = [",Architecte,Analyste  principale", "Valide,R,A", "Publie les données,A,R"]
    cells = sheet.block(*lines, at=(5, 1))
    html = sheet.post(cells).content.decode()
    assert "en-têtes" in html
    assert "1 tâche et 1 poste" in html
    add(sheet, cells)
    assert (sheet.matrix.duties[-1].text, sheet.matrix.positions[-1].title) == (
        "Publie les données",
        "Analyste principale",
    )
    assert [duty.letters[1:] for duty in sheet.matrix.duties[5:]] == [("R", "A"), ("A", "R")]


def test_block_says_that_the_end_of_a_text_is_left_out(sheet: Sheet) -> None:
    lines = [",Architecte," + "T" * 201, "Valide,R,A", "d" * 501 + ",R,A"]
    html = sheet.post(sheet.block(*lines, at=(5, 1))).content.decode()
    assert "la fin de 2 textes trop longs" in html
    assert "trop long" not in sheet.post(sheet.block(*[line[:500] for line in lines[1:]], at=(5, 1))).content.decode()


def test_block_with_headings_inside_the_matrix_is_previewed_without_them(sheet: Sheet) -> None:
    cells = sheet.block(",Architecte", "Valide,R")
    assert sheet.post(cells).status_code == 422
    assert sheet.post(cells, digest=sheet.digest(cells)).status_code == 200
    assert sheet.held(0) == ("R", "")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["R,A"], (False, False)),
        (["oui,A"], (False, False)),
        (["R,A", "oui,A"], (False, False)),
        (["oui,A", "non,A"], (False, True)),
        (["oui,non", "R,A"], (True, False)),
        ([",non", "oui,A"], (True, True)),
        (["oui,", "R,A"], (False, False)),
        (["oui", "R"], (True, False)),
        ([], (False, False)),
    ],
)
def test_headings_are_words_all_along(rows: list[str], expected: tuple[bool, bool]) -> None:
    texts = [row.split(",") for row in rows]
    assert headings(texts, lambda text: len(text) > 1) == expected


def test_missing_is_asked_again_when_the_matrix_has_changed(sheet: Sheet) -> None:
    cells = sheet.block("R", "A", at=(5, 1))
    digest = sheet.digest(cells)
    sheet.put(5, 1, "C")
    assert sheet.post(cells, digest=digest, add="1").status_code == 409
    assert len(sheet.matrix.duties) == 6


def test_missing_keeps_the_changes_of_others(sheet: Sheet) -> None:
    cells = sheet.block("R", "A", at=(5, 1))
    digest = sheet.digest(cells)
    rename_position(sheet.team.project.pk, sheet.team.users["owner"], sheet.positions[1], "Autre")
    assert sheet.post(cells, digest=digest, add="1").status_code == 200
    assert sheet.matrix.positions[1].title == "Autre"


def test_second_approval_in_a_new_row_is_never_guessed(sheet: Sheet) -> None:
    add(sheet, sheet.block("R,R", "A,A", at=(5, 0)))
    assert sheet.matrix.duties[-1].letters == ("", "")


def test_missing_costs_the_same_queries_at_any_number_of_rows(sheet: Sheet) -> None:
    counts = []
    for rows in (2, 40):  # what SQLite takes in one statement
        fresh = Sheet(sheet.team)
        last = len(fresh.duties) - 1
        seen = [[fresh.held(last)[1]], *[[""]] * (rows - 1)]
        cells = fresh.block(*["R"] * rows, at=(last, 1), seen=seen)
        digest = fresh.digest(cells)
        with CaptureQueriesContext(connection) as queries:
            assert fresh.post(cells, digest=digest, add="1").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 48  # half of them sign in, and draw what stands around the grid


@pytest.mark.parametrize("reader", READERS)
def test_missing_is_added_by_reader(sheet: Sheet, reader: str) -> None:
    cells = sheet.block("R", "A", at=(5, 1))
    answer = add(sheet, cells, reader)
    assert answer.status_code == (ANSWERS[reader] if reader != "anonymous" else 200)
    assert (len(load_matrix(sheet.team.project.pk).duties) == 7) is (reader in ("owner", "editor"))


def test_missing_without_htmx_is_a_page_then_a_redirect(sheet: Sheet) -> None:
    cells = sheet.block("R", "A", at=(5, 1))
    page = sheet.post(cells, htmx=False)
    assert page.status_code == 422
    assert 'name="add"' in page.content.decode()
    assert sheet.post(cells, htmx=False, digest=sheet.digest(cells), add="1").status_code == 302
    assert len(sheet.matrix.duties) == 7
