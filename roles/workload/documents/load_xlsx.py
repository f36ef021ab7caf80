"""The workload as an Excel workbook: the points with a chart, and every part on a line of its own.

The marks are conditional formats against the limits that stand in the sheet: who changes a figure or a limit sees
at once what is too much.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from roles.formats.text import cell_text
from roles.formats.xlsx.cells import column_name, fill, shell_parts, width_for
from roles.formats.xlsx.properties import described, introduce
from roles.formats.xlsx.styles import HEAD_ROW, as_table, below, fit, head, note, page, put, title
from roles.workload.documents.load import LoadDocument

if TYPE_CHECKING:
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

CHARTED = 40  # bars; the others are in the table
_FIRST = HEAD_ROW + 1
_WIDTHS = (34, 26, 34)  # of the columns of text


def load_xlsx(document: LoadDocument) -> bytes:
    """The workbook. Raises DocumentRefused for a text that no file can hold."""
    from openpyxl import Workbook  # noqa: PLC0415

    workbook = Workbook()
    introduce(workbook, document.kind, document.title, document.language)
    first = workbook.worksheets[0]
    first.title = _("Workload")
    _points_sheet(first, document)
    _parts_sheet(workbook.create_sheet(_("Details")), document)
    for sheet in workbook.worksheets:
        page(sheet, document.title)
    words = _("%(title)s: points of each line beside its limit, the bars of the table above.")
    return fill(described(shell_parts(workbook), words % {"title": document.kind}), {}, {})


def _points_sheet(sheet: "Worksheet", document: LoadDocument) -> None:
    """A line each: letters, points by column, all of them and the limit; sums and limits below."""
    letters = [letter.shown for letter in document.letters]
    widths = [*_WIDTHS[:2], *[7] * len(letters), *(width_for(name, 14, 28) for name in document.columns), 10, 10]
    titles = [*document.heads[:2], *letters, *document.columns, _("Points"), _("Limit")]
    _top(sheet, document, titles, widths)
    for row, line in enumerate(document.lines, start=_FIRST):
        figures = [*line.whole.counts, *[part.points for part in line.parts if document.columns]]
        _row(sheet, row, [line.name, line.note], [*figures, line.whole.points, line.whole.limit])
    last = HEAD_ROW + len(document.lines)
    points = len(titles) - 1
    _mark(sheet, points, last, f"${column_name(points + 1)}{_FIRST}")
    sheet.freeze_panes = f"C{_FIRST}"
    if document.columns and document.lines:
        _sums(sheet, document, last + 1)
        for column in range(points - len(document.columns), points):
            _mark(sheet, column, last, f"{column_name(column)}${last + 2}")
    as_table(sheet, last, filtered=False)
    if document.lines:
        _chart(sheet, document, points, min(last, HEAD_ROW + CHARTED))


def _sums(sheet: "Worksheet", document: LoadDocument, row: int) -> None:
    """The sum of each column, and below it the limit of one cell."""
    counts = [sum(column) for column in zip(*(line.whole.counts for line in document.lines), strict=True)]
    _row(sheet, row, [_("Total"), ""], [*counts, *document.sums, document.total], bold=True)
    limits = [part.limit for part in document.lines[0].parts]
    for column, limit in enumerate(limits, start=3 + len(document.letters)):
        _number(sheet, row + 1, column, limit)
    below(put(sheet, row + 1, 1, _("Limit of a position in a phase")))


def _parts_sheet(sheet: "Worksheet", document: LoadDocument) -> None:
    """Every part that somebody carries, ready to filter."""
    letters = [letter.shown for letter in document.letters]
    titles = [*document.heads, *letters, _("Points"), _("Limit")]
    _top(sheet, document, titles, [*_WIDTHS, *[7] * len(letters), 10, 10])
    row = HEAD_ROW
    for line in document.lines:
        for part in line.parts:
            row += 1
            _row(sheet, row, [line.name, line.note, part.name], [*part.counts, part.points, part.limit])
    _mark(sheet, len(titles) - 1, row, f"${column_name(len(titles))}{_FIRST}")
    sheet.freeze_panes = f"A{_FIRST}"
    as_table(sheet, row)


def _top(sheet: "Worksheet", document: LoadDocument, titles: Sequence[str], widths: Sequence[int]) -> None:
    title(sheet, cell_text(document.title))
    note(sheet, 2, cell_text(" · ".join(dict.fromkeys((document.kind, *document.facts)))), widths)
    note(sheet, 3, document.explained, widths)
    for column, (text, width) in enumerate(zip(titles, widths, strict=True), start=1):
        head(put(sheet, HEAD_ROW, column, cell_text(text), bold=True, center=width < 20))
        sheet.column_dimensions[column_name(column)].width = width
    sheet.row_dimensions[HEAD_ROW].height = 33
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _row(sheet: "Worksheet", row: int, texts: Sequence[str], figures: Sequence[float], *, bold: bool = False) -> None:
    for column, text in enumerate(texts, start=1):
        below(put(sheet, row, column, cell_text(text), bold=bold or column == 1))
    fit(sheet, row, [(text, width - 4) for text, width in zip(texts, _WIDTHS, strict=False)])  # bold is wider
    for column, figure in enumerate(figures, start=len(texts) + 1):
        _number(sheet, row, column, figure, bold=bold)


def _number(sheet: "Worksheet", row: int, column: int, figure: float, *, bold: bool = False) -> "Cell":
    cell = put(sheet, row, column, "", bold=bold, center=True)
    cell.value = figure
    below(cell)
    return cell


def _mark(sheet: "Worksheet", column: int, last: int, limit: str) -> None:
    """What is more than the limit: a sign before the figure, so that a copy in black and white says it too."""
    from openpyxl.formatting.rule import Rule  # noqa: PLC0415
    from openpyxl.styles import Font, PatternFill  # noqa: PLC0415
    from openpyxl.styles.differential import DifferentialStyle  # noqa: PLC0415
    from openpyxl.styles.numbers import NumberFormat  # noqa: PLC0415

    if last < _FIRST:
        return
    name = column_name(column)
    look = DifferentialStyle(
        font=Font(color="8A5200", bold=True),
        numFmt=NumberFormat(numFmtId=170, formatCode='"▲ "General'),
        fill=PatternFill(bgColor="FBF1DF"),
    )
    too_much = Rule("expression", dxf=look, formula=[f"{name}{_FIRST}>{limit}"])
    sheet.conditional_formatting.add(f"{name}{_FIRST}:{name}{last}", too_much)


def _chart(sheet: "Worksheet", document: LoadDocument, points: int, last: int) -> None:
    """Bars of the points beside the limit, below the table."""
    from openpyxl.chart import BarChart, Reference  # noqa: PLC0415

    chart = BarChart()
    chart.type, chart.style, chart.gapWidth, chart.overlap = "bar", 10, 60, 0
    chart.title = document.kind
    chart.add_data(
        Reference(sheet, min_col=points, max_col=points + 1, min_row=HEAD_ROW, max_row=last), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=1, min_row=_FIRST, max_row=last))
    chart.x_axis.scaling.orientation = "maxMin"  # the first line on top
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines = "0", None
    chart.y_axis.scaling.min = 0
    chart.legend.position = "b"
    solid, frame = chart.series
    solid.graphicalProperties.solidFill = "1F5247"
    frame.graphicalProperties.noFill = True
    frame.graphicalProperties.line.solidFill = "1C2624"
    chart.width, chart.height = 26, 4 + 0.9 * (last - HEAD_ROW)
    sheet.add_chart(chart, f"A{HEAD_ROW + len(document.lines) + 4}")
