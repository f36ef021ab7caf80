"""The rows of the *Par poste* sheet: how often each letter, and points by phase."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from roles.documents.matrix_document import MatrixDocument
from roles.documents.matrix_xlsx_lists import Cell, Styles, row_of, top_rows
from roles.documents.matrix_xlsx_shell import load_widths
from roles.domain.matrix import PositionColumn


def load_titles(document: MatrixDocument) -> list[str]:
    """The titles of the columns; names of people in an internal document only."""
    who = [_("Position"), _("Holder")] if document.internal else [_("Position")]
    phases = [document.phase_label(phase) for phase in document.whole.phases]
    return [*who, *[letter.shown for letter in document.letters], _("Points"), *phases]


def load_rows(document: MatrixDocument, styles: Styles) -> Iterator[str]:
    """One row a position, over all duties of the project that apply, whatever the filter."""
    limits = document.thresholds
    yield from top_rows(styles, _("By position"), _limits_in_words(document))
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


def _limits_in_words(document: MatrixDocument) -> str:
    limits = document.thresholds
    worth = ", ".join(f"{letter.shown} {limits.points(letter)}" for letter in document.letters)
    return _(
        "Points: %(worth)s. Limits: %(position)s a position, %(phase)s a position and phase "
        "(this project's own choice). All duties that apply."
    ) % {"worth": worth, "position": limits.load_position, "phase": limits.load_phase}


def _figures(document: MatrixDocument) -> tuple[list[list[int]], list[list[int]]]:
    """For each position: the count of each letter, and the points of each phase."""
    import pandas as pd  # noqa: PLC0415

    matrix, letters = document.whole, document.letters
    number = {letter.value: index for index, letter in enumerate(letters, start=1)} | {"": 0}
    duties = [duty for duty in matrix.duties if duty.applicable]
    cells = pd.DataFrame(
        [[number[letter] for letter in duty.letters] for duty in duties],
        index=[duty.phase_id for duty in duties],
        columns=range(len(matrix.positions)),
        dtype="int8",
    )
    worth = pd.array([0, *[document.thresholds.points(letter) for letter in letters]], dtype="int64").to_numpy()
    counts = [(cells == number[letter]).to_numpy().sum(axis=0) for letter in letters]
    points = pd.DataFrame(worth[cells.to_numpy()], index=cells.index).groupby(level=0).sum()
    points = points.reindex([phase.id for phase in matrix.phases], fill_value=0)
    return [list(map(int, column)) for column in zip(*counts, strict=True)], points.to_numpy().T.tolist()
