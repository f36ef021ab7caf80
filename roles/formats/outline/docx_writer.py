"""A document as Word: landscape, styled headings, tables whose header comes back on every page.

The tables are written as XML: cell by cell through python-docx takes a hundred times as long. The letters differ in
weight of ground and type as well as in colour, so that the order survives a photocopier.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from roles.formats.outline.model import Outline
from roles.formats.paper import SIZES, Paper, column_blocks
from roles.formats.text import escaped, printed

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TWIPS = 1440  # an inch
_MARGIN = 0.6
_LETTER, _LINE = 115, 225  # how wide a bold letter is, and how high a line
_LEAST = 450  # a column of text has this at least
_UPRIGHT = 6  # letter columns whose headings have room to lie; more stand
_BAND, _HEAD = "DDE5E2", "F1F4F3"
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # a text that begins in Hebrew or Arabic


class _Look(NamedTuple):
    """How a cell looks: its ground and ink, and whether its text is bold, centred or stands."""

    ground: str = ""
    ink: str = ""
    bold: bool = False
    center: bool = False
    upright: bool = False
    keep: bool = False  # with the next row on one page
    span: int = 0


_PLAIN = _Look(center=True)
# Solid for whoever answers, lighter for whoever is asked, plain for whoever is told.
_LOOKS = {
    "A": _Look("1F5247", "FFFFFF", bold=True, center=True),
    "A/R": _Look("1F5247", "FFFFFF", bold=True, center=True),
    "R": _Look("BFD3CD", "000000", bold=True, center=True),
    "C": _Look("EAF0F6", "1E4F80", center=True),
}


def outline_docx(outline: Outline, paper: Paper = Paper.AUTO) -> bytes:
    """The file. Raises DocumentRefused for a text that no file can hold."""
    from docx import Document  # noqa: PLC0415

    size = paper.resolved(len(outline.letters))
    document = Document()
    _set_up(document, outline, size)
    document.add_paragraph(printed(outline.kind), style="Subtitle")
    document.add_paragraph(printed(outline.title), style="Title")
    document.add_paragraph(" · ".join(map(printed, outline.facts)))
    blocks = column_blocks(len(outline.letters), size)
    for number, block in enumerate(blocks):
        if len(blocks) > 1:
            words = _("Positions %(first)s to %(last)s of %(count)s")
            values = {"first": block.start + 1, "last": block.stop, "count": len(outline.letters)}
            heading = document.add_heading(words % values, level=1)
            heading.paragraph_format.page_break_before = number > 0
        _add(document, _Table(outline, block, size, last=number == len(blocks) - 1).xml())
        document.add_paragraph()
    _close(document, outline)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: "Document", outline: Outline, size: Paper) -> None:
    """The sheet, the properties, the styles and the language."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.oxml import OxmlElement  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Inches, Pt  # noqa: PLC0415

    section, properties = document.sections[0], document.core_properties
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Inches, SIZES[size])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(_MARGIN)
    properties.title = printed(f"{outline.kind}, {outline.title}")[:255]
    properties.subject = printed(outline.kind)[:255]
    properties.author, properties.comments = _("RACI matrix"), ""
    properties.language = f"{outline.language}-CA"
    properties.created = properties.modified = datetime.combine(outline.day, time(12), UTC)
    for name, points in (("Normal", 9), ("Title", 20), ("Subtitle", 11), ("Heading 1", 13)):
        style = document.styles[name]
        style.font.name, style.font.size = "Arial", Pt(points)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win
            fonts.attrib.pop(qn(f"w:{theme}"), None)
    document.styles["Normal"].paragraph_format.space_after = Pt(4)
    _number_pages(document, outline)
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), f"{outline.language}-CA")
    run = document.styles["Normal"].element.get_or_add_rPr()
    run.append(language)


def _number_pages(document: "Document", outline: Outline) -> None:
    """The title, the filter and `2 / 5` below each page."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    paragraph = document.sections[0].footer.paragraphs[0]
    for words in filter(None, (outline.title, outline.filtered)):
        paragraph.add_run(f"{printed(words)} · ".replace("\n", " "))
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        paragraph._p.append(
            parse_xml(f'<w:fldSimple xmlns:w="{_W}" w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>')
        )
        paragraph.add_run(after)


def _close(document: "Document", outline: Outline) -> None:
    """The legend and what stands after it, on their own lines."""
    for heading, entries in ((_("Legend"), outline.legend), (outline.closing, outline.entries)):
        if heading and entries:
            document.add_heading(heading, level=1)
        for name, text in entries:
            paragraph = document.add_paragraph(style="List Bullet")
            paragraph.add_run(f"{printed(name)} ").bold = True
            paragraph.add_run(printed(text))


def _add(document: "Document", table: str) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415

    document.element.body.insert_element_before(parse_xml(table), "w:sectPr")


class _Table:
    """The columns before the letters, and a block of letters; those after them close the last table."""

    def __init__(self, outline: Outline, block: range, size: Paper, *, last: bool) -> None:
        first = outline.letters.start
        front = range(len(outline.head)) if not outline.letters else range(first)
        tail = range(outline.letters.stop, len(outline.head)) if outline.letters and last else range(0)
        self.outline = outline
        self.columns = [*front, *(first + index for index in block), *tail]
        self.widths = self._widths(round((SIZES[size][0] - 2 * _MARGIN) * _TWIPS))
        self.upright = len(block) > _UPRIGHT

    def xml(self) -> str:
        """The table as WordprocessingML."""
        outline = self.outline
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        caption = escaped(printed(f"{outline.kind}, {outline.title}")).replace('"', "&quot;")
        return (
            f'<w:tbl xmlns:w="{_W}"><w:tblPr><w:tblStyle w:val="TableGrid"/>'
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
            f"{self._head()}{''.join(self._bands())}</w:tbl>"
        )

    def _widths(self, total: int) -> list[int]:
        """A letter is narrow and a code too; texts share what is left, the longer ones more."""
        letters = [index for index in self.columns if index in self.outline.letters]
        narrow = min(1100, total // 2 // max(1, len(letters)))
        texts = {index: self._weight(index) for index in self.columns if index not in self.outline.letters}
        left, weights = total - narrow * len(letters) - _LEAST * len(texts), sum(texts.values())
        return [narrow if index not in texts else _LEAST + left * texts[index] // weights for index in self.columns]

    def _weight(self, index: int) -> int:
        rows = [row[index] for band in self.outline.bands for row in band.rows]
        return min(60, max(3, *(len(text) for text in (self.outline.head[index], *rows))))

    def _head(self) -> str:
        height = f'<w:trHeight w:val="{self._tall()}" w:hRule="atLeast"/>' if self.upright else ""
        cells = []
        for index, width in zip(self.columns, self.widths, strict=True):
            letter = index in self.outline.letters
            look = _Look(_HEAD, bold=True, center=letter, upright=letter and self.upright)
            cells.append(_cell(self.outline.head[index], width, look))
        return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def _tall(self) -> int:
        """What the longest of the standing headings needs, in as many lines as its column has room for."""
        found = [(len(self.outline.head[index]), width) for index, width in zip(self.columns, self.widths, strict=True)
                 if index in self.outline.letters]  # fmt: skip
        return min(
            4000, max(1200, *(_LETTER * length // max(1, (width - 120) // _LINE - 1) for length, width in found))
        )

    def _bands(self) -> Iterator[str]:
        for band in self.outline.bands:
            if band.label:
                yield self._line(" · ".join(filter(None, (band.label, band.note))), _Look(_BAND, bold=True, keep=True))
            for row in band.rows:
                yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(self._cells(row))}</w:tr>"
        if not any(band.rows for band in self.outline.bands):
            yield self._line(self.outline.none, _Look())

    def _line(self, text: str, look: "_Look") -> str:
        """A row of one cell, as wide as the table."""
        cell = _cell(text, sum(self.widths), look._replace(span=len(self.columns)))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"

    def _cells(self, row: Sequence[str]) -> Iterator[str]:
        for index, width in zip(self.columns, self.widths, strict=True):
            if index in self.outline.letters:
                yield _cell(row[index], width, _LOOKS.get(row[index], _PLAIN))
            else:
                yield _cell(row[index], width, _Look())


def _cell(text: str, width: int, look: _Look) -> str:
    """A cell of one paragraph; the order of its properties is the format's."""
    span = f'<w:gridSpan w:val="{look.span}"/>' if look.span else ""
    ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.ground}"/>' if look.ground else ""
    turn = '<w:textDirection w:val="btLr"/>' if look.upright else ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in printed(text).split("\n"))
    rtl = bool(_RTL.match(text))
    paragraph = f'{"<w:keepNext/>" if look.keep else ""}{"<w:bidi/>" if rtl else ""}<w:spacing w:after="0"/>'
    paragraph += '<w:jc w:val="center"/>' if look.center else ""
    ink = f'<w:color w:val="{look.ink}"/>' if look.ink else ""
    run = f"{'<w:b/>' if look.bold else ''}{ink}{'<w:rtl/>' if rtl else ''}"
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{ground}{turn}</w:tcPr>'
        f"<w:p><w:pPr>{paragraph}</w:pPr><w:r><w:rPr>{run}</w:rPr>{lines}</w:r></w:p></w:tc>"
    )
