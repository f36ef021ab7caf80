"""The workload as a chart that the spreadsheet draws itself, from the cells of *Par poste*."""

from itertools import cycle
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

# Dark and light in turn, so that two phases side by side stay apart in black and white.
_COLORS = ("1F5247", "A8D2C3", "1E4F80", "B5D0EA", "5F4A7D", "D3C6E2", "8A5200", "EBD3A8")


def load_chart(sheet: "Worksheet", head: int, positions: int, columns: range, height: float) -> None:
    """A bar for each position below the table, stacked from the points of the phases in `columns`."""
    from openpyxl.chart import BarChart, Reference  # noqa: PLC0415
    from openpyxl.chart.data_source import AxDataSource, StrRef  # noqa: PLC0415

    if not positions or not columns:
        return
    last = head + positions
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap, chart.gapWidth = "bar", "stacked", 100, 45
    chart.title = _("Points by position and phase")
    data = Reference(sheet, min_col=columns.start, max_col=columns.stop - 1, min_row=head, max_row=last)
    chart.add_data(data, titles_from_data=True)
    titles = AxDataSource(strRef=StrRef(str(Reference(sheet, min_col=1, min_row=head + 1, max_row=last))))
    chart.x_axis.scaling.orientation = "maxMin"  # the first position on top, as in the table
    chart.y_axis.crosses = "max"  # and the figures below all the same
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format, chart.y_axis.majorGridlines, chart.y_axis.scaling.min = "0", None, 0
    chart.legend.position = "b"
    for bar, color in zip(chart.series, cycle(_COLORS), strict=False):
        bar.cat = titles
        bar.graphicalProperties.solidFill = color
        bar.graphicalProperties.line.solidFill = "FFFFFF"
    chart.width, chart.height = 28, height
    sheet.add_chart(chart, f"A{last + 3}")
