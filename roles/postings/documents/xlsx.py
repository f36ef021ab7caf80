"""A posting as an Excel workbook: its text, and its duties with their letters."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.formats.text import cell_text
from roles.formats.xlsx.cells import column_name
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import HEAD_ROW, as_table, below, fit, head, letter_rule, page, put, title
from roles.postings.documents.posting import PostingDocument

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Rows = list[tuple[str, ...]]


def posting_xlsx(document: PostingDocument) -> bytes:
    """The workbook."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    introduce(workbook, document.kind, document.title, document.language)
    text, duties = workbook.worksheets[0], workbook.create_sheet(_("Duties"))
    text.title = _("Posting")
    texts: Rows = [(_("Mission"), "\n".join(document.mission)), *document.facts]
    texts += [(section.heading, "\n".join(section.lines)) for section in document.sections]
    texts.append((_("Source"), document.origin))
    _table(text, document, (_("Section"), _("Text")), (30, 100), [row for row in texts if row[1]])
    rows: Rows = [(item.phase_name, item.text, item.name) for item in document.items]
    _table(duties, document, (_("Phase"), _("Duty"), _("Part")), (34, 84, 30), rows)
    if document.annex:
        _annex(workbook.create_sheet(_("Annex")), document)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _annex(sheet: "Worksheet", document: PostingDocument) -> None:
    """The duties as a column of the matrix."""
    rows: Rows = [(item.code, item.text, item.named.shown, item.name) for item in document.annex]
    _table(sheet, document, (_("Code"), _("Duty"), _("Letter"), _("Part")), (9, 84, 9, 30), rows)
    for letter, _words in document.letters:
        sheet.conditional_formatting.add(f"C{HEAD_ROW + 1}:C{HEAD_ROW + len(rows)}", letter_rule(letter.shown))


def _table(
    sheet: "Worksheet", document: PostingDocument, titles: tuple[str, ...], widths: tuple[int, ...], rows: Rows
) -> None:
    title(sheet, cell_text(document.title))
    about = " · ".join(filter(None, (document.kind, document.state, document.employer)))
    put(sheet, 2, 1, cell_text(about), color="4C5855", wrap=False)
    for column, (words, width) in enumerate(zip(titles, widths, strict=True), start=1):
        head(put(sheet, HEAD_ROW, column, words, bold=True))
        sheet.column_dimensions[column_name(column)].width = width
    for number, row in enumerate(rows, start=HEAD_ROW + 1):
        for column, words in enumerate(row, start=1):
            below(put(sheet, number, column, cell_text(words), bold=column == 1))
        fit(sheet, number, list(zip(row, widths, strict=True)))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    as_table(sheet, HEAD_ROW + len(rows))
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page(sheet, document.title)
