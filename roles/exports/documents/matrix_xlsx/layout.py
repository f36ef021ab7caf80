"""The shell of a workbook: everything but its rows, made by openpyxl and cached.

Two exports of one shape (the same rows and columns, whatever the letters and texts) share their shell.
"""

import re
from collections.abc import Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.exports.documents.matrix_xlsx.load_chart import load_chart
from roles.formats.paper import Paper
from roles.formats.reading.limits import SOURCE
from roles.formats.xlsx.cells import column_name, shell_parts
from roles.formats.xlsx.properties import described, introduce
from roles.matrix.letters import acronym

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import Alignment, Border, Font, PatternFill
    from openpyxl.worksheet.worksheet import Worksheet
from roles.formats.xlsx.styles import letter_rule

FIRST_COLUMN = 5  # the first position, after the hidden ids, the phase, the code and the duty
DUTY_WIDTH, POSITION_WIDTH = 60, 15
FINDING_WIDTHS, LEGEND_WIDTHS = (15, 9, 56, 32, 70), (10, 34, 80)
DESCRIPTION_WIDTHS = (4, 8, DUTY_WIDTH, 90)  # the hidden ids first
HEAD_ROW = 6  # the titles of the columns; the holders stand above them
TITLE, STATUS = "@@TITLE@@", "@@STATUS@@"  # placeholders, replaced when a workbook is filled
FILTER = "@@FILTER@@"
NAME = "@@NAME@@"  # of the properties, where a text stands as it is
MADE = "@@MADE@@"
STAMP = "@@STAMP@@"
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # openpyxl writes when the shell was made, which says nothing
_PAPER_SIZE = {Paper.LETTER: 1, Paper.TABLOID: 3, Paper.A4: 9, Paper.A3: 8}


class Shape(NamedTuple):
    """What makes two workbooks share a shell; `blocks` are the first and last row of the duties of each phase."""

    language: str
    internal: bool
    paper: Paper
    positions: int
    letters: tuple[str, ...]
    blocks: tuple[tuple[int, int], ...]
    last_row: int
    phases: int
    load_columns: int
    limits: tuple[int, int]  # points of a position, and of a position in a phase
    findings: int
    filtered: bool = False
    described: int = 0  # the duties of the sheet of descriptions, where there is one


class Shell(NamedTuple):
    """The parts of the workbook, the number of each cell style, and the part of each sheet."""

    parts: Mapping[str, bytes]
    styles: Mapping[str, int]
    sheets: Mapping[str, str]


@lru_cache(maxsize=32)
def shell_of(shape: Shape) -> Shell:
    """The shell of a shape; the first of a shape costs about ten milliseconds."""
    from openpyxl import Workbook  # noqa: PLC0415

    with override(shape.language):
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        names = _sheet_names(shape)
        sheets = {key: workbook.create_sheet(name) for key, name in names.items()}
        styles = _styles(workbook, sheets["legend"])
        _matrix_sheet(sheets["matrix"], shape)
        if shape.described:
            _list_sheet(sheets["descriptions"], DESCRIPTION_WIDTHS, "A5", f"A4:D{4 + shape.described}")
            sheets["descriptions"].column_dimensions["A"].hidden = True
        _list_sheet(sheets["load"], load_widths(shape.internal, shape.load_columns), "B5", None)
        if shape.internal:
            _list_sheet(sheets["findings"], FINDING_WIDTHS, "A5", f"A4:E{4 + shape.findings}")
        _list_sheet(sheets["legend"], LEGEND_WIDTHS, "A4", None)
        for letter in shape.letters:
            sheets["legend"].conditional_formatting.add(f"A4:A{3 + len(shape.letters)}", letter_rule(letter))
        for sheet in sheets.values():
            _page(sheet, shape)
        _too_much(sheets["load"], shape)
        phases = range(shape.load_columns + 1 - shape.phases, shape.load_columns + 1)
        load_chart(sheets["load"], 4, shape.positions, phases)
        _names(workbook, sheets, shape)
        _properties(workbook, shape)
        parts = described(shell_parts(workbook), _("Points by position and phase: the bars of the table above."))
        parts["docProps/core.xml"] = _TIME.sub(MADE.encode(), parts["docProps/core.xml"])
    files = {key: f"xl/worksheets/sheet{index}.xml" for index, key in enumerate(names, start=1)}
    return Shell(parts, styles, files)


def load_widths(internal: bool, columns: int) -> list[int]:
    """The widths of the *Par poste* sheet: who, then figures."""
    who = [34, 26] if internal else [34]
    return [*who, *[13] * (columns - len(who))]


def _sheet_names(shape: Shape) -> dict[str, str]:
    names = {
        "matrix": _("Matrix"),
        "descriptions": _("Descriptions") if shape.described else "",
        "load": _("By position"),
        "findings": _("Findings") if shape.internal else "",
        "legend": _("Legend"),
    }
    return {key: name for key, name in names.items() if name}


def _properties(workbook: "Workbook", shape: Shape) -> None:
    from openpyxl.packaging.custom import StringProperty  # noqa: PLC0415

    letters = {"letters": acronym(shape.letters)}
    introduce(workbook, _("Responsibility matrix (%(letters)s)") % letters, f"{NAME}, {STATUS}", shape.language)
    workbook.properties.keywords = _("%(letters)s, responsibilities, positions, duties, workload") % letters
    workbook.custom_doc_props.append(StringProperty(name=SOURCE, value=STAMP))  # type: ignore[attr-defined]


def _names(workbook: "Workbook", sheets: Mapping[str, "Worksheet"], shape: Shape) -> None:
    """Names to go to and to calculate with: the sheets as tables, the positions, the duties, the letters."""
    from openpyxl.utils import absolute_coordinate, quote_sheetname  # noqa: PLC0415
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    first, last = column_name(FIRST_COLUMN), column_name(FIRST_COLUMN + shape.positions)
    final = column_name(FIRST_COLUMN + max(shape.positions, 1) - 1)
    bottom = max(shape.last_row, HEAD_ROW + 1)
    for name, sheet, cells in (
        (_("Matrix"), "matrix", f"B{HEAD_ROW}:{last}{bottom}"),
        (_("Positions"), "matrix", f"{first}{HEAD_ROW}:{final}{HEAD_ROW}"),
        (_("Duties"), "matrix", f"D{HEAD_ROW + 1}:D{bottom}"),
        (_("Letters"), "matrix", f"{first}{HEAD_ROW + 1}:{final}{bottom}"),
        (_("Workload"), "load", f"A4:{column_name(shape.load_columns)}{4 + shape.positions}"),
        (_("Legend"), "legend", f"A3:C{3 + len(shape.letters)}"),
    ):
        place = f"{quote_sheetname(sheets[sheet].title)}!{absolute_coordinate(cells)}"
        workbook.defined_names[name] = DefinedName(name, attr_text=place)


def _matrix_sheet(sheet: "Worksheet", shape: Shape) -> None:
    last = column_name(FIRST_COLUMN + shape.positions)
    widths = [4, 24, 8, DUTY_WIDTH, *[POSITION_WIDTH] * shape.positions, 9]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_name(index)].width = width
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"{column_name(FIRST_COLUMN)}{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{shape.last_row}"  # a sort takes the hidden ids along
    sheet.print_title_rows = f"{HEAD_ROW - 1}:{HEAD_ROW}"
    sheet.print_area = f"B1:{last}{shape.last_row}"
    if shape.positions and shape.blocks:
        _cells(sheet, shape)


def _cells(sheet: "Worksheet", shape: Shape) -> None:
    """A choice of letters in every cell, and colours that follow what is chosen."""
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    first, last = column_name(FIRST_COLUMN), column_name(FIRST_COLUMN + shape.positions - 1)
    cells = " ".join(f"{first}{top}:{last}{bottom}" for top, bottom in shape.blocks)
    choice = DataValidation("list", f'"{",".join(shape.letters)}"', allow_blank=True, sqref=cells)
    choice.showErrorMessage = True
    choice.errorTitle = _("Letter")
    choice.error = _("Choose one of %(letters)s, or leave the cell empty.") % {"letters": ", ".join(shape.letters)}
    sheet.add_data_validation(choice)
    for letter in shape.letters:
        sheet.conditional_formatting.add(cells, letter_rule(letter))
    check = column_name(FIRST_COLUMN + shape.positions)
    counts = " ".join(f"{check}{top}:{check}{bottom}" for top, bottom in shape.blocks)
    red = DifferentialStyle(font=Font(color="A8261B", bold=True), fill=PatternFill(bgColor="FBE9E6"))
    first_count = f"{check}{shape.blocks[0][0]}"
    wrong = Rule("expression", dxf=red, formula=[f"AND(ISNUMBER({first_count}),{first_count}<>1)"])
    sheet.conditional_formatting.add(counts, wrong)


def _too_much(sheet: "Worksheet", shape: Shape) -> None:
    """More points than the project's limits are amber, also once somebody has edited the letters."""
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415

    if not shape.positions:
        return
    amber = DifferentialStyle(font=Font(color="8A5200", bold=True), fill=PatternFill(bgColor="FBF1DF"))
    total, last = shape.load_columns - shape.phases, 4 + shape.positions
    for limit, first, final in ((shape.limits[0], total, total), (shape.limits[1], total + 1, shape.load_columns)):
        if first <= final:
            rule = Rule("cellIs", operator="greaterThan", dxf=amber, formula=[str(limit)])
            sheet.conditional_formatting.add(f"{column_name(first)}5:{column_name(final)}{last}", rule)


def _list_sheet(sheet: "Worksheet", widths: Sequence[int], pane: str, filtered: str | None) -> None:
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_name(index)].width = width
    sheet.freeze_panes = pane
    if filtered:
        sheet.auto_filter.ref = filtered
    head = int(pane[1:]) - 1
    sheet.print_title_rows = f"{head}:{head}"


def _page(sheet: "Worksheet", shape: Shape) -> None:
    """Landscape, one page wide, with title, version and page number below, and a filter above."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPER_SIZE[shape.paper]
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    for side in ("left", "right"):
        setattr(sheet.page_margins, side, 0.4)
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5 if not shape.filtered else 0.7, 0.7
    if shape.filtered:
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(FILTER))
    page = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    left, center, right = (_HeaderFooterPart(text) for text in (TITLE, STATUS, page))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, center=center, right=right)


def _styles(workbook: "Workbook", sheet: "Worksheet") -> dict[str, int]:
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
        "head": (_font(bold=True), plain, under, Alignment(vertical="bottom", wrap_text=True)),
        "head_center": (_font(bold=True), plain, under, foot),
        "holder": (_font(10, color=grey), plain, none, foot),
        "vacant": (_font(10, bold=True, color=amber), paper, none, foot),
        "band": (_font(bold=True, color=green), band, below, middle),
        "phase": (_font(10, color=grey), plain, below, middle),
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
