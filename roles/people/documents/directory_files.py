"""The directory as a file that comes back, and the same file with an example instead: the template."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from roles.formats.outline.csv_writer import CSV, csv_text
from roles.formats.text import cell_text
from roles.formats.xlsx.cells import XLSX, column_name
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import as_table, below, head, page, put, title
from roles.people.documents.directory_reader import EXAMPLES

FORMATS = {"xlsx": XLSX, "csv": CSV}
Person = tuple[str, str, str, bool]  # name, e-mail, profile, whether active
_WIDTHS, _HEAD_ROW = (34, 38, 34, 10), 3


def people_file(people: Iterable[Person], profiles: Sequence[str], fmt: str) -> bytes:
    """The file as `fmt`; `profiles` are the names to choose from."""
    rows = [[name, email, profile, _("yes") if active else _("no")] for name, email, profile, active in people]
    return _csv(rows) if fmt == "csv" else _xlsx(rows, profiles)


def people_template(profiles: Sequence[str], fmt: str) -> bytes:
    """The file with an example, which is not read."""
    example = f"{EXAMPLES[get_language() == 'en']}Camille Roy"
    return people_file([(example, "camille.roy@exemple.ca", next(iter(profiles), ""), True)], profiles, fmt)


def _heads() -> list[str]:
    return [_("Name"), _("Email"), _("Profile"), _("Active")]


def _csv(rows: Iterable[Sequence[str]]) -> bytes:
    """As other CSV files of the app: see outline_csv."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if get_language() == "fr" else ",", lineterminator="\r\n")
    writer.writerows([*map(csv_text, row)] for row in (_heads(), *rows))
    return buffer.getvalue().encode("utf-8-sig")


def _xlsx(rows: Sequence[Sequence[str]], profiles: Sequence[str]) -> bytes:
    from openpyxl import Workbook  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    workbook = Workbook()
    introduce(workbook, _("People"), "", get_language() or "fr")
    sheet = workbook.worksheets[0]
    sheet.title = _("People")
    title(sheet, _("People"))
    for index, (name, width) in enumerate(zip(_heads(), _WIDTHS, strict=True), start=1):
        head(put(sheet, _HEAD_ROW, index, name, bold=True))
        sheet.column_dimensions[column_name(index)].width = width
        sheet.column_dimensions[column_name(index)].number_format = "@"
    for number, row in enumerate(rows, start=_HEAD_ROW + 1):
        for index, text in enumerate(row, start=1):
            below(put(sheet, number, index, cell_text(text)))
    as_table(sheet, _HEAD_ROW + len(rows), _HEAD_ROW)
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    lists = workbook.create_sheet(_("Profiles"))
    for number, name in enumerate(profiles, start=1):
        put(lists, number, 1, cell_text(name))
    lists.column_dimensions["A"].width = 60
    for letter, choice in (("C", f"'{lists.title}'!$A$1:$A${max(len(profiles), 1)}"), ("D", f'"{_("yes")},{_("no")}"')):
        cells = f"{letter}{_HEAD_ROW + 1}:{letter}2100"
        sheet.add_data_validation(DataValidation("list", choice, allow_blank=True, showErrorMessage=True, sqref=cells))
    for each in workbook.worksheets:
        page(each, _("People"))
    buffer = BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()
