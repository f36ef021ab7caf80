"""The workbook of a matrix in other programs: what they calculate, and that they read the same."""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from python_calamine import CalamineWorkbook

from roles.formats.paper import Mode
from roles.matrix.matrix import Matrix
from tests.conftest import cannot_run
from tests.roles.exports.test_matrix_xlsx import SMALL, first, read, written
from tests.roles.matrices import matrix_of


def calculated(body: bytes, folder: Path) -> Workbook:
    """The workbook as LibreOffice calculates and writes it."""
    if shutil.which("soffice") is None:
        cannot_run("No LibreOffice on this machine. On Debian: apt-get install libreoffice-calc-nogui")
    source = folder / "matrix.xlsx"
    source.write_bytes(body)
    command = ["soffice", f"-env:UserInstallation=file://{folder}/home", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", f"{folder}/again", str(source)], check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "again" / "matrix.xlsx", data_only=True)


def test_load_by_position_follows_an_edit_of_the_letters(tmp_path: Path) -> None:
    workbook = read(written(SMALL))
    sheet = first(workbook)
    sheet["E8"].value, sheet["G11"].value = "R", "A/R"  # A before, and nothing
    edited = BytesIO()
    workbook.save(edited)  # without the values of formulas
    rows = [[cell.value for cell in row] for row in calculated(edited.getvalue(), tmp_path)["Par poste"]["C5:J7"]]
    assert rows == [[1, 0, 1, 0, 0, 5, 5, 0], [1, 0, 0, 1, 0, 3, 3, 0], [0, 0, 1, 0, 1, 3, 0, 3]]


def test_another_spreadsheet_reads_the_same(tmp_path: Path) -> None:
    body = written(replace(SMALL, name="=R&D"))
    ours, theirs = load_workbook(BytesIO(body), data_only=True), calculated(body, tmp_path)
    assert theirs.sheetnames == ours.sheetnames
    for sheet in ours.worksheets:
        other = theirs[sheet.title]
        assert [[cell.value for cell in row] for row in other[sheet.dimensions]] == [
            [cell.value for cell in row] for row in sheet[sheet.dimensions]
        ]
    assert set(ours.defined_names) <= set(theirs.defined_names)
    assert len(theirs.worksheets[1]._charts) == 1  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "matrix",
    [SMALL, matrix_of([["A"] * 30] * 70), matrix_of([[], []]), matrix_of([])],
    ids=["3x3", "30x70", "0", "none"],
)
@pytest.mark.parametrize("mode", Mode)
def test_other_readers_see_every_cell(matrix: Matrix, mode: Mode) -> None:
    body = written(matrix, mode)
    whole = {sheet.title: last_cell(sheet) for sheet in load_workbook(BytesIO(body)).worksheets}
    streamed = load_workbook(BytesIO(body), read_only=True)
    assert {sheet.title: (sheet.max_row, sheet.max_column) for sheet in streamed.worksheets} == whole
    calamine = CalamineWorkbook.from_filelike(BytesIO(body))
    for sheet in streamed.worksheets:
        theirs = calamine.get_sheet_by_name(sheet.title).to_python(skip_empty_area=False)
        assert texts_in(theirs) == texts_in(sheet.iter_rows(values_only=True))


def texts_in(rows: Iterable[Iterable[object]]) -> list[str]:
    """The texts of a sheet; a reader without formulas has their values instead."""
    return [text for row in rows for text in row if isinstance(text, str) and text and not text.startswith("=")]


def last_cell(sheet: Any) -> tuple[int, int]:
    """The last row and the last column that the sheet writes, styled cells included."""
    return max(row for row, _column in sheet._cells), max(column for _row, column in sheet._cells)
