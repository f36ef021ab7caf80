"""The pages of a printed workbook: nothing too small to be read, no word broken, no phase alone at a foot."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import SIZES, Mode, Paper
from roles.formats.xlsx.cells import lines_of, lines_of_words, width_for
from roles.matrix.matrix import Matrix, PhaseBand
from roles.workload.documents.load import project_load
from roles.workload.documents.load_xlsx import load_xlsx
from tests.roles.matrices import matrix_of

MOST = 5.7  # points that LibreOffice gives to a unit of a column's width; Excel 5.25
LONG = "Définir avec la clientèle les conditions de mise en production et les mesures de repli, puis les consigner"


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with override("fr"):
        yield


def printed(matrix: Matrix, sheet: int = 0, paper: Paper = Paper.AUTO) -> Worksheet:
    document = prepare(matrix, [], mode=Mode.INTERNAL, day=date(2026, 11, 23))
    return load_workbook(BytesIO(matrix_xlsx(document, paper))).worksheets[sheet]


def widths(sheet: Worksheet) -> list[float]:
    """Of the columns from B on."""
    found: dict[int, float] = {}
    for column in sheet.column_dimensions.values():
        found |= dict.fromkeys(range(column.min or 0, (column.max or 0) + 1), column.width)
    return [found[index] for index in range(2, sheet.max_column + 1)]


@pytest.mark.parametrize(
    ("positions", "paper", "beside"),
    [(3, Paper.LETTER, 1), (8, Paper.LETTER, 1), (10, Paper.LETTER, 2), (20, Paper.TABLOID, 2), (60, Paper.TABLOID, 4)],
)
def test_pages_side_by_side_are_read_and_repeat_the_duty(positions: int, paper: Paper, beside: int) -> None:
    sheet = printed(matrix_of([["A"] * positions]), paper=paper)
    ends = [each.id for each in sheet.col_breaks.brk]
    assert len(ends) == beside - 1
    assert (sheet.print_title_cols, sheet.page_setup.pageOrder) == ("$B:$D", "overThenDown")
    assert not (sheet.sheet_properties.pageSetUpPr and sheet.sheet_properties.pageSetUpPr.fitToPage)
    scale, every = int(sheet.page_setup.scale or 0), widths(sheet)
    assert 60 <= scale <= 100
    room = (SIZES[paper][0] - 0.8) * 72
    for start, stop in zip([4, *ends], [*ends, len(every) + 1], strict=True):
        assert (sum(every[:3]) + sum(every[start - 1 : stop - 1])) * MOST * scale / 100 <= room


def long_matrix(duties: int, each: int) -> Matrix:
    """A phase of so many duties after another, every fourth duty on several lines."""
    plain = matrix_of([["A", "C"]] * duties, texts=[LONG if row % 4 == 1 else f"Tâche {row}" for row in range(duties)])
    phases = tuple(
        PhaseBand(number, number, f"etape-{number}", f"Étape {number}", f"Étape {number}", "")
        for number in range(1, -(-duties // each) + 1)
    )
    rows = tuple(duty._replace(phase_id=1 + index // each) for index, duty in enumerate(plain.duties))
    return replace(plain, phases=phases, duties=rows)


@pytest.mark.parametrize("each", [3, 7, 40])
def test_no_phase_begins_near_the_foot_of_a_page(each: int) -> None:
    sheet = printed(long_matrix(120, each))
    ends = {found.id for found in sheet.row_breaks.brk}
    room = (SIZES[Paper.LETTER][1] - 1.4) * 72 * 100 / int(sheet.page_setup.scale or 0)
    heights = [sheet.row_dimensions[row].height or 18 for row in range(1, sheet.max_row + 1)]
    again = sum(heights[4:6])
    used = sum(heights[:6]) - heights[3]  # one is hidden
    for row in range(7, sheet.max_row + 1):
        band = not sheet.cell(row, 4).value
        assert band or row - 1 not in ends  # a page ends early before a phase only
        if row - 1 in ends or used + heights[row - 1] > room:
            used = again
        assert not band or used <= room * 0.81, row
        used += heights[row - 1]


def test_phase_of_a_row_is_short_and_no_word_of_a_title_is_broken() -> None:
    matrix = matrix_of([["A", "R"]], titles=["Coordonnatrice-conseil interministérielle", "Chef"])
    phase = replace(matrix.phases[0], name="Mise en production (industrialisation)", short_name="Production")
    sheet = printed(replace(matrix, phases=(phase, matrix.phases[1])))
    assert [sheet["B7"].value, sheet["B8"].value] == ["1 Mise en production (industrialisation)", "1 Production"]
    assert sheet.column_dimensions["E"].width > len("interministérielle")
    assert sheet.column_dimensions["F"].width == 15
    assert (sheet.row_dimensions[6].height or 0) >= 33


def test_long_name_has_lines_rather_than_a_page_of_its_own() -> None:
    name = "Prévision de la demande en transport adapté pour la région métropolitaine, deuxième phase du projet, "
    name += "de la réception des demandes des usagers jusqu’au suivi des modèles mis en service"
    with override("fr"):
        load = load_workbook(BytesIO(load_xlsx(project_load(matrix_of([["A"]], name=name), date(2026, 11, 23)))))
    assert [str(area) for area in load.worksheets[1].merged_cells.ranges if area.min_row == 1] == ["A1:J1"]
    sheet = printed(matrix_of([["A"]], name=name))
    assert "B1:D1" in sheet.merged_cells
    for first in (sheet, load.worksheets[0]):
        assert (first.row_dimensions[1].height or 0) >= 60 > (printed(matrix_of([["A"]])).row_dimensions[1].height or 0)


def test_chart_has_a_page_of_its_own_where_the_table_fills_one() -> None:
    small, large = (printed(matrix_of([["A"] * count]), 1) for count in (4, 60))
    assert not small.row_breaks.brk
    assert [each.id for each in large.row_breaks.brk] == [65]
    assert large._charts[0].anchor._from.row >= 65  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("x" * 60, 60, 1),
        ("x" * 67, 60, 2),
        ("山" * 30, 60, 1),
        ("山" * 31, 60, 1),
        ("山" * 34, 60, 2),
        ("a\nb\n", 9, 3),
    ],
)
def test_lines_follow_the_width_of_the_letters(text: str, width: int, lines: int) -> None:
    assert lines_of(text, width) == lines


def test_narrow_column_begins_a_line_with_a_word_that_does_not_fit() -> None:
    assert lines_of_words("Responsable gouvernance données", 15) == 3
    assert [width_for(text, 15, 30) for text in ("Chef", "interministérielle", "x" * 80, "山" * 10)] == [15, 21, 30, 23]
