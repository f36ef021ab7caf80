"""The shell of a workbook: everything but its rows, made by openpyxl and cached.

Two exports of one shape (the same rows, columns and pages, whatever the letters) share their shell.
"""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from roles.exports.documents.matrix_xlsx.load_chart import load_chart
from roles.exports.documents.matrix_xlsx.looks import registered_looks
from roles.exports.documents.matrix_xlsx.pages import BOTTOM, SIDE, TOP, TOP_FILTERED, one_beside, side_by_side
from roles.exports.documents.matrix_xlsx.shape import (
    CODE_WIDTH,
    COUNT_WIDTH,
    DESCRIPTION_WIDTHS,
    DUTY_WIDTH,
    FINDING_WIDTHS,
    FIRST_COLUMN,
    FRONT_WIDTH,
    HEAD_ROW,
    KEY_WIDTH,
    LEGEND_WIDTHS,
    PHASE_WIDTH,
    POINTS_WIDTH,
    Shape,
)
from roles.formats.paper import Paper
from roles.formats.reading.limits import SOURCE
from roles.formats.xlsx.cells import column_name, row_height, shell_parts, width_for
from roles.formats.xlsx.properties import described, introduce
from roles.formats.xlsx.styles import add_table, letter_rule
from roles.matrix.letters import acronym

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

TITLE, STATUS = "@@TITLE@@", "@@STATUS@@"  # placeholders, replaced when a workbook is filled
FILTER = "@@FILTER@@"
NAME = "@@NAME@@"  # of the properties, where a text stands as it is
MADE = "@@MADE@@"
STAMP = "@@STAMP@@"
FOUND_LAST = 1_048_576  # and a row in place of the last of the findings: a finding less keeps the shell
_TIME = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")  # openpyxl writes when the shell was made, which says nothing
_PAPER_SIZE = {Paper.LETTER: 1, Paper.TABLOID: 3, Paper.A4: 9, Paper.A3: 8}


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
        styles = registered_looks(workbook, sheets["legend"])
        _matrix_sheet(sheets["matrix"], shape)
        if shape.described:
            _list_sheet(sheets["descriptions"], DESCRIPTION_WIDTHS, "A5")
            sheets["descriptions"].column_dimensions["A"].hidden = True
        _list_sheet(sheets["load"], load_widths(shape.internal, shape.load_titles), "B5", fitted=False)
        if shape.internal:
            _list_sheet(sheets["findings"], FINDING_WIDTHS, "A5")
        _list_sheet(sheets["legend"], LEGEND_WIDTHS, "A4")
        for letter in shape.letters:
            sheets["legend"].conditional_formatting.add(f"A4:A{3 + len(shape.letters)}", letter_rule(letter))
        for sheet in sheets.values():
            _page(sheet, shape)
        _in_pages(sheets["matrix"], shape)
        _too_much(sheets["load"], shape)
        phases = range(shape.load_columns + 1 - shape.phases, shape.load_columns + 1)
        _chart(sheets["load"], shape, phases)
        _names(workbook, sheets, shape)
        _tables(sheets, shape)
        _properties(workbook, shape)
        parts = described(shell_parts(workbook), _("Points by position and phase: the bars of the table above."))
        parts["docProps/core.xml"] = _TIME.sub(MADE.encode(), parts["docProps/core.xml"])
    files = {key: f"xl/worksheets/sheet{index}.xml" for index, key in enumerate(names, start=1)}
    return Shell(parts, styles, files)


def load_widths(internal: bool, titles: Sequence[str]) -> list[int]:
    """The widths of the *Par poste* sheet: who, then figures, as wide as the words above them."""
    who = [34, 26] if internal else [34]
    return [*who, *(width_for(title, POINTS_WIDTH, 2 * POINTS_WIDTH) for title in titles[len(who) :])]


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
    """Names to go to and to calculate with: the matrix, its positions, duties and letters."""
    from openpyxl.utils import absolute_coordinate, quote_sheetname  # noqa: PLC0415
    from openpyxl.workbook.defined_name import DefinedName  # noqa: PLC0415

    first, last = column_name(FIRST_COLUMN), column_name(FIRST_COLUMN + shape.positions)
    final = column_name(FIRST_COLUMN + max(shape.positions, 1) - 1)
    bottom = max(shape.last_row, HEAD_ROW + 1)
    for name, cells in (
        (_("Matrix"), f"B{HEAD_ROW}:{last}{bottom}"),
        (_("Positions"), f"{first}{HEAD_ROW}:{final}{HEAD_ROW}"),
        (_("Duties"), f"D{HEAD_ROW + 1}:D{bottom}"),
        (_("Letters"), f"{first}{HEAD_ROW + 1}:{final}{bottom}"),
    ):
        place = f"{quote_sheetname(sheets['matrix'].title)}!{absolute_coordinate(cells)}"
        workbook.defined_names[name] = DefinedName(name, attr_text=place)


def _tables(sheets: Mapping[str, "Worksheet"], shape: Shape) -> None:
    """Where nothing stands between the rows, tables of the spreadsheet, known by their names; empty ones are none."""
    for key, name, first, row, titles, rows, filtered in (
        ("descriptions", _("Descriptions"), 1, 4, description_titles(), shape.described, True),
        ("load", _("Workload"), 1, 4, shape.load_titles, shape.positions, False),
        ("findings", _("Findings"), 1, 4, finding_titles(), FOUND_LAST - 4, True),
        ("legend", _("Legend"), 1, 3, legend_titles(), len(shape.letters), False),
    ):
        if rows and key in sheets:
            add_table(sheets[key], name, titles, (first, row), rows, filtered=filtered)


def finding_titles() -> tuple[str, ...]:
    """The heads of the sheet *Constats*."""
    return _("Severity"), _("Check"), _("Code"), _("Where"), _("Finding"), _("Explanation")


def description_titles() -> tuple[str, ...]:
    """The heads of the sheet *Descriptions*."""
    return _("Key"), _("Code"), _("Duty"), _("Description")


def legend_titles() -> tuple[str, ...]:
    """The heads of the sheet *Légende*."""
    return _("Letter"), _("Name"), _("Meaning")


def _matrix_sheet(sheet: "Worksheet", shape: Shape) -> None:
    last = column_name(FIRST_COLUMN + shape.positions)
    widths = [KEY_WIDTH, PHASE_WIDTH, CODE_WIDTH, DUTY_WIDTH, *shape.widths, COUNT_WIDTH]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_name(index)].width = width
    for row in (1, 2, 3):  # the name, the state and the filter, which nothing clips
        sheet.merged_cells.add(f"B{row}:D{row}")
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = f"{column_name(FIRST_COLUMN)}{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{shape.last_row}"  # a sort takes the hidden ids along
    sheet.print_title_rows = f"{HEAD_ROW - 1}:{HEAD_ROW}"
    sheet.print_title_cols = "B:D"
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


def _list_sheet(sheet: "Worksheet", widths: Sequence[int], pane: str, *, fitted: bool = True) -> None:
    """Rows below a head; `fitted` by the spreadsheet to the width of a page, which then has no ends of ours."""
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[column_name(index)].width = width
    sheet.freeze_panes = pane
    head = int(pane[1:]) - 1
    sheet.print_title_rows = f"{head}:{head}"
    if fitted:
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def _in_pages(sheet: "Worksheet", shape: Shape) -> None:
    """The matrix on its pages, beside and below each other; those of the same duties come one after the other."""
    from openpyxl.worksheet.pagebreak import Break  # noqa: PLC0415

    sides = side_by_side(FRONT_WIDTH, shape.widths, COUNT_WIDTH, shape.paper)
    sheet.page_setup.scale, sheet.page_setup.pageOrder = sides.scale, "overThenDown"
    for end in sides.ends:
        sheet.col_breaks.append(Break(FIRST_COLUMN - 1 + end))
    for row in shape.page_ends:
        sheet.row_breaks.append(Break(row))


def _chart(sheet: "Worksheet", shape: Shape, phases: range) -> None:
    """The chart below the table, on a page of its own where both do not share one."""
    from openpyxl.worksheet.pagebreak import Break  # noqa: PLC0415

    widths = load_widths(shape.internal, shape.load_titles)
    scale, room = one_beside(widths, shape.paper)
    sheet.page_setup.scale = scale
    sheet.merged_cells.add(f"A2:{column_name(shape.load_columns)}2")  # the note is as wide as the table
    height = min(5 + 0.75 * shape.positions, room / 30)  # centimetres, of 28 points and a little
    load_chart(sheet, 4, shape.positions, phases, height)
    if row_height(2) * (4 + shape.positions) + height * 30 > room:
        sheet.row_breaks.append(Break(5 + shape.positions))


def _page(sheet: "Worksheet", shape: Shape) -> None:
    """Landscape, with title, version and page number below, and a filter above."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart  # noqa: PLC0415

    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = 18, True
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _PAPER_SIZE[shape.paper]
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = SIDE
    margins.top, margins.bottom = TOP_FILTERED if shape.filtered else TOP, BOTTOM
    if shape.filtered:
        sheet.HeaderFooter.oddHeader = HeaderFooterItem(left=_HeaderFooterPart(FILTER))
    page = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    left, center, right = (_HeaderFooterPart(text) for text in (TITLE, STATUS, page))
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, center=center, right=right)
