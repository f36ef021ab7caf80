"""A difference as an Excel workbook: one line each, ready to filter."""

from io import BytesIO

from django.utils.translation import gettext as _

from roles.documents.difference_document import DifferenceDocument
from roles.documents.profile_xlsx import HEAD_ROW, below, fit, head, put, title
from roles.documents.text import cell_text, excel_footer
from roles.domain.spreadsheet import column_name

_WIDTHS = (24, 48, 56, 56)


def difference_xlsx(document: DifferenceDocument) -> bytes:
    """The workbook. Raises DocumentRefused for a text that no file can hold."""
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _("Differences")
    workbook.properties.title = cell_text(f"{document.kind}, {document.title}")
    workbook.properties.creator = _("RACI matrix")
    workbook.properties.language = f"{document.after.language}-CA"
    title(sheet, cell_text(document.title))
    put(sheet, 2, 1, cell_text(f"{document.kind} · {document.made}"), color="4C5855", wrap=False)
    for index, (name, width) in enumerate(zip(document.heads, _WIDTHS, strict=True), start=1):
        head(put(sheet, HEAD_ROW, index, name, bold=True))
        sheet.column_dimensions[column_name(index)].width = width
    lines = document.lines()
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        texts = [cell_text(text) for text in line]
        for index, text in enumerate(texts, start=1):
            below(put(sheet, row, index, text, bold=index == 1))
        fit(sheet, row, list(zip(texts, _WIDTHS, strict=True)))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:D{HEAD_ROW + max(len(lines), 1)}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.oddFooter.left.text = excel_footer(document.title)  # type: ignore[union-attr]
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
