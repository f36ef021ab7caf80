"""Workbooks that come back, as tests edit them: written by this app, changed by openpyxl, read as plain rows."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

from django.utils.translation import override
from openpyxl import load_workbook
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet

from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Mode
from roles.formats.reading.limits import SOURCE
from roles.formats.reading.table import Table
from roles.imports.documents.own_workbook.reader import read_edits
from roles.imports.documents.own_workbook.stamp import Rows, Stamp, find_matrix
from roles.imports.domain.edits import Edits
from roles.matrix.matrix import Matrix

DAY = date(2026, 11, 23)
Edit = Callable[[Worksheet], None]
HAZARDS = ["=1+1", "@x", "a\x07b", "a & <b>", "  two  ", "l'*IA* : « oui » !", "_x0041_", "😀", "a\r\nb", "مرحبا"]


def written(matrix: Matrix, mode: Mode = Mode.INTERNAL) -> bytes:
    """The workbook of a matrix, in its language."""
    with override(matrix.language):
        return matrix_xlsx(prepare(matrix, check(matrix), mode=mode, day=DAY))


def edited(body: bytes, *edits: Edit, sheet_number: int = 0) -> bytes:
    """The workbook after somebody changed one of its sheets, the first if nothing is said, and saved it."""
    workbook = load_workbook(BytesIO(body))
    sheet = workbook.worksheets[sheet_number]
    assert isinstance(sheet, Worksheet)
    for edit in edits:
        edit(sheet)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def rows_of(body: bytes, sheet_number: int = 0) -> Rows:
    """The texts of a sheet."""
    sheet = load_workbook(BytesIO(body)).worksheets[sheet_number]
    return [["" if cell is None else unescape(str(cell)) for cell in row] for row in sheet.iter_rows(values_only=True)]


def tables_of(body: bytes) -> list[Table]:
    """The sheets with what the properties of the workbook say."""
    workbook = load_workbook(BytesIO(body))
    properties = workbook.custom_doc_props.props  # type: ignore[attr-defined]
    said = next((str(one.value) for one in properties if one.name == SOURCE), "")
    rows = (rows_of(body, number) for number in range(len(workbook.worksheets)))
    return [Table("", tuple(map(tuple, each)), source=said) for each in rows]


def stamp_of(body: bytes) -> Stamp | None:
    """What the workbook says of itself."""
    returned = find_matrix(tables_of(body))
    return returned.stamp if returned else None


def edits_of(body: bytes, base: Matrix) -> Edits:
    """What the workbook has otherwise than the matrix it was written from."""
    returned = find_matrix(tables_of(body))
    assert returned is not None
    return read_edits(returned, base)


def put(place: str, value: str | int | None) -> Edit:
    """Type something into a cell."""

    def edit(sheet: Worksheet) -> None:
        sheet[place].value = value

    return edit
