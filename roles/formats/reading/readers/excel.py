"""The sheets of an Excel workbook (.xlsx). Runs in the process that parses.

It reads the XML itself, for it wants nothing but the texts of cells and where they are merged: that takes less time
than to import openpyxl, reads *Strict* Open XML, which openpyxl does not, and is not stopped by broken styles, names
or charts around the cells. The parser calls back, so memory does not grow with the file.
"""

import re
from typing import Any

from roles.formats.reading.limits import CELL, SHEETS, TooMuch
from roles.formats.reading.readers.cells import Budget, Cells
from roles.formats.reading.readers.number_formats import EPOCH, shown_number
from roles.formats.reading.readers.parts import Archive, Book, Damaged, Part, Properties, Strings, Styles
from roles.formats.reading.selection import column_at

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how the format writes what XML has no place for


class Sheet(Part):
    """The cells of a sheet that hold something, and the merged ranges."""

    def __init__(self, workbook: "Workbook", name: str) -> None:
        self.workbook, self.cells = workbook, Cells(name, workbook.budget)
        self._row = self._column = -1
        self._kind, self._shape, self._value = "n", "", ""
        self._pieces: list[str] = []
        self._aside = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """A row or a cell says where it is, or comes after the one before."""
        if tag == "row":
            self._row = int(attributes["r"]) - 1 if "r" in attributes else self._row + 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self.cells.hide_rows(self._row, self._row)
        elif tag == "col":
            self._hide_columns(attributes)
        elif tag == "c":
            self._column += 1
            if "r" in attributes:
                self._row, self._column = _place(attributes["r"])
            self._kind, self._shape = attributes.get("t", "n"), self.workbook.shape(attributes.get("s"))
            self._value, self._pieces = "", []
        elif tag == "rPh":
            self._aside = True
        elif tag == "mergeCell":
            self._merge(attributes.get("ref", ""))

    def end(self, tag: str, text: str) -> None:
        """A cell is kept when it shows something."""
        if tag == "v":
            self._value = text
        elif tag == "t" and not self._aside:
            self._pieces.append(text)
        elif tag == "rPh":
            self._aside = False
        elif tag == "c":
            self.cells.put(self._row, self._column, self._shown())

    def _shown(self) -> str:
        """The text of a cell as the office worker sees it."""
        text = self._value
        if self._kind == "inlineStr":
            text = "".join(self._pieces)
        elif self._kind == "d":
            text = text.removesuffix("Z").removesuffix("T00:00:00").replace("T", " ")
        elif text and self._kind == "s":
            text = self.workbook.strings[int(text)]
        elif text and self._kind == "b":
            text = "FALSE" if text.strip() in ("0", "false") else "TRUE"
        elif text and self._kind == "n":
            text = shown_number(text, self._shape, self.workbook.epoch)
        return _unescaped(text)

    def _hide_columns(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal():
                self.cells.hide_columns(int(first[:9]) - 1, int(last[:9]) - 1)

    def _merge(self, reference: str) -> None:
        first, _, last = reference.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
        self.cells.merge((top, left, bottom, right))


class Workbook(Archive):
    """The archive, what its sheets share, and how much may still be read."""

    def __init__(self, data: bytes) -> None:
        super().__init__(data)
        self.strings: list[str] = []
        self.shapes: list[str] = []
        self.epoch = EPOCH
        self.source = ""
        self.budget = Budget()

    def tables(self) -> list[dict[str, Any]]:
        """The sheets of cells; one that holds a chart only is none."""
        main, properties = self.main_part("xl/workbook.xml"), Properties()
        for kind, path in self.relations("").values():
            if kind == "custom-properties":
                self.read(properties, path)
        self.source = properties.source
        book, relations = Book(), self.relations(main)
        self.read(book, main)
        self.epoch = book.epoch
        strings, styles = Strings(), Styles()
        for kind, path in relations.values():
            if kind in ("sharedStrings", "styles"):
                self.read(strings if kind == "sharedStrings" else styles, path)
        self.strings, self.shapes = strings.texts, styles.shapes
        sheets = [(name, hidden, *relations.get(ref, ("", ""))) for name, hidden, ref in book.sheets]
        worksheets = [(name, hidden, path) for name, hidden, kind, path in sheets if kind == "worksheet"]
        if len(worksheets) > SHEETS:
            raise TooMuch("sheets", worksheets[SHEETS][0])
        return [self._table(name[:CELL], path, hidden=hidden) for name, hidden, path in worksheets]

    def shape(self, style: str | None) -> str:
        """What matters of the number format of a style."""
        number = int(style) if style else 0
        return self.shapes[number] if 0 <= number < len(self.shapes) else ""

    def _table(self, name: str, path: str, *, hidden: bool) -> dict[str, Any]:
        sheet = Sheet(self, name)
        self.read(sheet, path)
        return {**sheet.cells.table(hidden=hidden), "source": self.source}


def read(data: bytes) -> list[dict[str, Any]]:
    """The sheets. Raises TooMuch, and whatever the parsers raise."""
    return Workbook(data).tables()


def _place(reference: str) -> tuple[int, int]:
    """B3 as row 2 and column 1."""
    found = _PLACE.fullmatch(reference.replace("$", "").upper())
    if not found:
        raise Damaged
    return int(found[2]) - 1, column_at(found[1])


def _unescaped(text: str) -> str:
    if "_x" not in text:
        return text
    units = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
