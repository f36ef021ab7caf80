"""The difference of two matrices as a document: as lines, PDF, and an Excel workbook ready to filter."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from xml.etree.ElementTree import Element

from django.utils.text import slugify
from django.utils.translation import gettext as _

from aispec.web.fields.days import day_words
from roles.formats.outline.model import Band, Outline
from roles.formats.pdf.render import PRINT, h, render_pdf
from roles.formats.pdf.render import document as new_document
from roles.formats.text import cell_text, plain
from roles.formats.xlsx.cells import column_name
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import HEAD_ROW, as_table, below, fit, head, note, page, put, title
from roles.history.domain.difference import Difference
from roles.history.domain.difference_text import DifferenceLine, difference_lines
from roles.matrix.matrix import Matrix


@dataclass(frozen=True)
class DifferenceDocument:
    """Two matrices, the names of both, and the day of the document."""

    before: Matrix
    after: Matrix
    difference: Difference
    old_name: str
    new_name: str
    day: date

    @property
    def title(self) -> str:
        """The project's name."""
        return self.text(self.after.name)

    @property
    def kind(self) -> str:
        """What was compared with what."""
        return self.text(_("Differences: %(old)s → %(new)s") % {"old": self.old_name, "new": self.new_name})

    @property
    def made(self) -> str:
        """The day in words."""
        return day_words(self.day)

    @property
    def heads(self) -> tuple[str, str, str, str]:
        """The columns of the list."""
        return _("Difference"), _("Of what"), _("Before"), _("After")

    def lines(self) -> list[DifferenceLine]:
        """The list, typeset."""
        lines = difference_lines(self.before, self.after, self.difference)
        return [DifferenceLine(*map(self.text, line)) for line in lines]

    def text(self, text: str) -> str:
        """A text as the document shows it."""
        return plain(text, self.after.language)

    def file_name(self, extension: str) -> str:
        """`prevision-de-la-demande-differences-v3-v12.xlsx`."""
        stem = slugify(self.after.name)[:60].strip("-_") or _("matrix")
        versions = f"v{self.before.version}-v{self.after.version}"
        return f"{stem}-{slugify(_('differences'))}-{versions}-{self.day.isoformat()}.{extension}"


def difference_outline(document: DifferenceDocument) -> Outline:
    """What the writers of lines write, in the active language."""
    return Outline(
        language=document.after.language,
        day=document.day,
        kind=document.kind,
        title=document.title,
        facts=[document.made],
        head=document.heads,
        letters=range(0),
        bands=[Band("", "", "", document.lines())],
        none=_("Nothing differs."),
    )


def difference_pdf(document: DifferenceDocument) -> bytes:
    """The PDF/UA-1 file."""
    root, body = new_document(document.after.language, document.kind, document.title, "letter")
    main = h(body, "main")
    h(main, "p", document.kind, "kind")
    h(main, "h1", document.title)
    h(main, "p", document.made, "facts stamp")
    if lines := document.lines():
        _table(main, document, lines)
    else:
        h(main, "p", _("Nothing differs."), "none")
    return render_pdf(root, PRINT, Path(__file__).with_name("print_difference.css"))


def _table(main: Element, document: DifferenceDocument, lines: Sequence[DifferenceLine]) -> None:
    table = h(main, "table", class_="raci difference")
    h(table, "caption", document.kind, "vh")
    group = h(table, "colgroup")
    for width in ("what", "subject", "old", "new"):
        h(group, "col", class_=f"c-{width}")
    header = h(h(table, "thead"), "tr")
    for name in document.heads:
        h(header, "th", name, "first", scope="col")
    rows = h(table, "tbody")
    for line in lines:
        row = h(rows, "tr")
        h(row, "th", line.what, "first", scope="row")
        for text in line[1:]:
            h(row, "td", text)


_WIDTHS = (24, 48, 56, 56)


def difference_xlsx(document: DifferenceDocument) -> bytes:
    """The workbook. Raises DocumentRefused for a text that no file can hold."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = _("Differences")
    introduce(workbook, document.kind, document.title, document.after.language)
    title(sheet, cell_text(document.title))
    note(sheet, 2, cell_text(f"{document.kind} · {document.made}"), _WIDTHS)
    for index, (name, width) in enumerate(zip(document.heads, _WIDTHS, strict=True), start=1):
        head(put(sheet, HEAD_ROW, index, name, bold=True))
        sheet.column_dimensions[column_name(index)].width = width
    lines = document.lines() or [DifferenceLine(_("Nothing differs."), "", "", "")]
    for row, line in enumerate(lines, start=HEAD_ROW + 1):
        texts = [cell_text(text) for text in line]
        for index, text in enumerate(texts, start=1):
            below(put(sheet, row, index, text, bold=index == 1))
        fit(sheet, row, list(zip(texts, _WIDTHS, strict=True)))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    as_table(sheet, HEAD_ROW + len(lines))
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    page(sheet, document.title)
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
