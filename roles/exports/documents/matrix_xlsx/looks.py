"""How the cells of the workbook look, each look by a name, and the numbers that their styles have."""

from copy import copy
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet


def registered_looks(workbook: "Workbook", sheet: "Worksheet") -> dict[str, int]:
    """Register the cell styles by styling one cell again and again; their numbers by name."""
    cell, numbers = sheet["A1"], {}
    for name, (cell.font, cell.fill, cell.border, cell.alignment) in _looks().items():
        for quoted in (False, True):
            cell._style.quotePrefix = int(quoted)
            numbers[f"{name}_quoted" if quoted else name] = workbook._cell_styles.add(copy(cell._style))  # type: ignore[attr-defined]
    sheet._cells.clear()
    return numbers


def _looks() -> dict[str, tuple["Font", "PatternFill", "Border", "Alignment"]]:
    """Every look a cell can have, by name."""
    from openpyxl.styles import Alignment, Border, PatternFill, Side  # noqa: PLC0415

    rule, strong = Side("thin", color="CFCCC2"), Side("medium", color="1C2624")
    none, below, under, box = Border(), Border(bottom=rule), Border(bottom=strong), Border(rule, rule, bottom=rule)
    middle, left = Alignment(vertical="center"), Alignment(vertical="center", wrap_text=True)
    foot, center = (Alignment("center", place, wrap_text=True) for place in ("bottom", "center"))
    plain = PatternFill()
    paper, band, off = (PatternFill("solid", fgColor=c) for c in ("FAF7F0", "ECEAE2", "F0EFEB"))
    grey, green, amber = "4C5855", "1F5247", "8A5200"
    return {
        "title": (_font(18, bold=True, color=green), plain, none, middle),
        "note": (_font(color=grey), plain, none, middle),
        "name": (_font(18, bold=True, color=green), plain, none, left),
        "told": (_font(color=grey), plain, none, left),
        "head": (_font(bold=True), plain, under, Alignment(vertical="bottom", wrap_text=True)),
        "head_center": (_font(bold=True), plain, under, foot),
        "holder": (_font(10, color=grey), plain, none, foot),
        "vacant": (_font(10, bold=True, color=amber), paper, none, foot),
        "band": (_font(bold=True, color=green), band, below, middle),
        "phase": (_font(10, color=grey), plain, below, left),
        "text": (_font(), plain, below, left),
        "soft": (_font(10, color=grey), plain, below, left),
        "cell": (_font(bold=True), plain, box, center),
        "cell_vacant": (_font(bold=True), paper, box, center),
        "off": (_font(italic=True, color=grey), off, below, left),
        "number": (_font(), plain, box, center),
    }


def _font(size: int = 11, *, bold: bool = False, italic: bool = False, color: str = "1C2624") -> "Font":
    from openpyxl.styles import Font  # noqa: PLC0415

    return Font(name="Calibri", size=size, bold=bold, italic=italic, color=color)
