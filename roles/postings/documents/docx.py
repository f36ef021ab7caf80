"""A posting as a Word file, in real headings, lists and a table, so that whoever edits it can."""

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.postings.documents.posting import PostingDocument

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_INK, _SPRUCE, _GREY = "1C2624", "1F5247", "4C5855"


def posting_docx(document: PostingDocument) -> bytes:
    """The file."""
    import docx  # noqa: PLC0415

    word = docx.Document()
    _dress(word, document)
    _paragraph(word, " · ".join(filter(None, (document.kind, document.employer))), _GREY)
    word.add_heading(document.title, 0)
    for line in document.mission:
        word.add_paragraph(line)
    _facts(word, document)
    _duties(word, document)
    for section in document.sections:
        word.add_heading(section.heading, 1)
        for line in section.lines:
            word.add_paragraph(line, style="List Bullet" if section.listed else None)
    _paragraph(word, document.origin, _GREY)
    _annex(word, document)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _dress(word: "Document", document: PostingDocument) -> None:
    """Letter paper, fonts that every office has, the language for the spelling checker."""
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Inches, Pt, RGBColor  # noqa: PLC0415

    page = word.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(0.9)
    styles: Any = word.styles
    for name, font, size, color in (
        ("Normal", "Calibri", 11, _INK), ("Title", "Georgia", 24, _INK), ("Heading 1", "Georgia", 15, _SPRUCE),
        ("Heading 2", "Calibri", 12, _INK),
    ):  # fmt: skip
        style = styles[name]
        style.font.name, style.font.size, style.font.color.rgb = font, Pt(size), RGBColor.from_string(color)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for part in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{part}"), None)
        for part in ("ascii", "hAnsi", "cs"):
            fonts.set(qn(f"w:{part}"), font)
    for lang in styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), f"{document.language}-CA")
    properties = word.core_properties
    properties.title, properties.author = f"{document.kind}, {document.title}"[:255], _("RACI matrix")
    properties.language, properties.comments = f"{document.language}-CA", ""
    properties.created = properties.modified = datetime.now(UTC)


def _paragraph(word: "Document", text: str, color: str) -> None:
    from docx.shared import RGBColor  # noqa: PLC0415

    run = word.add_paragraph().add_run(text)
    run.font.color.rgb = RGBColor.from_string(color)


def _facts(word: "Document", document: PostingDocument) -> None:
    if not document.facts:
        return
    table = word.add_table(rows=0, cols=2)
    for term, text in document.facts:
        cells = table.add_row().cells
        cells[0].text = term
        cells[1].paragraphs[0].add_run(text).bold = True
    _widths(table, (1.8, 4.9))


def _duties(word: "Document", document: PostingDocument) -> None:
    if not document.phases:
        return
    word.add_heading(_("Responsibilities"), 1)
    for phase in document.phases:
        word.add_heading(f"{phase.number}. {phase.name}", 2)
        for group in phase.groups:
            title = word.add_paragraph()
            title.paragraph_format.keep_with_next = True
            title.add_run(group.letter.label).bold = True
            for item in group.items:
                word.add_paragraph(item.text, style="List Bullet")
    for letter, words in document.legend:
        legend = word.add_paragraph()
        legend.add_run(f"{letter.label}{pgettext('after a label', ':')} ").bold = True
        legend.add_run(words)


def _annex(word: "Document", document: PostingDocument) -> None:
    if not document.annex:
        return
    word.add_page_break()  # type: ignore[no-untyped-call]
    word.add_heading(_("Annex: the part of the position in the RACI matrix"), 1)
    table = word.add_table(rows=1, cols=4, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, (_("Phase"), _("Code"), _("Duty"), _("Letter")), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeated(table)
    for item in document.annex:
        cells = table.add_row().cells
        shown = item.named.shown
        for cell, text in zip(cells, (f"{item.phase}. {item.phase_name}", item.code, item.text, shown), strict=True):
            cell.text = text
    _widths(table, (1.9, 0.7, 3.4, 0.7))


def _repeated(table: "Table") -> None:
    """The first row heads every page."""
    from docx.oxml import OxmlElement  # noqa: PLC0415

    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _widths(table: "Table", inches: tuple[float, ...]) -> None:
    from docx.shared import Inches  # noqa: PLC0415

    table.autofit = False
    for column, width in zip(table.columns, inches, strict=True):
        column.width = Inches(width)
        for cell in column.cells:
            cell.width = Inches(width)
