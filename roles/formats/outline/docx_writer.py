"""A document as Word: landscape, styled headings, tables whose header comes back on every page.

The tables are written as XML: cell by cell through python-docx takes a hundred times as long. The letters are the
badges of print, whose order survives a photocopier.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from roles.formats.letters import INK
from roles.formats.outline.model import Outline
from roles.formats.paper import SIZES, Paper, column_blocks
from roles.formats.text import escaped, printed
from roles.formats.word import CHIPS, EDGES, NAMES, About, Link, dress, foot, link_of, runs

if TYPE_CHECKING:
    from docx.document import Document

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TWIPS = 1440  # an inch
_MARGIN = 0.6
_LETTER, _LINE = 95, 195  # how wide a letter of a heading is, and how high a line
_LEAST = 450  # a column of text has this at least
_UPRIGHT = 6  # letter columns whose headings have room to lie; more stand
_BAND = "ECEAE2"
_RTL = re.compile(r"[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")  # a text that begins in Hebrew or Arabic


class _Look(NamedTuple):
    """How a cell looks: the properties of its text, its ground, and whether it is centred or stands."""

    text: str = ""
    ground: str = ""
    style: str = ""  # of the paragraph
    center: bool = False
    upright: bool = False
    head: bool = False  # with a strong line below
    span: int = 0


_PLAIN, _CENTERED = _Look(), _Look(center=True)
_SMALL = '<w:b/><w:sz w:val="16"/><w:szCs w:val="16"/>'
_STRONG = f'<w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="{INK}"/></w:tcBorders>'
_LOOKS = {letter: _Look(chip, center=True) for letter, chip in CHIPS.items()}


def outline_docx(outline: Outline, paper: Paper = Paper.AUTO) -> bytes:
    """The file. Raises DocumentRefused for a text that no file can hold."""
    from docx import Document  # noqa: PLC0415

    size = paper.resolved(len(outline.letters))
    document = Document()
    _set_up(document, outline, size)
    document.add_paragraph(printed(outline.kind), style="Subtitle")
    document.add_paragraph(printed(outline.title), style="Title")
    document.add_paragraph(" · ".join(map(printed, outline.facts)))
    link = link_of(document)
    blocks = column_blocks(len(outline.letters), size)
    for number, block in enumerate(blocks):
        if len(blocks) > 1:
            words = _("Positions %(first)s to %(last)s of %(count)s")
            values = {"first": block.start + 1, "last": block.stop, "count": len(outline.letters)}
            heading = document.add_heading(words % values, level=1)
            heading.paragraph_format.page_break_before = number > 0
        _add(document, _Table(outline, block, size, link, last=number == len(blocks) - 1).xml())
        document.add_paragraph()
    _close(document, outline, link)
    buffer = BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def _set_up(document: "Document", outline: Outline, size: Paper) -> None:
    """The sheet, the looks, and below each page the title and the filter."""
    from docx.enum.section import WD_ORIENT  # noqa: PLC0415
    from docx.shared import Inches  # noqa: PLC0415

    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = map(Inches, SIZES[size])
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Inches(_MARGIN)
    dress(document, About(outline.language, outline.kind, outline.title, outline.day), 9)
    foot(document, " · ".join(filter(None, (outline.title, outline.filtered))))


def _close(document: "Document", outline: Outline, link: Link) -> None:
    """The legend and what stands after it, on their own lines."""
    for heading, entries in ((_("Legend"), outline.legend), (outline.closing, outline.entries)):
        if heading and entries:
            document.add_heading(heading, level=1)
        for name, text in entries:
            line = runs(name, CHIPS.get(name, "<w:b/>"), link) + runs(f" {text}", "", link)
            _add(document, f'<w:p {NAMES}><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr>{line}</w:p>')


def _add(document: "Document", block: str) -> None:
    from docx.oxml import parse_xml  # noqa: PLC0415

    document.element.body.insert_element_before(parse_xml(block), "w:sectPr")


class _Table:
    """The columns before the letters, and a block of letters; those after them close the last table."""

    def __init__(self, outline: Outline, block: range, size: Paper, link: Link, *, last: bool) -> None:
        first = outline.letters.start
        front = range(len(outline.head)) if not outline.letters else range(first)
        tail = range(outline.letters.stop, len(outline.head)) if outline.letters and last else range(0)
        self.outline = outline
        self.link = link
        self.upright = len(block) > _UPRIGHT
        self.columns = [*front, *(first + index for index in block), *tail]
        self.widths = self._widths(round((SIZES[size][0] - 2 * _MARGIN) * _TWIPS))

    def xml(self) -> str:
        """The table as WordprocessingML."""
        outline = self.outline
        columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in self.widths)
        caption = escaped(printed(f"{outline.kind}, {outline.title}")).replace('"', "&quot;")
        return (
            f"<w:tbl {NAMES}><w:tblPr>"
            f'<w:tblW w:w="{sum(self.widths)}" w:type="dxa"/><w:tblBorders>{EDGES}</w:tblBorders>'
            '<w:tblLayout w:type="fixed"/>'
            '<w:tblCellMar><w:left w:w="60" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar>'
            '<w:tblLook w:val="0020" w:firstRow="1" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="1"'
            f' w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
            f"{self._head()}{''.join(self._bands())}</w:tbl>"
        )

    def _widths(self, total: int) -> list[int]:
        """A letter is narrow and a code too; texts share what is left, the longer ones more."""
        letters = [index for index in self.columns if index in self.outline.letters]
        narrow = min(self._narrow(), total * 11 // 20 // max(1, len(letters)))
        texts = {index: self._weight(index) for index in self.columns if index not in self.outline.letters}
        left, weights = total - narrow * len(letters) - _LEAST * len(texts), sum(texts.values())
        return [narrow if index not in texts else _LEAST + left * texts[index] // weights for index in self.columns]

    def _narrow(self) -> int:
        """Wide enough for the longest word of the headings where these lie."""
        if self.upright:
            return 1100
        words = " ".join(self.outline.head[index] for index in self.columns if index in self.outline.letters).split()
        return max(900, min(2200, _LETTER * max(map(len, words), default=0) + 200))

    def _weight(self, index: int) -> int:
        rows = [row[index] for band in self.outline.bands for row in band.rows]
        return min(60, max(3, *(len(text) for text in (self.outline.head[index], *rows))))

    def _head(self) -> str:
        height = f'<w:trHeight w:val="{self._tall()}" w:hRule="atLeast"/>' if self.upright else ""
        cells = []
        for index, width in zip(self.columns, self.widths, strict=True):
            letter = index in self.outline.letters
            look = _Look(_SMALL, center=letter, upright=letter and self.upright, head=True)
            cells.append(self._cell(self.outline.head[index], width, look))
        return f"<w:tr><w:trPr><w:cantSplit/>{height}<w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"

    def _tall(self) -> int:
        """What the longest of the standing headings needs: the holder on a line, the title on those that are left."""
        found = []
        for index, width in zip(self.columns, self.widths, strict=True):
            if index in self.outline.letters:
                title, *holder = self.outline.head[index].split("\n")
                lines = max(1, (width - 120) // _LINE - len(holder))
                found.append(max(-(-len(title) // lines), *map(len, holder), 0) + 2)
        return min(4000, max(1000, _LETTER * max(found)))

    def _bands(self) -> Iterator[str]:
        for band in self.outline.bands:
            if band.label:
                yield self._line(
                    " · ".join(filter(None, (band.label, band.note))), _Look(ground=_BAND, style="Heading2")
                )
            for row in band.rows:
                yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(self._cells(row))}</w:tr>"
        if not any(band.rows for band in self.outline.bands):
            yield self._line(self.outline.none, _Look())

    def _line(self, text: str, look: "_Look") -> str:
        """A row of one cell, as wide as the table."""
        cell = self._cell(text, sum(self.widths), look._replace(span=len(self.columns)))
        return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cell}</w:tr>"

    def _cells(self, row: Sequence[str]) -> Iterator[str]:
        for index, width in zip(self.columns, self.widths, strict=True):
            if index in self.outline.letters:
                yield self._cell(row[index], width, _LOOKS.get(row[index], _CENTERED))
            else:
                yield self._cell(row[index], width, _PLAIN)

    def _cell(self, text: str, width: int, look: _Look) -> str:
        """A cell of one paragraph; the order of its properties is the format's."""
        span = f'<w:gridSpan w:val="{look.span}"/>' if look.span else ""
        line = _STRONG if look.head else ""
        ground = f'<w:shd w:val="clear" w:color="auto" w:fill="{look.ground}"/>' if look.ground else ""
        turn = '<w:textDirection w:val="btLr"/>' if look.upright else ""
        place = f'<w:vAlign w:val="{"bottom" if look.head else "center"}"/>'
        rtl = bool(_RTL.match(text))
        paragraph = f'<w:pStyle w:val="{look.style}"/>' if look.style else ""
        paragraph += f'{"<w:bidi/>" if rtl else ""}<w:spacing w:before="20" w:after="20"/>'
        paragraph += '<w:jc w:val="center"/>' if look.center and not look.upright else ""
        words = runs(text, f"{look.text}{'<w:rtl/>' if rtl else ''}", self.link)
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{line}{ground}{turn}{place}</w:tcPr>'
            f"<w:p><w:pPr>{paragraph}</w:pPr>{words}</w:p></w:tc>"
        )
