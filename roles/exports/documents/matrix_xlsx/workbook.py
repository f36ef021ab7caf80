"""The matrix as an Excel workbook: *Matrice*, *Descriptions* if there are some, *Par poste*, *Constats*, *Légende*."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import (
    FILTER,
    FIRST_COLUMN,
    HEAD_ROW,
    MADE,
    NAME,
    POSITION_WIDTH,
    STAMP,
    STATUS,
    TITLE,
    Shape,
    shell_of,
)
from roles.exports.documents.matrix_xlsx.list_sheets import description_rows, findings_rows, legend_rows
from roles.exports.documents.matrix_xlsx.load_sheet import load_rows, load_titles
from roles.exports.documents.matrix_xlsx.matrix_sheet import Bands, body_rows, duty_rows
from roles.formats.paper import Paper
from roles.formats.text import cell_text, escaped, excel_footer
from roles.formats.xlsx.cells import column_name, fill, lines_of, number_cell, row_xml, text_cell
from roles.matrix.matrix import PositionColumn

FORMAT = "raci-matrix/1"  # in cell A1: what this file is, for the day it comes back
FILTERED = "filtered"  # beside the language: the file has not all duties


def matrix_xlsx(document: MatrixDocument, paper: Paper = Paper.AUTO) -> bytes:
    """The workbook; raises DocumentRefused for a text that no cell can hold."""
    bands = list(document.bands())
    shell = shell_of(_shape(document, bands, paper))
    bodies = {
        "matrix": [*_head(document, shell.styles), *body_rows(document, bands, shell.styles)],
        "load": load_rows(document, bands, shell.styles),
        "legend": legend_rows(document, shell.styles),
    }
    if document.internal:
        bodies["findings"] = findings_rows(document, shell.styles)
    if document.described:
        bodies["descriptions"] = description_rows(document, shell.styles)
    words = {
        TITLE: excel_footer(document.whole.name),
        STATUS: excel_footer(document.status),
        FILTER: excel_footer(document.filtered),
        NAME: cell_text(document.whole.name),
        STAMP: " ".join((FORMAT, *_stamp(document))),
        MADE: f"{document.day.isoformat()}T12:00:00Z",
    }
    return fill(
        shell.parts,
        {shell.sheets[key]: "".join(rows) for key, rows in bodies.items()},
        {placeholder: escaped(text) for placeholder, text in words.items()},
    )


def _shape(document: MatrixDocument, bands: Bands, paper: Paper) -> Shape:
    """What the shell of the workbook depends on."""
    blocks, last_row = duty_rows(bands)
    positions = len(document.whole.positions)
    return Shape(
        language=document.language,
        internal=document.internal,
        paper=paper.resolved(positions),
        positions=positions,
        letters=tuple(letter.shown for letter in document.letters),
        blocks=tuple(blocks.values()),
        last_row=last_row,
        phases=len(document.whole.phases),
        load_columns=len(load_titles(document)),
        limits=(document.thresholds.load_position, document.thresholds.load_phase),
        findings=-(-len(document.listed) // 32) * 32,  # rounded up, so that a finding less keeps the shell
        filtered=bool(document.filtered),
        described=len(document.described),
    )


def _head(document: MatrixDocument, styles: Mapping[str, int]) -> Iterator[str]:
    """Title, status, filter, hidden ids, holders, titles."""
    matrix = document.whole
    columns = _position_columns(document)
    organization = f"{matrix.organization} · " if matrix.organization else ""
    status = f"{organization}{document.status} · {document.date}"
    marks = _marks(document, styles)
    title = text_cell("B", 1, styles["title"], matrix.name, styles["title_quoted"])
    yield row_xml(1, [marks[0], title], lines=2)
    note = text_cell("B", 2, styles["note"], status, styles["note_quoted"])
    yield row_xml(2, [marks[1], note])
    filtered = text_cell("B", 3, styles["note"], document.filtered, styles["note_quoted"])
    yield row_xml(3, [marks[2], filtered])
    ids = [number_cell(column, 4, styles["note"], position.id) for column, position in columns]
    yield row_xml(4, [marks[3], *ids] if document.internal else [], hidden=True)
    names = [lines_of(position.holder, POSITION_WIDTH) for _column, position in columns]
    yield row_xml(5, _holders(document, columns, styles), lines=max(names, default=1))
    heights = [lines_of(document.text(position.title), POSITION_WIDTH) for _column, position in columns]
    yield row_xml(HEAD_ROW, _titles(document, columns, styles), lines=max(heights, default=1))


def _marks(document: MatrixDocument, styles: Mapping[str, int]) -> tuple[str, str, str, str]:
    """The hidden cells of the first four rows: what a file that comes back is of; a posting never comes back."""
    mark = text_cell("A", 1, styles["note"], FORMAT)
    if not document.internal:
        return mark, "", "", ""
    project, version, language = _stamp(document)
    return (
        mark,
        number_cell("A", 2, styles["note"], int(project)),
        number_cell("A", 3, styles["note"], int(version)),
        text_cell("A", 4, styles["note"], language),
    )


def _stamp(document: MatrixDocument) -> Sequence[str]:
    """Project, version and language, which the properties say too; nothing of a posting, which never comes back."""
    if not document.internal:
        return ()
    language = f"{document.language} {FILTERED}" if document.filtered else document.language
    return str(document.whole.project_id), str(document.whole.version), language


def _position_columns(document: MatrixDocument) -> list[tuple[str, PositionColumn]]:
    return [(column_name(FIRST_COLUMN + index), position) for index, position in enumerate(document.whole.positions)]


def _holders(
    document: MatrixDocument, columns: Sequence[tuple[str, PositionColumn]], styles: Mapping[str, int]
) -> Iterator[str]:
    if not document.internal:
        return
    for column, position in columns:
        if position.vacant:
            yield text_cell(column, 5, styles["vacant"], _("Vacant"))
        else:
            yield text_cell(column, 5, styles["holder"], position.holder, styles["holder_quoted"])


def _titles(
    document: MatrixDocument, columns: Sequence[tuple[str, PositionColumn]], styles: Mapping[str, int]
) -> Iterator[str]:
    for column, text in zip("BCD", (_("Phase"), _("Code"), _("Duty")), strict=True):
        yield text_cell(column, HEAD_ROW, styles["head"], text)
    for column, position in columns:
        text = document.text(position.title)
        yield text_cell(column, HEAD_ROW, styles["head_center"], text, styles["head_center_quoted"])
    yield text_cell(column_name(FIRST_COLUMN + len(columns)), HEAD_ROW, styles["head_center"], _("Count of A"))
