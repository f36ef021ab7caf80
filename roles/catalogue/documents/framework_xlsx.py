"""A framework as an Excel workbook that loads back, and the same workbook with examples instead: the template.

Every cell is a text. What must be one of several things, such as a phase or a letter, is chosen from a list.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from aispec.web.words.typography import typeset
from roles.catalogue.documents.framework_sheets import EXAMPLES, HEAD_ROW, SHEETS, Column, WorkbookSheet, letter_heading
from roles.catalogue.domain.file_format import FRAMEWORK, PHASES, PROFILES, RULES, STATEMENTS
from roles.enums import Letter
from roles.formats.letters import letter_meaning
from roles.formats.xlsx.cells import column_name, fill, lines_of, row_xml, shell_parts, text_cell
from roles.formats.xlsx.properties import introduce
from roles.formats.xlsx.styles import below, head, letter_rule, page, put, title

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

EXAMPLE = Path(settings.BASE_DIR) / "fixtures" / "catalogue_example.json"
_LAST = 5_000  # the last row that lists and formats reach
_NAMED = {"phase": PHASES, "profile": PROFILES, "rule": RULES}
_LETTERS = tuple(letter.shown for letter in Letter)
_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"size": 18, "bold": True, "color": "1F5247", "wrap": False},
    "note": {"color": "4C5855", "wrap": False},
    "head": {"bold": True},
    "text": {},
    "letter": {"bold": True, "center": True},
    "example": {"color": "8A5200"},
}


def catalogue_xlsx(data: Mapping[str, Any], language: str, *, example: bool = False) -> bytes:
    """The workbook of a framework's data; `example` marks its rows as such. Raises DocumentRefused."""
    from openpyxl import Workbook  # noqa: PLC0415

    with override(language):
        workbook = Workbook()
        workbook.remove(workbook.worksheets[0])
        name = "" if example else str(data[FRAMEWORK.name]["title_fr"])
        profiles = [str(profile["slug"]) for profile in data[PROFILES.name]]
        columns = {sheet.section.name: _columns(sheet, profiles) for sheet in SHEETS}
        for sheet in SHEETS:
            _lay_out(workbook.create_sheet(str(sheet.title)), columns[sheet.section.name], example=example)
        _lists(workbook, columns)
        styles = _styles(workbook)
        _legend(workbook.create_sheet(_("Legend")), example=example)
        for each in workbook.worksheets:
            page(each, name or _("Framework template"))
        introduce(workbook, _("Framework") if name else _("Framework template"), name, language)
        bodies = {
            f"xl/worksheets/sheet{number}.xml": _body(sheet, columns[sheet.section.name], data, styles, example=example)
            for number, sheet in enumerate(SHEETS, start=1)
        }
        return fill(shell_parts(workbook), bodies, {})


def _columns(sheet: WorkbookSheet, profiles: Sequence[str]) -> list[tuple[str, int]]:
    """Headings and widths; a star marks what must be given. The letters of each profile stand last."""
    columns = [(f"{column.heading} *" if column.required else column.heading, column.width) for column in sheet.columns]
    letters = profiles if sheet.section is STATEMENTS else ()
    return [*columns, *((letter_heading(profile), 16) for profile in letters)]


def _lay_out(sheet: "Worksheet", columns: Sequence[tuple[str, int]], *, example: bool) -> None:
    """Everything but the rows: widths, text as format, panes, the filter."""
    from openpyxl.styles import Alignment  # noqa: PLC0415

    for index, (_name, width) in enumerate(columns, start=1):
        column = sheet.column_dimensions[column_name(index)]
        column.width = width
        column.number_format = "@"  # what is typed stays as it is typed
        column.alignment = Alignment(vertical="center", wrap_text=True)
    sheet.freeze_panes = f"B{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    if not example:
        sheet.auto_filter.ref = f"A{HEAD_ROW}:{column_name(len(columns))}{_LAST}"


def _lists(workbook: "Workbook", columns: Mapping[str, Sequence[tuple[str, int]]]) -> None:
    """What a cell of the responsibilities may be, to choose from."""
    from openpyxl.utils import quote_sheetname  # noqa: PLC0415
    from openpyxl.worksheet.datavalidation import DataValidation  # noqa: PLC0415

    titles = {sheet.section.name: str(sheet.title) for sheet in SHEETS}
    sheet = workbook[titles[STATEMENTS.name]]
    own = next(each for each in SHEETS if each.section is STATEMENTS).columns
    for index, column in enumerate(own, start=1):
        if column.word in _NAMED:
            names = quote_sheetname(titles[_NAMED[column.word].name])
            cells = f"{column_name(index)}{HEAD_ROW + 1}:{column_name(index)}{_LAST}"
            choice = DataValidation("list", f"{names}!$A${HEAD_ROW + 1}:$A$1000", allow_blank=True, sqref=cells)
            choice.showErrorMessage, choice.error = True, _("Choose one that the other sheet names.")
            sheet.add_data_validation(choice)
    first, last = len(own) + 1, len(columns[STATEMENTS.name])
    if last >= first:
        cells = f"{column_name(first)}{HEAD_ROW + 1}:{column_name(last)}{_LAST}"
        choice = DataValidation("list", f'"{",".join(_LETTERS)}"', allow_blank=True, sqref=cells)
        words = _("Choose one of %(letters)s, or leave the cell empty.") % {"letters": ", ".join(_LETTERS)}
        choice.showErrorMessage, choice.error = True, words
        sheet.add_data_validation(choice)
        for letter in _LETTERS:
            sheet.conditional_formatting.add(cells, letter_rule(letter))


def _styles(workbook: "Workbook") -> dict[str, int]:
    """The numbers of the cell styles, found by styling one cell again and again.

    `_quoted` is for text that Excel shall leave alone when somebody edits it.
    """
    sheet, styles = workbook.worksheets[0], {}
    for name, look in _LOOKS.items():
        for quoted in (False, True):
            cell = put(sheet, 1, 1, "", **look)
            cell.number_format = "@"
            cell.quotePrefix = quoted
            if name not in ("title", "note"):
                (head if name == "head" else below)(cell)
            number = workbook._cell_styles.add(copy(cell._style))  # type: ignore[attr-defined]
            styles[f"{name}_quoted" if quoted else name] = number
    sheet._cells.clear()
    return styles


def _body(
    sheet: WorkbookSheet,
    columns: Sequence[tuple[str, int]],
    data: Mapping[str, Any],
    styles: Mapping[str, int],
    *,
    example: bool,
) -> str:
    """The rows of a sheet."""
    entries = data[sheet.section.name]
    entries = [entries] if sheet.section is FRAMEWORK else entries
    note = _("A star marks what must be given. The sheet “%(legend)s” explains each column.")
    heads = [text_cell(column_name(at), HEAD_ROW, styles, "head", name) for at, (name, _w) in enumerate(columns, 1)]
    rows = [
        row_xml(1, [text_cell("A", 1, styles, "title", str(sheet.title))]),
        row_xml(2, [text_cell("A", 2, styles, "note", note % {"legend": _("Legend")})]),
        row_xml(HEAD_ROW, heads, lines=2),
    ]
    profiles = [profile["slug"] for profile in data[PROFILES.name]]
    own = len(sheet.columns)
    looks = ["text"] * own + ["letter"] * (len(columns) - own) if not example else ["example"] * len(columns)
    for number, entry in enumerate(entries, HEAD_ROW + 1):
        texts = list(_cells(sheet, entry, profiles, example=example))
        cells = [
            text_cell(column_name(at), number, styles, look, text)
            for at, (text, look) in enumerate(zip(texts, looks, strict=True), start=1)
            if text or at <= own
        ]
        lines = max(lines_of(text, width) for text, (_name, width) in zip(texts, columns, strict=True))
        rows.append(row_xml(number, cells, lines=lines))
    return "".join(rows)


def _cells(sheet: WorkbookSheet, entry: Mapping[str, Any], profiles: Sequence[str], *, example: bool) -> Iterator[str]:
    """The texts of one row."""
    for column in sheet.columns:
        value = entry.get(column.word) or ""
        text = ", ".join(value) if isinstance(value, list) else str(value)
        yield f"{_example_mark()}{text}" if example and column is sheet.columns[0] else text
    if sheet.section is STATEMENTS:
        suggested = entry.get("suggested") or {}
        yield from (str(suggested.get(profile, "")) for profile in profiles)


def _example_mark() -> str:
    return EXAMPLES[get_language() == "en"]


def _legend(sheet: "Worksheet", *, example: bool) -> None:
    """What each column is for, and the letters."""
    title(sheet, _("Legend"))
    words = [_("Rows keep their order. A text without English shows in French to English readers too.")]
    if example:
        words.append(_("A row whose first cell begins with “%(mark)s” is an example and is not read.")
                     % {"mark": _example_mark().strip()})  # fmt: skip
    put(sheet, 2, 1, " ".join(words), color="4C5855", wrap=False)
    rows = [(str(each.title), column.heading, _about(column)) for each in SHEETS for column in each.columns]
    responsibilities = str(SHEETS[-1].title)
    letters = _("A column for each profile that is suggested a letter. A statement suggests one A or A/R at most.")
    rows.append((responsibilities, letter_heading(_("identifier of a profile")), letters))
    rows += [("", letter.shown, f"{letter.label}. {letter_meaning(letter)}") for letter in Letter]
    widths = ((_("Sheet"), 20), (_("Column"), 36), (_("What to write there"), 100))
    for index, (name, width) in enumerate(widths, start=1):
        head(put(sheet, HEAD_ROW, index, name, bold=True))
        sheet.column_dimensions[column_name(index)].width = width
    for row, texts in enumerate(rows, start=HEAD_ROW + 1):
        for index, text in enumerate(texts, start=1):
            below(put(sheet, row, index, typeset(text)))
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"


def _about(column: Column) -> str:
    parts = [_("Must be given.")] if column.required else []
    return " ".join([*parts, str(column.about)] if column.about else parts)


def catalogue_template(language: str) -> bytes:
    """The workbook to fill in, with example rows that are not read."""
    return catalogue_xlsx(json.loads(EXAMPLE.read_text("utf-8")), language, example=True)
