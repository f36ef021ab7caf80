"""A workbook from elsewhere becomes tables of text: what an office worker sees in its cells, sheet by sheet."""

import datetime
from io import BytesIO
from itertools import product
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.chartsheet import Chartsheet
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import read_tables
from tests.formats.workbooks import parts_of, saved, shared, strict, with_part, with_sheet, workbook
from tests.roles.imports.own_workbook.returns import written
from tests.roles.matrices import matrix_of

TEXTS = (("Tâche", "Équipe, nord", "Vente\nQuébec"), ("Écrire", "A", "r/c"), ("Lire", "", "I"))


def rows(data: bytes) -> tuple[tuple[str, ...], ...]:
    (table,) = read_tables(data)
    return table.rows


def shown(value: object, number_format: str = "General") -> str:
    def change(sheet: Worksheet) -> None:
        sheet["A1"].value = value
        sheet["A1"].number_format = number_format

    return rows(workbook((), change))[0][0]


@pytest.mark.parametrize(
    "data",
    [workbook(), shared(), strict(workbook()), strict(shared())],
    ids=["texts inside", "texts apart", "strict", "strict, texts apart"],
)
def test_sheet_becomes_rows_with_the_line_breaks_of_its_cells(data: bytes) -> None:
    (table,) = read_tables(data)
    assert (table.name, table.hidden, table.rows, table.merges) == ("Sheet", False, TEXTS, ())


def test_our_own_workbook_reads_as_another_library_reads_it() -> None:
    body = written(matrix_of([["A", "R", ""], ["AR", "C", "I"]], texts=["=1+1", "a_x0041_\r\nb"]))
    read, sheets = read_tables(body), load_workbook(BytesIO(body), data_only=True).worksheets
    assert [(table.name, table.hidden) for table in read] == [(s.title, s.sheet_state != "visible") for s in sheets]
    assert {table.source for table in read} == {"raci-matrix/1 7 12 fr"}
    for table, sheet in zip(read, sheets, strict=True):
        places = list(product(range(sheet.max_row), range(sheet.max_column)))
        said = [as_said(sheet.cell(row + 1, column + 1).value) for row, column in places]
        assert [table.cell(row, column) for row, column in places] == said


def as_said(value: object) -> str:
    """The value of a cell as the table has it."""
    text = "" if value is None else unescape(str(value))
    return text.replace("\r\n", "\n").removesuffix(" 00:00:00")


def test_hidden_sheets_are_marked_and_charts_left_out() -> None:
    book = Workbook()
    for state in ("visible", "hidden", "veryHidden"):
        sheet: Any = book.create_sheet(state)
        sheet.append(["x"])
        sheet.sheet_state = state
    book.remove(book.worksheets[0])
    assert isinstance(book.create_chartsheet("Graphique"), Chartsheet)
    read = [(table.name, table.hidden) for table in read_tables(saved(book))]
    assert read == [("visible", False), ("hidden", True), ("veryHidden", True)]


@pytest.mark.parametrize("data", [workbook, lambda *given: strict(workbook(*given))], ids=["transitional", "strict"])
def test_merged_cells_end_where_the_texts_do(data: Any) -> None:
    def merge(sheet: Worksheet) -> None:
        for ranges in ("A2:A3", "B1:C1", "A5:XFD5", "E1:F9"):
            sheet.merge_cells(ranges)

    (table,) = read_tables(data(TEXTS, merge))
    assert sorted(table.merges) == [(0, 1, 0, 2), (1, 0, 2, 0)]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1.0, "General", "1"),
        (1, "General", "1"),
        (0.1 + 0.2, "General", "0.3"),
        (1.1, "0.00", "1.10"),
        (7, "000", "007"),
        (1234.5, "#,##0.00", "1234.50"),
        (0.125, "0.0%", "12.5%"),
        (0.5, "0%", "50%"),
        (3, '0 "jours"', "3"),
        (3, '"Étape "0', "3"),
        (True, "General", "TRUE"),
        (False, "General", "FALSE"),
        (datetime.date(2026, 11, 25), "dd/mm/yyyy", "2026-11-25"),
        (datetime.datetime(2026, 11, 25, 14, 30), "d mmm yyyy h:mm", "2026-11-25 14:30"),  # noqa: DTZ001
        (datetime.time(9, 5), "h:mm", "09:05"),
        (1, "yyyy-mm-dd", "1900-01-01"),
        (61, "mm-dd-yy", "1900-03-01"),
        (3_000_000, "yyyy-mm-dd", "3000000"),
        (-1, "yyyy-mm-dd", "-1"),
        ("1.0", "General", "1.0"),
        ("a_x000B_b", "General", "a\nb"),
    ],
)
def test_value_is_shown_as_the_office_worker_sees_it(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_dates_count_from_1904_where_the_workbook_says_so() -> None:
    book = Workbook()
    book.epoch = datetime.datetime(1904, 1, 1)  # noqa: DTZ001
    sheet: Any = book.worksheets[0]
    sheet["A1"] = datetime.date(2026, 11, 25)
    assert rows(saved(book)) == (("2026-11-25",),)


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ('<row><c t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r><rPh><t>c</t></rPh></is></c></row>', (("ab",),)),
        ('<row r="2"><c r="B2" t="str"><f>1</f><v>x</v></c><c t="n"><v>5</v></c></row>', ((), ("", "x", "5"))),
        ('<row><c t="e"><v>#N/A</v></c><c t="d"><v>2026-11-25T00:00:00Z</v></c></row>', (("#N/A", "2026-11-25"),)),
        ('<row><c t="str"><v>_xD83D__xDE00_ _xD83D_ _x0000_b</v></c></row>', (("😀 �  b",),)),
        ('<row><c t="inlineStr"><is><t>x</t></is></c><c s="99"/><c r="XFD1048576" s="1"/></row>', (("x",),)),
    ],
    ids=["runs", "formula", "error and date", "halves", "empty far out"],
)
def test_cells_of_other_programs(cells: str, texts: tuple[tuple[str, ...], ...]) -> None:
    assert rows(with_sheet(f"<sheetData>{cells}</sheetData>")) == texts


def test_shared_texts_of_several_runs_are_one_and_readings_aside_are_none() -> None:
    runs = b"<si><r><t>a</t></r><r><t xml:space='preserve'> b</t></r><rPh sb='0' eb='1'><t>c</t></rPh></si>"
    table = parts_of(shared())["xl/sharedStrings.xml"]
    head = table[: table.index(b"<si>")]
    body = with_part(shared([["x"]]), "xl/sharedStrings.xml", head + runs + b"</sst>")
    assert rows(body) == (("a b",),)


def test_prefixes_and_names_in_capitals_are_no_hindrance() -> None:
    parts = parts_of(workbook())
    sheet = parts["xl/worksheets/sheet1.xml"]
    for tag in (b"worksheet", b"sheetData", b"row", b"c", b"v"):
        sheet = sheet.replace(b"<" + tag + b" ", b"<x:" + tag + b" ").replace(b"<" + tag + b">", b"<x:" + tag + b">")
        sheet = sheet.replace(b"</" + tag + b">", b"</x:" + tag + b">")
    sheet = sheet.replace(b"xmlns=", b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:x=')
    body = with_part(workbook(), "xl/worksheets/sheet1.xml", sheet)
    assert rows(body) == TEXTS


def test_broken_styles_of_a_chart_or_a_name_do_not_stop_the_reading() -> None:
    body = with_part(workbook(), "docProps/core.xml", b"<no xml")
    assert rows(body) == TEXTS


def test_workbook_of_empty_sheets_is_refused() -> None:
    with pytest.raises(FileRefused, match="Aucune feuille"):
        read_tables(workbook(()))
