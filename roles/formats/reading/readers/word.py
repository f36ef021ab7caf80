"""The tables of a Word document (.docx). Runs in the process that parses.

It reads the XML itself, as `excel` does: texts also stand in content controls, in boxes and in tracked changes, which
python-docx passes over, and that library does not know *Strict* Open XML.
"""

import re
from typing import Any

from roles.formats.reading.readers.document import BREAK, Document, number
from roles.formats.reading.readers.parts import Archive, Part

_ASIDE = ("del", "moveFrom", "Fallback", "instrText", "delText", "rPr", "pPr", "sectPr")  # what nobody reads
_PROPERTIES = ("gridBefore", "tc", "gridSpan", "vMerge")
_BREAKS = {"br": BREAK, "cr": BREAK, "tab": " ", "noBreakHyphen": "-", "ptab": " "}
_SIGNS = {"F0FC": "✓", "F0FE": "☑", "F0FB": "✗", "F0FD": "☒", "F0A8": "☐", "F06C": "●", "F0B7": "•"}  # Wingdings


class _Body(Part):
    """The main part of the document."""

    def __init__(self) -> None:
        self.document = Document()
        self._aside = 0  # how many elements that nobody reads are open
        self._across, self._merged = 1, ""  # how many columns a cell reaches over, and whether it does so downwards
        self._begun = True  # whether its properties are all known

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; what a cell is stands in the properties before its text."""
        if self._aside or tag in _ASIDE:
            self._aside += 1
            return
        said = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
        if tag in ("tbl", "p", "sdt"):
            self._begin()
        if tag == "tbl":
            self.document.start_table()
        elif tag == "tr":
            self.document.start_row()
        elif tag in _PROPERTIES:
            self._be(tag, said.get("val"))
        elif tag in _BREAKS:
            self.document.text(_BREAKS[tag])
        elif tag == "sym":
            code = said.get("char", "").upper()
            self.document.text(_SIGNS.get(code) or (chr(int(code, 16)) if re.fullmatch("[0-9A-F]{2,4}", code) else ""))

    def _be(self, tag: str, value: str | None) -> None:
        """A cell, and what it is."""
        if tag == "gridBefore":  # columns that a row leaves out at its start
            self.document.start_cell(number(value), merged=False)
            self.document.end_cell()
        elif tag == "tc":
            self._across, self._merged, self._begun = 1, "", False
        elif tag == "gridSpan":
            self._across = number(value)
        else:
            self._merged = value or "continue"

    def end(self, tag: str, text: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        elif tag == "t":
            self.document.text(text)
        elif tag == "p":
            self.document.end_line()
        elif tag == "tc":
            self._begin()
            self.document.end_cell()
        elif tag == "tbl":
            self.document.end_table()

    def _begin(self) -> None:
        """The properties of a cell are known, if one has begun."""
        if not self._begun:
            self._begun = True
            above = self._merged == "continue"
            column = self.document.start_cell(self._across, merged=not above)
            if above:
                self.document.grow(column)


def read(data: bytes) -> list[dict[str, Any]]:
    """The tables of the document, as one sheet."""
    archive, body = Archive(data), _Body()
    archive.read(body, archive.main_part("word/document.xml"))
    return body.document.tables()
