"""A posting as a Word file, in real headings, lists and a table, so that whoever edits it can."""

import re
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.formats.text import escaped
from roles.postings.documents.posting import PostingDocument

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ADDRESS = re.compile(r"https?://[^\s<>]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_INK, _SPRUCE, _GREY = "1C2624", "1F5247", "4C5855"


def posting_docx(document: PostingDocument) -> bytes:
    """The file."""
    import docx  # noqa: PLC0415

    word = docx.Document()
    _dress(word, document)
    _paragraph(word, " · ".join(filter(None, (document.kind, document.state, document.employer))), _GREY)
    word.add_heading(document.title, 0)
    for line in document.mission:
        word.add_paragraph(line)
    _facts(word, document)
    _duties(word, document)
    for section in document.sections:
        word.add_heading(section.heading, 1)
        for line in section.lines:
            _linked(word.add_paragraph(style="List Bullet" if section.listed else None), line)
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
    properties.subject = document.kind[:255]
    properties.language, properties.comments = f"{document.language}-CA", ""
    properties.created = properties.modified = datetime.now(UTC)
    _foot(word, document)


def _foot(word: "Document", document: PostingDocument) -> None:
    """The title and `1 / 2` below each page, on one line."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    foot = word.sections[0].footer.paragraphs[0]
    foot.add_run(f"{document.foot} · ")
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        foot._p.append(
            parse_xml(f'<w:fldSimple xmlns:w="{_W}" w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        foot.add_run(after)


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


def _linked(paragraph: "Paragraph", line: str) -> None:
    """The line, its e-mail and web addresses as links."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415
    from docx.oxml import parse_xml  # noqa: PLC0415

    end = 0
    for found in _ADDRESS.finditer(line):
        paragraph.add_run(line[end : found.start()])
        address = found[0] if found[0].startswith("http") else f"mailto:{found[0]}"
        link = paragraph.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        paragraph._p.append(
            parse_xml(
                f'<w:hyperlink xmlns:w="{_W}" xmlns:r="{_R}" r:id="{link}"><w:r><w:rPr><w:color w:val="{_SPRUCE}"/>'
                f'<w:u w:val="single"/></w:rPr><w:t>{escaped(found[0])}</w:t></w:r></w:hyperlink>'
            )
        )
        end = found.end()
    paragraph.add_run(line[end:])


def _duties(word: "Document", document: PostingDocument) -> None:
    if not document.phases:
        return
    word.add_heading(_("Responsibilities"), 1)
    for letter, words in document.legend:
        _explained(word, letter.label, words)
    for phase in document.phases:
        word.add_heading(phase.name, 2)
        for group in phase.groups:
            if document.legend:
                title = word.add_paragraph()
                title.paragraph_format.keep_with_next = True
                title.add_run(group.letter.label).bold = True
            for item in group.items:
                word.add_paragraph(item.text, style="List Bullet")


def _explained(word: "Document", name: str, words: str) -> None:
    legend = word.add_paragraph()
    legend.add_run(f"{name}{pgettext('after a label', ':')} ").bold = True
    legend.add_run(words)


def _annex(word: "Document", document: PostingDocument) -> None:
    if not document.annex:
        return
    heading = word.add_heading(_("Annex: the part of the position in the RACI matrix"), 1)
    heading.paragraph_format.page_break_before = True
    for letter, words in document.letters:
        _explained(word, f"{letter.shown} {letter.label}", words)
    table = word.add_table(rows=1, cols=4, style="Table Grid")
    for cell, words in zip(table.rows[0].cells, (_("Phase"), _("Code"), _("Duty"), _("Letter")), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeated(table)
    for item in document.annex:
        cells = table.add_row().cells
        for cell, text in zip(cells, (item.phase_name, item.code, item.text, item.named.shown), strict=True):
            cell.text = text
    _widths(table, (1.9, 0.7, 3.4, 0.7))
    _paragraph(word, document.origin, _GREY)


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
