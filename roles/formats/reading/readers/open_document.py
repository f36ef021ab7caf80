"""The sheets of an OpenDocument spreadsheet (.ods), and the tables of an OpenDocument text (.odt).

Both write their tables with the same elements, in one part of the archive. Runs in the process that parses.
"""

from collections.abc import Mapping
from typing import Any

from roles.formats.reading.limits import COLUMNS, SHEETS, TooMuch
from roles.formats.reading.readers.cells import Budget, Cells
from roles.formats.reading.readers.document import BREAK, Document, number, tidy
from roles.formats.reading.readers.parts import Archive, Part

_ASIDE = ("annotation", "tracked-changes", "note", "shapes", "forms", "dde-links", "table-of-content")  # no cell's text
_HIDDEN = ("collapse", "filter")
_CELLS = ("table-cell", "covered-table-cell")
_VALUES = ("string-value", "date-value", "time-value", "boolean-value", "value")


class _Content(Part):
    """What both kinds share: texts, and what is passed over."""

    def __init__(self) -> None:
        self._aside = 0

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if self._aside or tag in _ASIDE:
            self._aside += 1
        else:
            said = {name.rpartition(" ")[2]: value for name, value in attributes.items()}
            if tag == "s":
                self.write(" ")
            elif tag in ("tab", "line-break"):
                self.write(BREAK if tag == "line-break" else " ")
            else:
                self.begin(tag, said)

    def before(self, text: str) -> None:
        """A text stood before an element."""
        if not self._aside:
            self.write(text)

    def end(self, tag: str, text: str) -> None:
        """An element ends."""
        if self._aside:
            self._aside -= 1
        else:
            self.write(text)
            self.finish(tag)

    def begin(self, tag: str, said: Mapping[str, str]) -> None:
        """An element of the content begins."""

    def finish(self, tag: str) -> None:
        """An element of the content ends."""

    def write(self, text: str) -> None:
        """A piece of text."""


class _Spreadsheet(_Content):
    """Sheets, of which rows and cells that are alike are written once with their number."""

    def __init__(self) -> None:
        super().__init__()
        self.budget = Budget()
        self.sheets: list[tuple[Cells, bool]] = []
        self._unseen: set[str] = set()  # styles of sheets that are not shown
        self._style = ""
        self._row, self._column, self._columns = 0, 0, 0
        self._rows, self._times, self._across, self._down = 1, 1, 1, 1
        self._row_texts: list[tuple[int, str]] = []
        self._pieces: list[str] | None = None
        self._value = ""

    def begin(self, tag: str, said: Mapping[str, str]) -> None:
        """A style, a sheet, a column, a row or a cell begins."""
        if tag == "style":
            self._style = said.get("name", "")
        elif tag == "table-properties" and said.get("display") == "false":
            self._unseen.add(self._style)
        elif tag == "table":
            self._sheet(said)
        elif tag == "table-column":
            count = number(said.get("number-columns-repeated"))
            if said.get("visibility") in _HIDDEN:
                self.sheets[-1][0].hide_columns(self._columns, self._columns + count - 1)
            self._columns += count
        elif tag == "table-row":
            self._column, self._rows, self._row_texts = 0, number(said.get("number-rows-repeated")), []
            if said.get("visibility") in _HIDDEN:
                self.sheets[-1][0].hide_rows(self._row, self._row + self._rows - 1)
        elif tag in _CELLS:
            self._times = number(said.get("number-columns-repeated"))
            self._across, self._down = (
                number(said.get("number-columns-spanned")),
                number(said.get("number-rows-spanned")),
            )
            self._value = next((said[name] for name in _VALUES if name in said), "")
            self._pieces = []

    def _sheet(self, said: Mapping[str, str]) -> None:
        if len(self.sheets) >= SHEETS:
            raise TooMuch("sheets", said.get("name", ""))
        cells = Cells(said.get("name", ""), self.budget)
        self.sheets.append((cells, said.get("style-name", "") in self._unseen))
        self._row = self._columns = 0

    def finish(self, tag: str) -> None:
        """A paragraph, a cell or a row ends."""
        if tag in ("p", "h"):
            self.write(BREAK)
        elif tag in _CELLS and self._pieces is not None:
            self._keep(tidy("".join(self._pieces)) or self._value)
            self._pieces = None
        elif tag == "table-row":
            for row in range(self._row, self._row + self._rows) if self._row_texts else ():
                for column, text in self._row_texts:
                    self.sheets[-1][0].put(row, column, text)
            self._row += self._rows

    def _keep(self, text: str) -> None:
        """The cell, as often as it stands there."""
        if self._across > 1 or self._down > 1:
            low, right = self._row + self._down - 1, self._column + self._across - 1
            self.sheets[-1][0].merge((self._row, self._column, low, right))
        if text:
            self._row_texts += [(self._column + at, text) for at in range(min(self._times, COLUMNS + 1))]
        self._column += self._times

    def write(self, text: str) -> None:
        """A text counts inside a cell only."""
        if self._pieces is not None:
            self._pieces.append(text)


class _Text(_Content):
    """Paragraphs and tables, in the order in which they stand."""

    def __init__(self) -> None:
        super().__init__()
        self.document = Document()

    def begin(self, tag: str, said: Mapping[str, str]) -> None:
        """A table, a row or a cell begins."""
        if tag == "table":
            self.document.start_table()
        elif tag == "table-row":
            self.document.start_row(hidden=said.get("visibility") in _HIDDEN)
        elif tag == "table-cell":
            across, down = number(said.get("number-columns-spanned")), number(said.get("number-rows-spanned"))
            self.document.start_cell(across, down)

    def finish(self, tag: str) -> None:
        """A paragraph, a cell or a table ends."""
        if tag in ("p", "h"):
            self.document.end_line()
        elif tag == "table-cell":
            self.document.end_cell()
        elif tag == "table":
            self.document.end_table()

    def write(self, text: str) -> None:
        """A piece of text."""
        self.document.text(text)


def read_spreadsheet(data: bytes) -> list[dict[str, Any]]:
    """The sheets. Raises TooMuch, and whatever the parser raises."""
    content = _Spreadsheet()
    Archive(data).read(content, "content.xml")
    return [cells.table(hidden=hidden) for cells, hidden in content.sheets]


def read_text(data: bytes) -> list[dict[str, Any]]:
    """The tables of the document, as one sheet. Raises NotATable, TooMuch, and whatever the parser raises."""
    content = _Text()
    Archive(data).read(content, "content.xml")
    return content.document.tables()
