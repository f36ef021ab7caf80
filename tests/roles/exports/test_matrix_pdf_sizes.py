"""The PDF of matrices of all sizes, by where its words stand: nothing is cut, and no phase ends a page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any, NamedTuple

import pytest
from django.utils.translation import override
from pypdf import PageObject, PdfReader

from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.formats.paper import Mode, Paper, column_blocks
from roles.matrix.matrix import Matrix, PhaseBand
from tests.roles.matrices import matrix_of

POINTS_PER_MM = 72 / 25.4
MARGIN, FOOT = 12 * POINTS_PER_MM, 15 * POINTS_PER_MM
BADGE = 10  # how wide a letter is drawn at least
SIZES = [
    (3, 5, Paper.AUTO),
    (3, 200, Paper.AUTO),
    (10, 51, Paper.ISO),
    (11, 120, Paper.AUTO),
    (37, 12, Paper.LETTER),
    (60, 5, Paper.AUTO),
    (60, 30, Paper.ISO),
]


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with override("fr"):
        yield


class Word(NamedTuple):
    """A text as it was drawn, and where."""

    text: str
    x: float
    y: float


def words_of(page: PageObject) -> list[Word]:
    found: list[Word] = []

    def note(text: str, cm: list[float], tm: list[float], *_font: Any) -> None:
        if text.strip():
            x, y = tm[4], tm[5]
            found.append(Word(text.strip(), x * cm[0] + y * cm[2] + cm[4], x * cm[1] + y * cm[3] + cm[5]))

    page.extract_text(visitor_text=note)
    return found


def matrix(positions: int, duties: int) -> Matrix:
    """Every cell holds a C; a phase is five duties long, so that many a band comes near the end of a page."""
    plain = matrix_of([["C"] * positions] * duties, titles=[f"Poste{number}." for number in range(positions)])
    phases = tuple(
        PhaseBand(number, number, f"etape-{number}", f"Étape {number}.", f"Étape {number}", "")
        for number in range(1, -(-duties // 5) + 1)
    )
    rows = tuple(duty._replace(phase_id=1 + index // 5) for index, duty in enumerate(plain.duties))
    return replace(plain, phases=phases, duties=rows)


def letters_on(page: PageObject, blocks: Sequence[int]) -> int:
    """How many letters stand on a page, on which nothing is cut and no phase ends."""
    words, width, number = words_of(page), float(page.mediabox.width), page.page_number
    body = [word for word in words if word.y > FOOT]
    assert all(MARGIN - 1 <= word.x <= width - MARGIN for word in words), number
    top = next(word.y for word in body if word.text == "Tâche")
    cells = [word for word in body if word.text == "C" and word.y < top]
    assert all(word.x <= width - MARGIN - BADGE for word in cells), number
    lowest = min(word.y for word in body)
    last = [word.text for word in body if word.y < lowest + 4]
    assert not any("Étape" in text for text in last), (number, last)
    widths = set(Counter(round(word.y) for word in cells).values())
    assert widths <= set(blocks), number  # no row lacks a letter
    return len(cells)


@pytest.mark.parametrize(("positions", "duties", "paper"), SIZES)
def test_every_column_is_whole_and_no_band_ends_a_page(positions: int, duties: int, paper: Paper) -> None:
    document = prepare(matrix(positions, duties), [], mode=Mode.POSTING, day=date(2026, 11, 23))
    pages = PdfReader(BytesIO(matrix_pdf(document, paper))).pages
    blocks = [len(block) for block in column_blocks(positions, paper.resolved(positions))]
    assert sum(letters_on(page, blocks) for page in pages) == positions * duties


@pytest.mark.parametrize(
    ("positions", "duties", "paper"),
    [(2, 28, Paper.LETTER), (2, 65, Paper.LETTER), (2, 35, Paper.TABLOID), (20, 47, Paper.AUTO), (20, 49, Paper.AUTO)],
)
def test_totals_stay_with_the_last_duty(positions: int, duties: int, paper: Paper) -> None:
    whole = matrix_of([["C"] * positions] * duties)
    document = prepare(whole, [], mode=Mode.INTERNAL, day=date(2026, 11, 23))
    pages = [page.extract_text() for page in PdfReader(BytesIO(matrix_pdf(document, paper))).pages]
    with_totals = [page for page in pages if "Charge" in page]
    assert with_totals
    assert all(f"Tâche {duties}" in page for page in with_totals)
