"""How cells, headings, pages and letters look in every workbook."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.formats.letters import LETTER_LOOKS
from roles.formats.text import excel_footer, is_formula
from roles.formats.xlsx.cells import column_name, lines_of, lines_of_title, row_height

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.formatting.rule import Rule
    from openpyxl.worksheet.worksheet import Worksheet


HEAD_ROW = 4


def put(  # noqa: PLR0913
    sheet: "Worksheet",
    row: int,
    column: int,
    text: str,
    *,
    size: int = 11,
    bold: bool = False,
    color: str = "1C2624",
    center: bool = False,
    wrap: bool = True,
) -> "Cell":
    """Write a text, whatever it begins with: a cell of these sheets is never a formula."""
    from openpyxl.styles import Alignment, Font  # noqa: PLC0415

    cell: Cell = sheet.cell(row, column)  # type: ignore[assignment]  # nothing is merged here
    cell.value = text or None
    if text:
        cell.data_type = "s"
        cell.quotePrefix = is_formula(text)
    cell.font = Font(name="Calibri", size=size, bold=bold, color=color)
    horizontal = "center" if center else None
    cell.alignment = Alignment(horizontal=horizontal, vertical="center", wrap_text=wrap)
    return cell


def title(sheet: "Worksheet", text: str) -> None:
    """The title of a sheet, in its first row."""
    put(sheet, 1, 1, text, size=18, bold=True, color="1F5247", wrap=False)
    sheet.row_dimensions[1].height = 27


def fit(sheet: "Worksheet", row: int, texts: Sequence[tuple[str, int]]) -> None:
    """Make a row as high as its longest text, given the widths of the columns."""
    sheet.row_dimensions[row].height = row_height(max(lines_of(text, width) for text, width in texts))


def head(cell: "Cell") -> None:
    """A heading: a strong line below."""
    from openpyxl.styles import Border, Side  # noqa: PLC0415

    cell.border = Border(bottom=Side("medium", color="1C2624"))


def below(cell: "Cell") -> None:
    """A row of the register: a fine line below."""
    from openpyxl.styles import Border, Side  # noqa: PLC0415

    cell.border = Border(bottom=Side("thin", color="CFCCC2"))


def add_table(
    sheet: "Worksheet", name: str, titles: Sequence[str], first: tuple[int, int], rows: int, *, filtered: bool
) -> None:
    """Make a table of the spreadsheet, known by its name; `first` is the column and the row of its first title.

    Titles that are the same but for their case would make a file that no spreadsheet opens: these stay cells.
    """
    from openpyxl.worksheet.filters import AutoFilter  # noqa: PLC0415
    from openpyxl.worksheet.table import Table, TableColumn  # noqa: PLC0415

    column, row = first
    area = f"{column_name(column)}{row}:{column_name(column + len(titles) - 1)}{row + rows}"
    if len({title.casefold() for title in titles}) < len(titles):
        sheet.auto_filter.ref = area if filtered else None
        return
    table = Table(displayName=name, ref=area)
    table.tableColumns = [TableColumn(id=at, name=title) for at, title in enumerate(titles, start=1)]
    table.autoFilter = AutoFilter(ref=area) if filtered else None
    sheet.add_table(table)


def as_table(sheet: "Worksheet", last: int, row: int = HEAD_ROW, *, filtered: bool = True) -> None:
    """Make what stands from the heads in `row` to the last row a table that has the name of the sheet."""
    titles = [str(cell.value) for cell in sheet[row]]
    add_table(sheet, sheet.title.replace(" ", "_"), titles, (1, row), max(1, last - row), filtered=filtered)


def note(sheet: "Worksheet", row: int, text: str, widths: Sequence[int]) -> None:
    """A text above a table, as wide as its columns: one that went beyond them would make the print small."""
    put(sheet, row, 1, text, color="4C5855")
    sheet.merge_cells(f"A{row}:{column_name(len(widths))}{row}")
    fit(sheet, row, [(text, sum(widths))])


def _fit_title(sheet: "Worksheet") -> None:
    """Let a long title have lines, as wide as the table, where it would make the print small."""
    if (1, 1) not in sheet._cells:  # to ask for a cell would make one
        return
    text = str(sheet["A1"].value or "")
    width = round(sum(sheet.column_dimensions[column_name(at)].width for at in range(1, sheet.max_column + 1)))
    lines = lines_of_title(text, width)
    if lines > 2:
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=sheet.max_column)
        put(sheet, 1, 1, text, size=18, bold=True, color="1F5247")
        sheet.row_dimensions[1].height = row_height(lines)


def page(sheet: "Worksheet", footer: str) -> None:
    """Letter, landscape, one page wide, with title and page number below."""
    from openpyxl.worksheet.header_footer import HeaderFooterItem, _HeaderFooterPart  # noqa: PLC0415
    from openpyxl.worksheet.properties import PageSetupProperties  # noqa: PLC0415

    _fit_title(sheet)
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 1
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.7
    number = _("Page %(page)s of %(pages)s") % {"page": "&P", "pages": "&N"}
    left, right = _HeaderFooterPart(excel_footer(footer)), _HeaderFooterPart(number)
    sheet.HeaderFooter.oddFooter = HeaderFooterItem(left=left, right=right)


def letter_rule(letter: str) -> "Rule":
    """The colours of a letter, as it is shown, for cells whose letter may change."""
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415
    from openpyxl.styles import Border, Font, PatternFill, Side  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415

    color, ground, rule = LETTER_LOOKS[letter]
    side = Side(rule[0], color=rule[1]) if rule else None
    look = DifferentialStyle(
        font=Font(color=color, bold=letter != "I"),
        fill=PatternFill(bgColor=ground) if ground else None,
        border=Border(left=side, right=side, top=side, bottom=side) if side else None,
    )
    return Rule("cellIs", operator="equal", dxf=look, formula=[f'"{letter}"'])
