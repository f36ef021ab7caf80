"""The workbook of a matrix, read back by openpyxl: what it says, and that every typed text is text."""

import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Mode, Paper
from roles.matrix.matrix import Matrix
from tests.roles.matrices import matrix_of

DAY = date(2026, 11, 23)
# Sums of counts of letters, of letter counts by their worth, or nothing.
OURS = r"""=(0|[C-H]\d+\*\d+(\+[C-H]\d+\*\d+)*|(\+?COUNTIF\(('Matrice'!)?[A-Z$0-9:]+,"[ACIRS/]+"\)(\*\d+)?)+)"""


def written(matrix: Matrix, mode: Mode = Mode.INTERNAL, paper: Paper = Paper.AUTO) -> bytes:
    return matrix_xlsx(prepare(matrix, check(matrix), mode=mode, day=DAY), paper)


def read(body: bytes) -> Workbook:
    """The workbook; every part of it must be well-formed."""
    with zipfile.ZipFile(BytesIO(body)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            ElementTree.fromstring(archive.read(name))  # noqa: S314
    return load_workbook(BytesIO(body))


def first(workbook: Workbook) -> Worksheet:
    sheet = workbook.worksheets[0]
    assert isinstance(sheet, Worksheet)
    return sheet


SMALL = matrix_of([["A", "R", ""], ["AR", "C", "I"], ["", "", ""]], holders=["Maïka Essai", "", "Noé Essai"])


def test_workbook_has_the_letters_in_their_cells_and_the_count_of_a() -> None:
    sheet = first(read(written(SMALL)))
    assert [cell.value for cell in sheet[6]] == [
        "Clé",
        "Phase",
        "Code",
        "Tâche",
        "Poste 1",
        "Poste 2",
        "Poste 3",
        "Nombre de A",
    ]
    assert [cell.value for cell in sheet[8]][:7] == [1001, "1 Étape 1", "T01", "Tâche 1", "A", "R", None]
    assert [cell.value for cell in sheet[9]][4:7] == ["A/R", "C", "I"]
    assert sheet["H8"].value == '=COUNTIF(E8:G8,"A")+COUNTIF(E8:G8,"A/R")'
    assert [sheet.cell(5, column).value for column in (5, 6, 7)] == ["Maïka Essai", "À pourvoir", "Noé Essai"]


def test_workbook_has_panes_filter_titles_and_landscape_page() -> None:
    sheet = first(read(written(SMALL, paper=Paper.TABLOID)))
    assert sheet.freeze_panes == "E7"
    assert sheet.auto_filter.ref == "A6:H11"
    assert (sheet.print_title_rows, sheet.print_title_cols) == ("$5:$6", "$B:$D")
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 3)
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.right.text == "Page &P sur &N"


def test_workbook_offers_letters_and_colours_that_follow_an_edit() -> None:
    sheet = first(read(written(SMALL)))
    (choice,) = sheet.data_validations.dataValidation
    assert choice.formula1 == '"R,A,A/R,C,I"'
    assert str(choice.sqref) == "E8:G9 E11:G11"
    rules = {rule.formula[0] for ranges in sheet.conditional_formatting for rule in ranges.rules}
    assert {'"A"', '"A/R"', '"R"', '"C"', '"I"'} < rules


def test_workbook_hides_the_ids_that_a_return_needs() -> None:
    sheet = first(read(written(SMALL)))
    assert sheet.column_dimensions["A"].hidden
    assert sheet.row_dimensions[4].hidden
    assert [sheet.cell(4, column).value for column in (5, 6, 7)] == [101, 102, 103]


def test_workbook_has_title_language_and_four_sheets() -> None:
    workbook = read(written(SMALL))
    assert workbook.sheetnames == ["Matrice", "Par poste", "Constats", "Légende"]
    assert workbook.properties.language == "fr-CA"
    assert workbook.properties.title is not None
    assert workbook.properties.title.startswith("Matrice des responsabilités (RACI), Prévision, Version 12, ")
    assert "constats ouverts" in str(first(workbook)["B2"].value)


def test_descriptions_have_a_sheet_where_there_are_some_and_for_the_team_alone() -> None:
    lines = "\n".join(f"Étape {number}" for number in range(60))
    described = matrix_of([["A"], ["R"]], descriptions=["=Voir *ici*", lines])
    workbook = read(written(described))
    assert workbook.sheetnames == ["Matrice", "Descriptions", "Par poste", "Constats", "Légende"]
    sheet = workbook["Descriptions"]
    assert sheet.column_dimensions["A"].hidden
    assert [[cell.value for cell in row] for row in sheet["A4:D6"]] == [
        ["Clé", "Code", "Tâche", "Description"],
        [1001, "T01", "Tâche 1", "=Voir *ici*"],
        [1002, "T02", "Tâche 2", lines],
    ]
    assert sheet["D5"].quotePrefix
    assert sheet["D5"].data_type == "s"
    assert (sheet.tables["Descriptions"].ref, sheet.row_dimensions[6].height) == ("A4:D6", 409)
    assert "Descriptions" not in read(written(described, Mode.POSTING)).sheetnames


def test_workbook_in_english_is_english() -> None:
    with override("en"):
        workbook = read(written(replace(SMALL, language="en")))
    assert workbook.sheetnames == ["Matrix", "By position", "Findings", "Legend"]
    assert first(workbook)["D6"].value == "Duty"


def test_posting_has_three_sheets_and_no_holder() -> None:
    workbook = read(written(SMALL, Mode.POSTING))
    assert workbook.sheetnames == ["Matrice", "Par poste", "Légende"]
    assert not [
        cell.value for sheet in workbook for row in sheet.iter_rows() for cell in row if "Essai" in str(cell.value)
    ]


def test_load_by_position_agrees_with_the_letters() -> None:
    sheet = load_workbook(BytesIO(written(SMALL)), data_only=True)["Par poste"]
    assert [cell.value for cell in sheet[4]] == [
        "Poste",
        "Titulaire",
        "R",
        "A",
        "A/R",
        "C",
        "I",
        "Points",
        "1 Étape 1",
        "2 Étape 2",
    ]
    assert [cell.value for cell in sheet[5]] == ["Poste 1", "Maïka Essai", 0, 1, 1, 0, 0, 5, 5, 0]


def test_findings_are_listed_with_their_place() -> None:
    sheet = read(written(SMALL))["Constats"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert len([row for row in rows if row[1]]) == len(check(SMALL))
    assert ["Erreur", "H1", "T01", "Tâche 1"] not in [row[:4] for row in rows]
    assert {tuple(row[2:4]) for row in rows} >= {("T03", "Tâche 3"), (None, "Étape 2")}


@pytest.mark.parametrize(
    "matrix",
    [matrix_of([]), matrix_of([], titles=["Poste"]), matrix_of([[], []]), matrix_of([["A"] * 60] * 3)],
    ids=["empty", "no duties", "no positions", "wide"],
)
@pytest.mark.parametrize("mode", Mode)
def test_workbook_of_any_shape_opens(matrix: Matrix, mode: Mode) -> None:
    assert first(read(written(matrix, mode)))["B1"].value == "Prévision"


def test_duty_that_does_not_apply_says_why_and_has_no_letters() -> None:
    off = SMALL.duties[0]._replace(applicable=False, reason="Le client s'en charge")
    sheet = first(read(written(replace(SMALL, duties=(off, *SMALL.duties[1:])))))
    assert "Le client s’en charge" in str(sheet["D8"].value)
    assert [sheet.cell(8, column).value for column in (5, 6, 7, 8)] == [None] * 4


def test_name_in_capitals_stays_as_it_is() -> None:
    matrix = matrix_of([["A"]], name="MADE IN NAME, STATUS FILTER")
    phases = (replace(matrix.phases[0], short_name="NAME"), matrix.phases[1])
    workbook = read(written(replace(matrix, phases=phases)))
    sheet, load = workbook.worksheets[0], workbook.worksheets[1]
    assert sheet.oddFooter is not None
    assert sheet.oddFooter.left.text == matrix.name
    assert str(workbook.properties.title).split(", ", 1)[1].startswith(f"{matrix.name}, Version 12")
    (table,) = load.tables.values()
    assert [column.name for column in table.tableColumns] == [cell.value for cell in load[4]]


def test_properties_say_what_the_workbook_is() -> None:
    matrix = replace(SMALL, name="R&D <équipe>", organization="=Service & fils\x07")
    properties = read(written(matrix)).properties
    assert str(properties.title).startswith("Matrice des responsabilités (RACI), R&D <équipe>, Version 12, brouillon")
    assert properties.creator == "Matrice RACI"
    assert properties.subject == "Matrice des responsabilités (RACI)"
    assert properties.keywords == "RACI, responsabilités, postes, tâches, charge"
    assert properties.language == "fr-CA"
    assert properties.created is not None
    assert properties.modified is not None
    assert properties.created.date() == properties.modified.date() == DAY


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_lead_to_what_they_say(language: str) -> None:
    with override(language):
        workbook = read(written(replace(SMALL, language=language)))
    names = {name: next(iter(place.destinations)) for name, place in workbook.defined_names.items()}
    tables = {table.name: (sheet.title, table.ref) for sheet in workbook.worksheets for table in sheet.tables.values()}
    found = tables.pop("Constats" if language == "fr" else "Findings")
    assert found[1] == f"A4:F{4 + len(check(SMALL))}"
    names |= tables
    french = ["Matrice", "Postes", "Tâches", "Lettres", "Charge", "Légende"]
    assert list(names) == (
        french if language == "fr" else ["Matrix", "Positions", "Duties", "Letters", "Workload", "Legend"]
    )
    cells = {name: workbook[sheet][place.replace("$", "")] for name, (sheet, place) in names.items()}
    matrix, positions, duties, letters, load, legend = cells.values()
    assert matrix[0][0].value == "Phase"
    assert [cell.value for cell in positions[0]] == ["Poste 1", "Poste 2", "Poste 3"]
    assert [row[0].value for row in duties if row[0].value] == ["Tâche 1", "Tâche 2", "Tâche 3"]
    assert [cell.value for cell in letters[1]] == ["A", "R", None]
    assert [row[0].value for row in load][1:] == ["Poste 1", "Poste 2", "Poste 3"]
    assert [row[0].value for row in legend][1:] == ["R", "A", "A/R", "C", "I"]


def test_chart_stacks_the_points_of_each_phase_over_the_positions() -> None:
    sheet = read(written(SMALL)).worksheets[1]
    (chart,) = sheet._charts  # type: ignore[attr-defined]
    assert chart.grouping == "stacked"
    titles = [series.tx.strRef.f for series in chart.series]
    assert [sheet[title.rpartition("!")[2].replace("$", "")].value for title in titles] == ["1 Étape 1", "2 Étape 2"]
    assert {series.cat.strRef.f for series in chart.series} == {"'Par poste'!$A$5:$A$7"}
    values = load_workbook(BytesIO(written(SMALL)), data_only=True).worksheets[1]
    rows = values[chart.series[0].val.numRef.f.rpartition("!")[2].replace("$", "")]
    assert [row[0].value for row in rows] == [5, 3, 0]  # A and A/R; R and C; I
    assert chart.anchor._from.row > 7  # below the table


def test_workbook_without_positions_has_no_chart() -> None:
    assert not read(written(matrix_of([], titles=[]))).worksheets[1]._charts  # type: ignore[attr-defined]


def test_number_of_styles_does_not_grow_with_the_matrix() -> None:
    def styles(body: bytes) -> dict[str, str | None]:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            root = ElementTree.fromstring(archive.read("xl/styles.xml"))  # noqa: S314
        return {child.tag.rpartition("}")[2]: child.get("count") for child in root if child.get("count")}

    large = matrix_of([["A", "R", "", "AR", "C", "I"] * 5] * 60, titles=["=1+1", *["Poste"] * 29])
    assert styles(written(SMALL)) == styles(written(large))
    assert int(styles(written(large))["cellXfs"] or 0) <= 40


def test_findings_say_of_which_day_they_are() -> None:
    assert str(read(written(SMALL))["Constats"]["A3"].value).startswith("En date du 23 novembre 2026")


def test_chart_has_an_alternative_text() -> None:
    with zipfile.ZipFile(BytesIO(written(SMALL))) as archive:
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert 'name="Chart 1" descr="Points par poste et par phase' in drawing


def test_same_matrix_gives_the_same_bytes_but_for_the_time_inside() -> None:
    def sheets(body: bytes) -> list[bytes]:
        with zipfile.ZipFile(BytesIO(body)) as archive:
            return [archive.read(name) for name in archive.namelist() if "sheet" in name]

    assert sheets(written(SMALL)) == sheets(written(SMALL))
