"""Rendering to PDF: tagged (PDF/UA-1), with our own fonts, and nothing from the network or the disk.

A document is an element tree (`h` makes its elements), so text that people typed is a text node and can
never become markup. The techniques that make it quick were measured: classes and a lean base stylesheet, what repeats
made once, and the garbage collector at rest while tens of thousands of boxes are made.
"""

import atexit
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from roles.enums import Letter
from roles.formats.collector import collector_at_rest
from roles.formats.pdf.apart import made_apart
from roles.formats.pdf.large import is_large, others_wait
from roles.formats.pdf.missing import name_them, without_a_glyph
from roles.formats.pdf.weasyprint_cell_cache import repeats_made_once
from roles.formats.pdf.weasyprint_tags import pages_tagged_once
from roles.formats.text import printed

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher


PRINT = Path(__file__).parent / "css" / "print.css"  # what every document shares
UPRIGHT = PRINT.with_name("upright.css")  # postings and duty sheets
FONTS = Path(__file__).parent / "ttf"  # made by `manage.py make_print_fonts`
_ORIGIN = "https://documents.invalid"
_BASE_URL = f"{_ORIGIN}/css/"  # never fetched: print.css names its fonts as ../ttf/…

# What the full HTML stylesheet gives that a document of ours uses; half of the time was spent matching the rest.
_BASE = """
head, title, meta { display: none }
html, body, main, section, div, p, h1, h2, h3, ul, ol, dl, dt, dd { display: block }
li { display: list-item }
table { display: table } caption { display: table-caption }
colgroup { display: table-column-group } col { display: table-column }
thead { display: table-header-group } tbody { display: table-row-group } tfoot { display: table-row-group }
tr { display: table-row } td, th { display: table-cell }
i, em { font-style: italic } b, strong { font-weight: bold }
h1, h2, h3 { bookmark-label: content(text); break-after: avoid }
h1 { bookmark-level: 1 } h2 { bookmark-level: 2 } h3 { bookmark-level: 3 }
br::before { content: "\\A"; white-space: pre-line }
@page { margin: 15mm; @bottom-left { text-align: left } @bottom-center { text-align: center }
  @bottom-right { text-align: right } }
"""

_rendering = Lock()  # what is changed in WeasyPrint meanwhile is changed for all threads


def h(parent: Element, tag: str, text: str = "", class_: str = "", **attributes: str) -> Element:
    """A child element; `text` may be anything a person typed."""
    if class_:
        attributes["class"] = class_
    child = SubElement(parent, tag, attributes)
    if text:
        child.text = text if text.isascii() and text.isprintable() else printed(text)
    return child


def document(language: str, kind: str, title: str, class_: str = "") -> tuple[Element, Element]:
    """A page tree and its body; the title is the PDF's and its kind the subject, the language its screen reader's."""
    root = Element("html", {"lang": f"{language}-CA"})
    head = h(root, "head")
    h(head, "title", f"{kind}, {title}")
    h(head, "meta", name="author", content=_("RACI matrix"))
    h(head, "meta", name="description", content=printed(kind))
    words = {
        "data-page": _("Page"),  # for the foot of each page
        "data-of": pgettext("page", "of"),
        "data-missing": _("Printed by their number, because no font of this server has them: %(characters)s."),
    }
    return root, h(root, "body", "", class_, **words)


def render_pdf(root: Element, *stylesheets: Path) -> bytes:
    """The tree as a PDF/UA-1 file; `stylesheets` are files: PRINT, and that of the document's own subject.

    A large one, and any that others would wait for, is made by a program of its own; raises LargeDocument where it is
    put off, NoPlace where too many wait already, and NotMade.
    """
    large = is_large(sum(1 for _element in root.iter()))
    return made_apart(root, *stylesheets) if large or others_wait() else rendered(root, *stylesheets)


def rendered(root: Element, *stylesheets: Path) -> bytes:
    """The same, whatever its size, made here and now; again where no font has a character, which is then named."""
    with without_a_glyph() as missing:
        pdf = _written(root, *stylesheets)
    if not missing:
        return pdf
    name_them(root, missing)
    return _written(root, *stylesheets)


def get_ready(*stylesheets: Path) -> None:
    """Load what every document with these stylesheets needs."""
    _engine()
    _looks(localdate(), *stylesheets)


def _written(root: Element, *stylesheets: Path) -> bytes:
    with _rendering, collector_at_rest(), repeats_made_once(), pages_tagged_once(), _packed_quickly():
        styles, fonts = _looks(localdate(), *stylesheets)
        pdf: bytes = _engine()(root).write_pdf(stylesheets=styles, font_config=fonts, pdf_variant="pdf/ua-1")
    return pdf


@contextmanager
def _packed_quickly() -> Iterator[None]:
    """Within it pydyf packs as zlib does by default: its own level, the last, takes five times as long for 5 %."""
    import pydyf  # noqa: PLC0415

    library = pydyf.zlib
    pydyf.zlib = SimpleNamespace(compressobj=lambda level: zlib.compressobj())
    try:
        yield
    finally:
        pydyf.zlib = library


@lru_cache(maxsize=8)
def _looks(_day: date, *stylesheets: Path) -> tuple[list[Any], Any]:
    """The stylesheets and the fonts they load: reading them anew is a tenth of a small document.

    They are read once a day, because WeasyPrint keeps the fonts as temporary files, which a system clears after some.
    """
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts, address = FontConfiguration(), {"base_url": _BASE_URL, "url_fetcher": _fetcher()}
    return [CSS(string=path.read_text("utf-8"), font_config=fonts, **address) for path in stylesheets], fonts


atexit.register(_looks.cache_clear)  # while WeasyPrint can still remove those files


@cache
def _engine() -> Any:
    """WeasyPrint, loaded when the first document is made."""
    import cssselect2  # noqa: PLC0415
    from weasyprint import CSS, HTML  # noqa: PLC0415

    base = CSS(string=_BASE, url_fetcher=_fetcher())

    class Sheet(HTML):  # type: ignore[misc]
        """HTML from an element tree instead of a source text, with the lean base stylesheet."""

        def __init__(self, root: Element) -> None:
            self.base_url = _BASE_URL
            self.url_fetcher = _fetcher()
            self.media_type = "print"
            self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
            self.etree_element = self.wrapper_element.etree_element

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return [base]

    return Sheet


def _fetcher() -> "URLFetcher":
    """The only resources of a document: our fonts, by name; any other address is refused and noted as an error."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415

    class OwnFonts(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            name = url.removeprefix(f"{_ORIGIN}/ttf/")
            if name not in {file.name for file in FONTS.glob("*.ttf")}:
                raise ValueError(f"A document may load its own fonts only, not {url}")
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})

    return OwnFonts(allowed_protocols=["https"], allow_redirects=False, fail_on_errors=True)


def badge(parent: Element, letter: str) -> None:
    """The letter as ink; the font makes one badge of A/R."""
    if letter:
        h(parent, "b", Letter(letter).shown, f"l l-{letter.lower()}")
