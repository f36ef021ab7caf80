"""The matrix as an Excel workbook: *Matrice*, *Descriptions* if there are some, *Par poste*, *Constats*, *Légende*."""

from collections.abc import Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import FILTER, FOUND_LAST, MADE, NAME, STAMP, STATUS, TITLE, shell_of
from roles.exports.documents.matrix_xlsx.list_sheets import description_rows, findings_rows, legend_rows
from roles.exports.documents.matrix_xlsx.load_sheet import load_rows, load_titles
from roles.exports.documents.matrix_xlsx.matrix_sheet import Bands, body_rows, duty_rows, lines_by_duty
from roles.exports.documents.matrix_xlsx.pages import page_ends, side_by_side
from roles.exports.documents.matrix_xlsx.shape import (
    COUNT_WIDTH,
    FIRST_COLUMN,
    FRONT_WIDTH,
    HEAD_ROW,
    POSITION_WIDTHS,
    Shape,
)
from roles.formats.paper import Paper
from roles.formats.text import cell_text, escaped, excel_footer
from roles.formats.xlsx.cells import (
    column_name,
    fill,
    lines_of,
    lines_of_title,
    lines_of_words,
    number_cell,
    row_xml,
    text_cell,
    width_for,
)
from roles.matrix.matrix import PositionColumn

FORMAT = "raci-matrix/1"  # in cell A1: what this file is, for the day it comes back
FILTERED = "filtered"  # beside the language: the file has not all duties


def matrix_xlsx(document: MatrixDocument, paper: Paper = Paper.AUTO) -> bytes:
    """The workbook; raises DocumentRefused for a text that no cell can hold."""
    bands = list(document.bands())
    heights = lines_by_duty(document, bands)
    shape = _shape(document, bands, heights, paper)
    shell = shell_of(shape)
    bodies = {
        "matrix": [
            *_head(document, _top_lines(document, shape.widths), shell.styles),
            *body_rows(document, bands, heights, shell.styles),
        ],
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
        f"F{FOUND_LAST}": f"F{4 + max(1, len(document.listed))}",
        MADE: f"{document.day.isoformat()}T12:00:00Z",
    }
    return fill(
        shell.parts,
        {shell.sheets[key]: "".join(rows) for key, rows in bodies.items()},
        {placeholder: escaped(text) for placeholder, text in words.items()},
    )


def _shape(document: MatrixDocument, bands: Bands, heights: Sequence[Sequence[int]], paper: Paper) -> Shape:
    """What the shell of the workbook depends on."""
    blocks, last_row = duty_rows(bands)
    widths = _widths(document)
    size = paper.resolved(len(widths))
    top = _top_lines(document, widths)
    scale = side_by_side(FRONT_WIDTH, widths, COUNT_WIDTH, size).scale
    return Shape(
        language=document.language,
        internal=document.internal,
        paper=size,
        widths=widths,
        letters=tuple(letter.shown for letter in document.letters),
        blocks=tuple(blocks.values()),
        last_row=last_row,
        page_ends=tuple(page_ends(top, heights, scale, size)),
        phases=len(document.whole.phases),
        load_titles=tuple(load_titles(document)),
        limits=(document.thresholds.load_position, document.thresholds.load_phase),
        filtered=bool(document.filtered),
        described=len(document.described),
    )


def _widths(document: MatrixDocument) -> tuple[int, ...]:
    """Of each position's column: no word of its title or its holder is broken."""
    return tuple(
        max(width_for(text, *POSITION_WIDTHS) for text in (document.text(position.title), position.holder))
        for position in document.whole.positions
    )


def _top_lines(document: MatrixDocument, widths: Sequence[int]) -> tuple[int, ...]:
    """How many lines the shown rows above the matrix have; the last two head every page: holders and titles."""
    pairs = list(zip(document.whole.positions, widths, strict=True))
    holders = (lines_of_words(position.holder, width) for position, width in pairs)
    titles = (lines_of_words(document.text(position.title), width) for position, width in pairs)
    name = lines_of_title(document.whole.name, FRONT_WIDTH)
    told = (lines_of(text, FRONT_WIDTH) for text in (_state(document), document.filtered))
    return name, *told, max(holders, default=1), max([2, *titles])


def _state(document: MatrixDocument) -> str:
    return " · ".join(filter(None, (document.whole.organization, document.status, document.date)))


def _head(document: MatrixDocument, lines: Sequence[int], styles: Mapping[str, int]) -> Iterator[str]:
    """Title, status, filter, hidden ids, holders, titles."""
    matrix = document.whole
    columns = _position_columns(document)
    marks = _marks(document, styles)
    title = text_cell("B", 1, styles, "name", matrix.name)
    yield row_xml(1, [marks[0], title], lines=lines[0])
    state = text_cell("B", 2, styles, "told", _state(document))
    yield row_xml(2, [marks[1], state], lines=lines[1])
    filtered = text_cell("B", 3, styles, "told", document.filtered)
    yield row_xml(3, [marks[2], filtered], lines=lines[2])
    ids = [number_cell(column, 4, styles["note"], position.id) for column, position in columns]
    yield row_xml(4, [marks[3], *ids] if document.internal else [], hidden=True)
    yield row_xml(5, _holders(document, columns, styles), lines=lines[-2])
    yield row_xml(HEAD_ROW, _titles(document, columns, styles), lines=lines[-1])


def _marks(document: MatrixDocument, styles: Mapping[str, int]) -> tuple[str, str, str, str]:
    """The hidden cells of the first four rows: what a file that comes back is of; a posting never comes back."""
    mark = text_cell("A", 1, styles, "note", FORMAT)
    if not document.internal:
        return mark, "", "", ""
    project, version, language = _stamp(document)
    return (
        mark,
        number_cell("A", 2, styles["note"], int(project)),
        number_cell("A", 3, styles["note"], int(version)),
        text_cell("A", 4, styles, "note", language),
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
            yield text_cell(column, 5, styles, "vacant", _("Vacant"))
        else:
            yield text_cell(column, 5, styles, "holder", position.holder)


def _titles(
    document: MatrixDocument, columns: Sequence[tuple[str, PositionColumn]], styles: Mapping[str, int]
) -> Iterator[str]:
    for column, text in zip("ABCD", (_("Key"), _("Phase"), _("Code"), _("Duty")), strict=True):
        yield text_cell(column, HEAD_ROW, styles, "head", text)
    for column, position in columns:
        text = document.text(position.title)
        yield text_cell(column, HEAD_ROW, styles, "head_center", text)
    yield text_cell(column_name(FIRST_COLUMN + len(columns)), HEAD_ROW, styles, "head_center", _("Count of A"))
