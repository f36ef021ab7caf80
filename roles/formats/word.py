"""How every Word file looks and opens: the heads, colours and badges of print, in fonts that every office has."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from roles.formats.letters import GREY, INK, LETTER_LOOKS, RULE, SPRUCE
from roles.formats.text import escaped, printed

if TYPE_CHECKING:
    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.text.paragraph import Paragraph

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = f'xmlns:w="{W}" xmlns:r="{_R}"'
_SERIF, _SANS = "Georgia", "Calibri"
_ADDRESS = re.compile(r"https?://[^\s<>]+[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_MODE = "15"  # of Word 2013 and later: any other opens as “compatibility mode”
_LINES = {"thin": "single", "dotted": "dotted", "dashed": "dashed"}
Link = Callable[[str], str]  # the number of a relationship by the address it leads to


class About(NamedTuple):
    """What a file says of itself."""

    language: str
    kind: str
    title: str
    day: date


def dress(word: "Document", about: About, size: float) -> None:
    """The styles, `size` points high, the properties, the language, and the mode of today."""
    for name, look in _STYLES.items():
        _restyle(word.styles[name].element, look, size)
    for language in word.styles.element.iter(f"{{{W}}}lang"):
        language.set(f"{{{W}}}val", f"{about.language}-CA")
    for setting in word.settings.element.iter(f"{{{W}}}compatSetting"):
        if setting.get(f"{{{W}}}name") == "compatibilityMode":
            setting.set(f"{{{W}}}val", _MODE)
    _introduce(word, about)


def _restyle(style: Any, look: "_Style", size: float) -> None:
    """Give a style of the template another look; its paragraphs stay where the look says nothing of them."""
    for part in ("pPr", "rPr") if look.paragraph else ("rPr",):
        for old in style.findall(f"{{{W}}}{part}"):
            style.remove(old)
    if look.paragraph:
        style.append(_xml(f"<w:pPr {NAMES}>{look.paragraph}</w:pPr>"))
    half = round(2 * size * look.times)
    style.append(
        _xml(
            f'<w:rPr {NAMES}><w:rFonts w:ascii="{look.font}" w:hAnsi="{look.font}" w:cs="{look.font}"/>'
            f'{"<w:b/>" * look.bold}<w:color w:val="{look.color}"/><w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'
            "</w:rPr>"
        )
    )


def _introduce(word: "Document", about: About) -> None:
    """Title, subject, author, language and day; the picture of an empty page of the library goes."""
    package, properties = word.part.package, word.core_properties
    for number in [number for number, found in package.rels.items() if found.reltype.endswith("/thumbnail")]:
        del package.rels[number]
    properties.title = printed(f"{about.kind}, {about.title}")[:255]
    properties.subject = printed(about.kind)[:255]
    properties.author, properties.comments = _("RACI matrix"), ""
    properties.language = f"{about.language}-CA"
    properties.created = properties.modified = datetime.combine(about.day, time(12), UTC)


class _Style(NamedTuple):
    """Its font, times the size of the text, its colour, whether it is bold, and what its paragraphs have."""

    font: str
    times: float
    color: str
    bold: bool
    paragraph: str


def _rule(size: int, color: str) -> str:
    return f'<w:pBdr><w:bottom w:val="single" w:sz="{size}" w:space="3" w:color="{color}"/></w:pBdr>'


_STYLES = {
    "Normal": _Style(_SANS, 1, INK, False, '<w:spacing w:after="80"/>'),
    "Subtitle": _Style(_SANS, 1, GREY, False, '<w:keepNext/><w:spacing w:after="20"/>'),
    "Title": _Style(_SERIF, 2.3, INK, False, f'<w:keepNext/>{_rule(10, INK)}<w:spacing w:after="120"/>'),
    "Heading 1": _Style(
        _SERIF, 1.4, INK, False,
        f'<w:keepNext/><w:keepLines/>{_rule(4, RULE)}<w:spacing w:before="280" w:after="100"/>'
        '<w:outlineLvl w:val="0"/>',
    ),
    "Heading 2": _Style(
        _SANS, 1, SPRUCE, True,
        '<w:keepNext/><w:keepLines/><w:spacing w:before="40" w:after="40"/><w:outlineLvl w:val="1"/>',
    ),
    "Footer": _Style(_SANS, 0.9, GREY, False, ""),
}  # fmt: skip


# Of a table: a fine line below each row.
EDGES = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>' for side in ("bottom", "insideH"))


def foot(word: "Document", words: str) -> None:
    """The words and `2 / 5` below each page."""
    paragraph = word.sections[0].footer.paragraphs[0]
    paragraph.style = word.styles["Footer"]
    paragraph.add_run(f"{printed(words)} · ".replace("\n", " "))
    for field, after in (("PAGE", " / "), ("NUMPAGES", "")):
        paragraph._p.append(_xml(f'<w:fldSimple {NAMES} w:instr="{field}"><w:r><w:t>1</w:t></w:r></w:fldSimple>'))
        paragraph.add_run(after)


def link_of(word: "Document") -> Link:
    """What notes an address in the file and returns its number."""
    from docx.opc.constants import RELATIONSHIP_TYPE  # noqa: PLC0415

    return lambda address: word.part.relate_to(address, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)


def add_line(word: "Document", text: str, link: Link, style: str = "Normal", looks: str = "") -> "Paragraph":
    """A paragraph at the end, its addresses as links."""
    paragraph = word.add_paragraph(style=style)
    for run in _xml(f"<w:p {NAMES}>{runs(text, looks, link)}</w:p>"):
        paragraph._p.append(run)
    return paragraph


def runs(text: str, looks: str, link: Link) -> str:
    """A text as it was typed, its addresses as links; `looks` are the properties of its runs."""
    return "".join(_runs(printed(text), looks, link))


def _runs(text: str, looks: str, link: Link) -> Iterator[str]:
    end = 0
    for found in _ADDRESS.finditer(text) if "@" in text or "://" in text else ():
        address = found[0] if "://" in found[0] else f"mailto:{found[0]}"
        yield _run(text[end : found.start()], looks)
        look = f'<w:color w:val="{SPRUCE}"/><w:u w:val="single"/>'
        yield f'<w:hyperlink r:id="{link(address)}">{_run(found[0], look)}</w:hyperlink>'
        end = found.end()
    yield _run(text[end:], looks)


def _run(text: str, looks: str) -> str:
    if not text:
        return ""
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{escaped(line)}</w:t>' for line in text.split("\n"))
    return f"<w:r><w:rPr>{looks}</w:rPr>{lines}</w:r>"


def _chip(letter: str) -> str:
    color, ground, rule = LETTER_LOOKS[letter]
    line, edge = (_LINES[rule[0]], rule[1]) if rule else ("single", ground)
    bold = "" if letter == "I" else "<w:b/>"
    return (
        f'{bold}<w:color w:val="{color}"/><w:bdr w:val="{line}" w:sz="6" w:space="1"'
        f' w:color="{edge}"/><w:shd w:val="clear" w:color="auto" w:fill="{ground or "FFFFFF"}"/>'
    )


CHIPS = {letter: _chip(letter) for letter in LETTER_LOOKS}  # the properties of a letter's run, as a badge


def _xml(text: str) -> "BaseOxmlElement":
    from docx.oxml import parse_xml  # noqa: PLC0415

    return parse_xml(text)
