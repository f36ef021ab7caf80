"""The rows of the workbook sheets *Descriptions*, *Constats* and *Légende*."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from roles.enums import Severity
from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import description_titles, finding_titles, legend_titles
from roles.exports.documents.matrix_xlsx.shape import DESCRIPTION_WIDTHS, FINDING_WIDTHS, LEGEND_WIDTHS
from roles.formats.letters import letter_meaning
from roles.formats.xlsx.cells import column_name, lines_of, number_cell, row_xml, text_cell

Styles = Mapping[str, int]
Cell = str | int
DESCRIBED = "raci-descriptions/1"  # in cell A1: what the sheet is, for the day it comes back
PLACE_LIMIT = 500  # characters: the duty stands in full in the matrix sheet


def top_rows(styles: Styles, title: str, note: str, width: int = 0) -> Iterator[str]:
    """The title of a workbook sheet and a note below it, which may hold text that people typed.

    `width` is that of the cells that the note has, where they are one.
    """
    look, lines = ("told", lines_of(note, width)) if width else ("note", 1)
    yield row_xml(1, [text_cell("A", 1, styles, "title", title)], lines=2)
    yield row_xml(2, [text_cell("A", 2, styles, look, note)], lines=lines)


def row_of(styles: Styles, row: int, values: Sequence[Cell], looks: Sequence[str], widths: Sequence[int]) -> str:
    """A row of texts and numbers, each in its look; the height follows the widths of the columns."""
    cells, lines = [], 1
    for index, (value, look, width) in enumerate(zip(values, looks, widths, strict=True), start=1):
        column = column_name(index)
        if isinstance(value, str):
            cells.append(text_cell(column, row, styles, look, value))
            lines = max(lines, lines_of(value, width))
        else:
            cells.append(number_cell(column, row, styles[look], value))
    return row_xml(row, cells, lines=lines)


def description_rows(document: MatrixDocument, styles: Styles) -> Iterator[str]:
    """One row a duty with its description as it was typed, and its id hidden before, as in the sheet of the matrix."""
    title = text_cell("B", 1, styles, "title", _("Descriptions"))
    yield row_xml(1, [text_cell("A", 1, styles, "note", DESCRIBED), title], lines=2)
    note = " · ".join(filter(None, (document.status, document.filtered)))
    yield row_xml(2, [text_cell("B", 2, styles, "note", note)])
    yield row_of(styles, 4, description_titles(), ["head"] * 4, DESCRIPTION_WIDTHS)
    for row, duty in enumerate(document.described, start=5):
        values = (duty.id, duty.code, document.text(duty.text), duty.description)
        yield row_of(styles, row, values, ["note", "soft", "text", "text"], DESCRIPTION_WIDTHS)


def findings_rows(document: MatrixDocument, styles: Styles) -> Iterator[str]:
    """One row a finding, errors first."""
    yield from top_rows(styles, _("Findings"), " · ".join(filter(None, (document.status, document.filtered))))
    day = _("As of %(day)s: what is changed in this file is not checked again.") % {"day": document.date}
    yield row_xml(3, [text_cell("A", 3, styles, "note", day)])
    yield row_of(styles, 4, finding_titles(), ["head"] * 6, FINDING_WIDTHS)
    todo, severities = _("To assign"), {severity: str(severity.label) for severity in Severity}
    row = 4
    for row, finding in enumerate(document.listed, start=5):
        severity = todo if finding.todo else severities[finding.severity]
        code, place = finding.code_and_place(document.whole)
        place = document.text(place)
        place = place if len(place) <= PLACE_LIMIT else Truncator(place).chars(PLACE_LIMIT)
        values = (severity, finding.code, code, place, finding.title, document.text(finding.message))
        yield row_of(styles, row, values, ["text", "soft", "soft", "text", "text", "text"], FINDING_WIDTHS)
    if not document.listed:
        yield row_of(styles, row + 1, ("", "", "", "", _("No open findings."), ""), ["text"] * 6, FINDING_WIDTHS)


def legend_rows(document: MatrixDocument, styles: Styles) -> Iterator[str]:
    """The letters and the columns in words."""
    yield from top_rows(styles, _("Legend"), document.status)
    yield row_of(styles, 3, legend_titles(), ["head"] * 3, LEGEND_WIDTHS)
    row = 3
    for row, letter in enumerate(document.letters, start=4):
        values = (letter.shown, document.letter_name(letter), letter_meaning(letter))
        yield row_of(styles, row, values, ["cell", "text", "text"], LEGEND_WIDTHS)
    for below, text in enumerate(_notes(document), start=row + 2):
        yield row_xml(below, [text_cell("A", below, styles, "note", text)])


def _notes(document: MatrixDocument) -> Iterator[str]:
    yield _("An empty cell means that the position has no part in the duty.")
    yield _("Count of A: each duty that applies has one approval exactly; another count is shown in red.")
    if document.internal:
        yield _("Vacant: the position has no holder yet.")
    yield _("A duty in grey does not apply to this project and leaves the counts.")
    yield from document.evidence
