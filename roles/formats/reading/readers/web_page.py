"""The tables of a web page, or of what was copied from one, by lxml. Runs in the process that parses.

The parser calls back, so memory does not grow with the page; it fetches nothing and knows the entities of HTML only.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from email import message_from_bytes, policy
from typing import Any

from lxml import etree

from roles.formats.reading.kinds import Kind, NotATable
from roles.formats.reading.limits import ROWS, SHEETS, TooMuch
from roles.formats.reading.readers.document import BREAK, Document, number

_ASIDE = ("script", "style", "head", "template", "noscript", "svg", "math", "object", "datalist")
_LINES = ("p", "div", "li", "h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "blockquote", "pre", "section", "caption")
_VOID = ("br", "img", "input", "col", "hr", "meta", "link", "wbr", "area", "base", "embed", "source", "track", "param")
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*collapse|mso-hide\s*:\s*all", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\r\n\f]+")


class _Page:
    """A page on its way through the parser."""

    def __init__(self) -> None:
        self.document = Document()
        self._aside = 0  # how many elements that nobody sees are open
        self._columns = 0

    def start(self, tag: str, said: Mapping[str, str]) -> None:
        """An element begins."""
        unseen = "hidden" in said or bool(_UNSEEN.search(said.get("style", "")))
        inside = self.document.in_cell and tag not in ("table", "tr", "td", "th")
        if self._aside or tag in _ASIDE or (unseen and inside):
            self._aside += tag not in _VOID
        elif tag == "table":
            self.document.start_table()
            self._columns = 0
        elif tag == "col":
            self._column(number(said.get("span")), unseen=unseen)
        elif tag == "tr":
            self.document.start_row(hidden=unseen)
        elif tag in ("td", "th"):
            self._cell(said, unseen=unseen)
        elif tag in ("br", "hr"):
            self._break()
        elif tag in _LINES:
            self.document.end_line()
        else:
            self.document.text(_shown(tag, said))

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= tag not in _VOID
        elif tag == "table":
            self.document.end_table()
        elif tag in ("td", "th"):
            self.document.end_cell()
        elif tag in _LINES:
            self.document.end_line()

    def data(self, text: str) -> None:
        """A piece of text; line breaks in the source are spaces."""
        if not self._aside:
            self.document.text(_SPACE.sub(" ", text))

    def close(self) -> "Document":
        """The page is over."""
        return self.document

    def _cell(self, said: Mapping[str, str], *, unseen: bool) -> None:
        overflows = "mso-ignore" in said.get("style", "")  # Excel's way to let a long text reach over empty cells
        across, down = number(said.get("colspan")), number(said.get("rowspan"))
        down = ROWS if said.get("rowspan", "").strip() == "0" else down  # to the end of the table
        self.document.start_cell(across, down, merged=not overflows and (across, down) != (1, 1), hidden=unseen)

    def _break(self) -> None:
        if self.document.in_cell:
            self.document.text(BREAK)
        else:
            self.document.end_line()

    def _column(self, count: int, *, unseen: bool) -> None:
        if unseen:
            for column in range(self._columns, self._columns + min(count, 1_000)):
                self.document.hide_column(column)
        self._columns += count


def _shown(tag: str, said: Mapping[str, str]) -> str:
    """What an element shows that is no text: a picture its own, a box whether it is ticked."""
    if tag == "input" and said.get("type", "").lower() in ("checkbox", "radio"):
        return "☑" if "checked" in said else "☐"
    return _SPACE.sub(" ", said.get("alt", "")) if tag == "img" else ""


def read_page(text: str) -> list[dict[str, Any]]:
    """The tables of a page, as one sheet. Raises NotATable and TooMuch."""
    parser = etree.HTMLParser(target=_Page(), encoding="utf-8", no_network=True, huge_tree=True)
    document: Document = etree.fromstring(text.encode("utf-8", "replace"), parser)
    return document.tables()


def read_archive(data: bytes) -> list[dict[str, Any]]:
    """The tables of the pages in a web archive (.mht), which is written as a message is; a sheet for each page."""
    pages = [part for part in message_from_bytes(data, policy=policy.default).walk() if _is_page(part)]
    if len(pages) > SHEETS:
        raise TooMuch("sheets", "")
    found = []
    for part in pages:
        with suppress(NotATable):
            found += read_page(str(part.get_content()))
    if not found:
        raise NotATable(Kind.NO_TABLE)
    return found


def _is_page(part: Any) -> bool:
    return str(part.get_content_type()) == "text/html"
