"""The rows of the workbook sheet *Par poste*: how often each letter, and points by phase."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import FIRST_COLUMN, HEAD_ROW, load_widths
from roles.exports.documents.matrix_xlsx.list_sheets import Styles, row_of, top_rows
from roles.exports.documents.matrix_xlsx.matrix_sheet import Bands, duty_rows
from roles.formats.xlsx.cells import column_name, formula_cell, lines_of, row_xml, text_cell
from roles.matrix.load import points_of
from roles.workload.documents.load import points_in_words
from roles.workload.domain.by_position import phase_counts


def load_titles(document: MatrixDocument) -> list[str]:
    """The titles of the columns; names of people in an internal document only."""
    who = [_("Position"), _("Holder")] if document.internal else [_("Position")]
    phases = [f"{phase.number} {phase.short_name}" for phase in document.whole.phases]
    return [*who, *[letter.shown for letter in document.letters], _("Points"), *phases]


def load_rows(document: MatrixDocument, bands: Bands, styles: Styles) -> Iterator[str]:
    """One row a position, over all duties shown that apply: formulas, so that they follow whoever edits the file."""
    note = (points_in_words(document.thresholds, document.letters), document.filtered)
    yield from top_rows(styles, _("By position"), " · ".join(filter(None, note)))
    titles = load_titles(document)
    who = 2 if document.internal else 1
    widths = load_widths(document.internal, len(titles))
    yield row_of(styles, 4, titles, ["head"] * who + ["head_center"] * (len(titles) - who), widths)
    counts, points = _figures(document)
    formulas = _Formulas(document, bands, who)
    for index, position in enumerate(document.whole.positions):
        row, title = 5 + index, document.text(position.title)
        texts = [title, position.holder or _("Vacant")] if document.internal else [title]
        cells = [
            text_cell(column_name(at), row, styles["text"], text, styles["text_quoted"])
            for at, text in enumerate(texts, start=1)
        ]
        values = [*counts[index], sum(points[index]), *points[index]]
        for at, (formula, value) in enumerate(zip(formulas.of(index, row), values, strict=True), start=who + 1):
            cells.append(formula_cell(column_name(at), row, styles["number"], formula, value))
        yield row_xml(row, cells, lines=max(map(lines_of, texts, widths)))


class _Formulas:
    """What counts the letters of a position in the sheet of the matrix."""

    def __init__(self, document: MatrixDocument, bands: Bands, who: int) -> None:
        blocks, self.last = duty_rows(bands)
        self.sheet = f"'{_('Matrix')}'"
        self.letters = [letter.shown for letter in document.letters]
        self.worth = [document.thresholds.points(letter) for letter in document.letters]
        self.blocks = [blocks.get(phase.id) for phase in document.whole.phases]
        self.columns = [column_name(who + 1 + at) for at in range(len(self.letters))]

    def of(self, position: int, row: int) -> Iterator[str]:
        """How often each letter, all points, the points of each phase."""
        name = column_name(FIRST_COLUMN + position)
        whole = self._area(name, HEAD_ROW + 1, max(self.last, HEAD_ROW + 1))
        for letter in self.letters:
            yield f'COUNTIF({whole},"{letter}")'
        yield "+".join(f"{at}{row}*{worth}" for at, worth in zip(self.columns, self.worth, strict=True))
        for block in self.blocks:
            yield self._points(self._area(name, *block)) if block else "0"

    def _area(self, column: str, first: int, last: int) -> str:
        return f"{self.sheet}!{column}${first}:{column}${last}"

    def _points(self, area: str) -> str:
        counted = zip(self.letters, self.worth, strict=True)
        return "+".join(f'COUNTIF({area},"{letter}")*{worth}' for letter, worth in counted if worth) or "0"


def _figures(document: MatrixDocument) -> tuple[list[list[int]], list[list[int]]]:
    """For each position: the count of each letter, and the points of each phase."""
    matrix, letters = document.shown, [letter.value for letter in document.letters]
    counts = [[count[letter] for letter in letters] for count in matrix.counts]
    points = [[points_of(count, document.thresholds) for count in phases] for phases in phase_counts(matrix)]
    return counts, points
