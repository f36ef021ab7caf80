"""The duty sheet of a position or of a person as an Excel workbook: a duty a line, ready to filter."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.acceptance.documents.duty_sheet import DutySheet
from roles.formats.text import cell_text
from roles.formats.xlsx.cells import column_name
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import HEAD_ROW, as_table, below, fit, head, letter_rule, note, page, put, title

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTHS = (44, 9, 30, 9, 80, 30)
_LETTER = 2  # its column


def duty_sheet_xlsx(document: DutySheet) -> bytes:
    """The workbook. Raises DocumentRefused for a text that no file can hold."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    introduce(workbook, document.kind, document.title, document.language)
    sheet = workbook.worksheets[0]
    sheet.title = _("Duties")
    _top(sheet, document)
    last = _rows(sheet, document)
    for letter in document.letters:
        sheet.conditional_formatting.add(f"B{HEAD_ROW + 1}:B{last}", letter_rule(letter.shown))
    as_table(sheet, last)
    page(sheet, document.title)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _top(sheet: "Worksheet", document: DutySheet) -> None:
    title(sheet, cell_text(document.title))
    note(sheet, 2, cell_text(" · ".join((document.kind, *document.facts))), _WIDTHS[: 1 + len(document.head)])
    for column, (words, width) in enumerate(zip((_("Phase"), *document.head), _WIDTHS, strict=False), start=1):
        head(put(sheet, HEAD_ROW, column, words, bold=True, center=column == _LETTER))
        sheet.column_dimensions[column_name(column)].width = width
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _rows(sheet: "Worksheet", document: DutySheet) -> int:
    """The duties; the number of the last row."""
    row = HEAD_ROW
    for paragraph in document.paragraphs:
        phase = document.text(f"{paragraph.number}. {paragraph.name}")
        for found in document.rows(paragraph):
            row += 1
            texts = (phase, *found)
            for column, words in enumerate(texts, start=1):
                below(put(sheet, row, column, cell_text(words), bold=column == _LETTER, center=column == _LETTER))
            fit(sheet, row, list(zip(texts, _WIDTHS, strict=False)))
    return row
