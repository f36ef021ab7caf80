"""A posting as a Word file, in real headings, lists and a table, so that whoever edits it can."""

from io import BytesIO
from typing import TYPE_CHECKING

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.formats.letters import AMBER, GREY
from roles.formats.word import CHIPS, EDGES, NAMES, About, Link, add_line, dress, foot, link_of
from roles.postings.documents.posting import PostingDocument

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table, _Cell

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def posting_docx(document: PostingDocument) -> bytes:
    """The file."""
    import docx  # noqa: PLC0415

    word = docx.Document()
    _set_up(word, document)
    link = link_of(word)
    _kicker(word, document, link)
    word.add_heading(document.title, 0)
    for line in document.mission:
        add_line(word, line, link)
    _facts(word, document)
    _duties(word, document)
    for section in document.sections:
        word.add_heading(section.heading, 1)
        for line in section.lines:
            add_line(word, line, link, "List Bullet" if section.listed else "Normal")
    _annex(word, document, link)
    buffer = BytesIO()
    word.save(buffer)
    return buffer.getvalue()


def _set_up(word: "Document", document: PostingDocument) -> None:
    """Letter paper, the looks, and below each page the title; a draft and a closed posting say so there, too."""
    from docx.shared import Inches  # noqa: PLC0415

    page = word.sections[0]
    page.page_width, page.page_height = Inches(8.5), Inches(11)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = Inches(0.9)
    dress(word, About(document.language, document.kind, document.title, localdate()), 10.5)
    foot(word, " · ".join(filter(None, (document.state, document.foot))))


def _kicker(word: "Document", document: PostingDocument, link: Link) -> None:
    if document.state:
        add_line(word, document.state, link, looks=f'<w:b/><w:color w:val="{AMBER}"/>')
    add_line(word, " · ".join(filter(None, (document.kind, document.employer))), link, "Subtitle")


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


def _annex(word: "Document", document: PostingDocument, link: Link) -> None:
    if not document.annex:
        return
    heading = word.add_heading(_("Annex: the part of the position in the RACI matrix"), 1)
    heading.paragraph_format.page_break_before = True
    for letter, words in document.letters:
        _explained(word, f"{letter.shown} {letter.label}", words)
    table = word.add_table(rows=1, cols=4)
    _lined(table)
    for cell, words in zip(table.rows[0].cells, (_("Phase"), _("Code"), _("Duty"), _("Letter")), strict=True):
        cell.paragraphs[0].add_run(words).bold = True
    _repeated(table)
    for item in document.annex:
        *cells, last = table.add_row().cells
        for cell, text in zip(cells, (item.phase_name, item.code, item.text), strict=True):
            cell.text = text
        _badge(last, item.named.shown)
    _widths(table, (1.9, 0.7, 3.4, 0.7))
    add_line(word, document.origin, link, looks=f'<w:color w:val="{GREY}"/>')


def _lined(table: "Table") -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415

    borders = parse_xml(f"<w:tblBorders {NAMES}>{EDGES}</w:tblBorders>")
    table._tbl.tblPr.insert_element_before(borders, "w:tblLayout", "w:tblLook")


def _badge(cell: "_Cell", letter: str) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415

    run = f"<w:r {NAMES}><w:rPr>{CHIPS[letter]}</w:rPr><w:t>{letter}</w:t></w:r>"
    cell.paragraphs[0]._p.append(parse_xml(run))


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
