"""Whatever is typed stays text in every cell of the workbook, and comes back as it was."""

import re
from dataclasses import replace

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from roles.formats.text import EXCEL_LIMIT, DocumentRefused, checked
from tests.roles.exports.test_matrix_xlsx import OURS, first, read, written
from tests.roles.matrices import matrix_of

HAZARDS = [
    "=1+1",
    "@x",
    "+1",
    "-1",
    "a\x07b",
    "مرحبا",
    "😀",
    "_x0041_",
    "a\r\nb",
    "a & <b>",
    "  two  ",
    '"x"',
    "=cmd|' /C calc'!A0",
]


@pytest.mark.parametrize("text", HAZARDS)
def test_typed_text_is_text_in_every_cell(text: str) -> None:
    matrix = matrix_of(
        [["A", "R"], ["C", "I"]], titles=[text, "Poste"], holders=[text, text], texts=[text, "x"], name=text
    )
    matrix = replace(matrix, organization=text, duties=(matrix.duties[0]._replace(code=text), matrix.duties[1]))
    workbook = read(written(matrix))
    sheet = first(workbook)
    for reference in ("B1", "C8", "E5", "F5", "D8"):
        cell = sheet[reference]
        assert (cell.data_type, unescape(str(cell.value))) == ("s", checked(text).replace("'", "'"))
    formulas = [cell.value for tab in workbook for row in tab.iter_rows() for cell in row if cell.data_type == "f"]
    assert all(re.fullmatch(OURS, str(formula)) for formula in formulas)


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60))
@settings(max_examples=60, deadline=None)
def test_any_name_comes_back_as_it_was(text: str) -> None:
    matrix = matrix_of([["A"]], holders=[text], name=text)
    with override("fr"):
        sheet = first(read(written(matrix)))
    assert unescape(str(sheet["B1"].value)) == checked(text)
    assert unescape(str(sheet["E5"].value)) == checked(text)


def test_text_longer_than_a_cell_is_refused_and_the_longest_is_kept() -> None:
    kept = read(written(matrix_of([["A"]], texts=["é" * EXCEL_LIMIT])))
    assert len(str(first(kept)["D8"].value)) == EXCEL_LIMIT
    with pytest.raises(DocumentRefused):
        written(matrix_of([["A"]], texts=["é" * (EXCEL_LIMIT + 1)]))


def test_formula_like_text_stays_text_when_somebody_edits_it() -> None:
    sheet = first(read(written(matrix_of([["A"]], texts=["=1+1"]))))
    assert sheet["D8"].style_array.quotePrefix if hasattr(sheet["D8"], "style_array") else sheet["D8"].quotePrefix
