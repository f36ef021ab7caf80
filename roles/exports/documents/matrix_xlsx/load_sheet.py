"""The rows of the workbook sheet *Par poste*: how often each letter, and points by phase."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.layout import load_widths
from roles.exports.documents.matrix_xlsx.list_sheets import Cell, Styles, row_of, top_rows
from roles.matrix.load import points_of
from roles.matrix.matrix import PositionColumn
from roles.workload.documents.load import points_in_words
from roles.workload.domain.by_position import phase_counts


def load_titles(document: MatrixDocument) -> list[str]:
    """The titles of the columns; names of people in an internal document only."""
    who = [_("Position"), _("Holder")] if document.internal else [_("Position")]
    phases = [f"{phase.number} {phase.short_name}" for phase in document.whole.phases]
    return [*who, *[letter.shown for letter in document.letters], _("Points"), *phases]


def load_rows(document: MatrixDocument, styles: Styles) -> Iterator[str]:
    """One row a position, over all duties shown that apply."""
    limits = document.thresholds
    yield from top_rows(styles, _("By position"), points_in_words(limits, document.letters))
    titles = load_titles(document)
    widths = load_widths(document.internal, len(titles))
    who = 2 if document.internal else 1
    yield row_of(styles, 4, titles, ["head"] * who + ["head_center"] * (len(titles) - who), widths)
    counts, points = _figures(document)
    for index, position in enumerate(document.whole.positions):
        total = sum(points[index])
        over = ["number"] * len(counts[index]) + ["over" if total > limits.load_position else "number"]
        over += ["over" if value > limits.load_phase else "number" for value in points[index]]
        values: list[Cell] = [*_who(document, position), *counts[index], total, *points[index]]
        yield row_of(styles, 5 + index, values, ["text"] * who + over, widths)


def _who(document: MatrixDocument, position: PositionColumn) -> list[str]:
    title = document.text(position.title)
    return [title, position.holder or _("Vacant")] if document.internal else [title]


def _figures(document: MatrixDocument) -> tuple[list[list[int]], list[list[int]]]:
    """For each position: the count of each letter, and the points of each phase."""
    matrix, letters = document.shown, [letter.value for letter in document.letters]
    counts = [[count[letter] for letter in letters] for count in matrix.counts]
    points = [[points_of(count, document.thresholds) for count in phases] for phases in phase_counts(matrix)]
    return counts, points
