"""The rows of the workbook sheet *Par poste*: how often each letter, and points by phase."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from aispec.web.fields.text import one_line
from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import load_widths
from roles.exports.documents.matrix_xlsx.list_sheets import Styles, row_of, top_rows
from roles.exports.documents.matrix_xlsx.matrix_sheet import Bands, duty_rows
from roles.exports.documents.matrix_xlsx.shape import FIRST_COLUMN, HEAD_ROW
from roles.formats.xlsx.cells import column_name, formula_cell, lines_of, row_xml, text_cell
from roles.matrix.load import points_of
from roles.workload.documents.load import points_in_words
from roles.workload.domain.by_position import phase_counts


def load_titles(document: MatrixDocument) -> list[str]:
    """The titles of the columns; names of people in an internal document only."""
    who = [_("Position"), _("Holder")] if document.internal else [_("Position")]
    phases = [one_line(document.phase_short(phase)) for phase in document.whole.phases]
    return [*who, *[letter.shown for letter in document.letters], _("Points"), *phases]


def load_rows(document: MatrixDocument, bands: Bands, styles: Styles) -> Iterator[str]:
    """One row a position, over all duties shown that apply: formulas, so that they follow whoever edits the file."""
    note = (points_in_words(document.thresholds, document.letters), document.filtered)
    titles = load_titles(document)
    who = 2 if document.internal else 1
    widths = load_widths(document.internal, titles)
    yield from top_rows(styles, _("By position"), " · ".join(filter(None, note)), sum(widths))
    yield row_of(styles, 4, titles, ["head"] * who + ["head_center"] * (len(titles) - who), widths)
    counts, points = _figures(document)
    formulas, vacant = _formulas(document, bands, who), _("Vacant")
    for index, position in enumerate(document.whole.positions):
        row, title = 5 + index, document.text(position.title)
        texts = [title, position.holder or vacant] if document.internal else [title]
        cells = [text_cell(column_name(at), row, styles, "text", text) for at, text in enumerate(texts, start=1)]
        values = [*counts[index], sum(points[index]), *points[index]]
        name = column_name(FIRST_COLUMN + index)
        for at, (formula, value) in enumerate(zip(formulas, values, strict=True), start=who + 1):
            here = formula.replace("@", name).replace("#", str(row))
            cells.append(formula_cell(column_name(at), row, styles["number"], here, value))
        yield row_xml(row, cells, lines=max(map(lines_of, texts, widths)))


def _formulas(document: MatrixDocument, bands: Bands, who: int) -> list[str]:
    """What counts the letters of the position whose column is `@` and whose row is `#`: letters, points, by phase."""
    blocks, last = duty_rows(bands)
    worth = [(letter.shown, document.thresholds.points(letter)) for letter in document.letters]
    sheet = f"'{_('Matrix')}'"

    def points(block: tuple[int, int] | None) -> str:
        counted = (
            [f'COUNTIF({sheet}!@${block[0]}:@${block[1]},"{x}")*{each}' for x, each in worth if each] if block else []
        )
        return "+".join(counted) or "0"

    letters = [f'COUNTIF({sheet}!@${HEAD_ROW + 1}:@${max(last, HEAD_ROW + 1)},"{x}")' for x, _worth in worth]
    total = "+".join(f"{column_name(at)}#*{each}" for at, (_x, each) in enumerate(worth, start=who + 1))
    return [*letters, total, *[points(blocks.get(phase.id)) for phase in document.whole.phases]]


def _figures(document: MatrixDocument) -> tuple[list[list[int]], list[list[int]]]:
    """For each position: the count of each letter, and the points of each phase."""
    matrix, letters = document.shown, [letter.value for letter in document.letters]
    counts = [[count[letter] for letter in letters] for count in matrix.counts]
    points = [[points_of(count, document.thresholds) for count in phases] for phases in phase_counts(matrix)]
    return counts, points
