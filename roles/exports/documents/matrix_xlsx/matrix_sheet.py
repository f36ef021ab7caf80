"""The rows of the workbook sheet *Matrice*: a band for each phase, a row for each duty, a cell for each letter."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import count

from roles.enums import APPROVING, Letter
from roles.exports.documents.matrix import MatrixDocument
from roles.exports.documents.matrix_xlsx.shape import DUTY_WIDTH, FIRST_COLUMN, HEAD_ROW, PHASE_WIDTH
from roles.formats.xlsx.cells import (
    column_name,
    formula_cell,
    lines_of,
    lines_of_words,
    number_cell,
    row_xml,
    text_cell,
)
from roles.matrix.matrix import DutyRow, PhaseBand

Bands = Sequence[tuple[PhaseBand, tuple[DutyRow, ...]]]
Styles = Mapping[str, int]
Prepared = tuple[str, Mapping[str, str]]
_SHOWN = {letter.value: letter.shown for letter in Letter}


def duty_rows(bands: Bands) -> tuple[dict[int, tuple[int, int]], int]:
    """First and last row of the duties of each phase that has some, by its id, and the last row of all."""
    blocks, row = {}, HEAD_ROW
    for phase, duties in bands:
        row += 1
        if duties:
            blocks[phase.id] = (row + 1, row + len(duties))
        row += len(duties)
    return blocks, row


def lines_by_duty(document: MatrixDocument, bands: Bands) -> list[list[int]]:
    """How many lines the row of each duty has, by phase."""
    names = (lines_of_words(document.phase_short(phase), PHASE_WIDTH) for phase, _duties in bands)
    return [
        [max(lines, lines_of(document.duty_text(duty), DUTY_WIDTH)) for duty in duties]
        for lines, (_phase, duties) in zip(names, bands, strict=True)
    ]


def body_rows(
    document: MatrixDocument, bands: Bands, heights: Sequence[Sequence[int]], styles: Styles
) -> Iterator[str]:
    """The bands and their duties, below the head; `heights` are the lines of the duties."""
    positions = document.whole.positions
    columns = [column_name(FIRST_COLUMN + index) for index in range(len(positions) + 1)]
    looks = [styles["cell_vacant" if document.internal and p.vacant else "cell"] for p in positions]
    prepared = [_prepared(column, look) for column, look in zip(columns[:-1], looks, strict=True)]
    numbers = count(HEAD_ROW + 1)
    for (phase, duties), lines in zip(bands, heights, strict=True):
        yield _band(document, phase, next(numbers), columns, styles)
        name = document.phase_short(phase)
        for duty, each in zip(duties, lines, strict=True):
            row = next(numbers)
            cells = _letters(prepared, columns, duty, row, styles)
            yield row_xml(row, [_front(document, name, duty, row, styles), *cells], lines=each)


def _prepared(column: str, style: int) -> Prepared:
    """What stands before and after the row number in the cells of a column, the latter by letter."""
    ends = {letter: f'" s="{style}" t="inlineStr"><is><t>{shown}</t></is></c>' for letter, shown in _SHOWN.items()} | {
        "": f'" s="{style}"/>'
    }
    return f'<c r="{column}', ends


def _band(document: MatrixDocument, phase: PhaseBand, row: int, columns: Sequence[str], styles: Styles) -> str:
    label = " · ".join(filter(None, (document.phase_label(phase), document.text(phase.lead_in))))
    blank = [text_cell(column, row, styles, "band", "") for column in ("C", "D", *columns)]
    return row_xml(row, [text_cell("B", row, styles, "band", label), *blank])


def _front(document: MatrixDocument, phase: str, duty: DutyRow, row: int, styles: Styles) -> str:
    """The hidden id (a posting has none), the phase (the filter's), the code and the duty."""
    look = "text" if duty.applicable else "off"
    code = "soft" if duty.applicable else "off"
    return "".join(
        (
            number_cell("A", row, styles["note"], duty.id) if document.internal else "",
            text_cell("B", row, styles, "phase", phase),
            text_cell("C", row, styles, code, duty.code),
            text_cell("D", row, styles, look, document.duty_text(duty)),
        )
    )


def _letters(
    prepared: Sequence[Prepared], columns: Sequence[str], duty: DutyRow, row: int, styles: Styles
) -> list[str]:
    """The letters, and how many approve: a formula, so that it follows whoever edits the file."""
    if not duty.applicable:
        return [text_cell(column, row, styles, "off", "") for column in columns]
    *letters, count_column = columns
    if not letters:
        return [number_cell(count_column, row, styles["number"], 0)]
    cells = [f"{start}{row}{ends[letter]}" for (start, ends), letter in zip(prepared, duty.letters, strict=True)]
    area = f"{letters[0]}{row}:{letters[-1]}{row}"
    approvals = sum(letter in APPROVING for letter in duty.letters)
    formula = f'COUNTIF({area},"A")+COUNTIF({area},"A/R")'
    return [*cells, formula_cell(count_column, row, styles["number"], formula, approvals)]
