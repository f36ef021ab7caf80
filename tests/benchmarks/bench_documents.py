"""Excel and PDF of the matrix, findings included, each beside what its peer makes of the same letters.

The PDFs are made in a process of their own, which also tells its peak of memory.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import date
from html import escape
from io import BytesIO
from multiprocessing import get_context

import django
from django.utils.translation import override

from roles.checks.domain.check import check
from roles.enums import Letter
from roles.exports.documents.matrix import MatrixDocument, prepare
from roles.exports.documents.matrix_pdf import matrix_tree
from roles.exports.documents.matrix_xlsx.layout import shell_of
from roles.exports.documents.matrix_xlsx.workbook import matrix_xlsx
from roles.formats.paper import Mode, Paper
from roles.formats.pdf.render import PRINT, rendered
from roles.matrix.matrix import Matrix, load_matrix
from tests.benchmarks.harness import Figure, against, benchmark, best_of, cpu_seconds, peak
from tests.benchmarks.worlds import world

LETTERS = {letter.value: letter.shown for letter in Letter} | {"": ""}
LOOKS = {
    "A": "background:#1f5247;color:#fff",
    "AR": "background:#5e9c88",
    "R": "background:#cde5da",
    "C": "color:#1e4f80",
}


def matrix_of(duties: int, positions: int) -> Matrix:
    """The matrix of a project of that size, in French."""
    return load_matrix(world(duties, positions).pk, "fr")


def document_of(matrix: Matrix) -> MatrixDocument:
    """The document of a matrix, checked now."""
    return prepare(matrix, check(matrix), mode=Mode.INTERNAL, day=date(2026, 11, 23))


@benchmark
def excel() -> Iterator[Figure]:
    """The whole workbook; its shell is kept by shape, so the first of a shape is told apart."""
    small, large = matrix_of(51, 20), matrix_of(500, 50)
    with override("fr"):
        yield against(
            "Excel 51 × 20, whole workbook", lambda: matrix_xlsx(document_of(small)),
            "pandas DataFrame.to_excel, unformatted", lambda: pandas_excel(small), limit=0.5,
        )  # fmt: skip
        yield against(
            "Excel 500 × 50, whole workbook", lambda: matrix_xlsx(document_of(large)),
            "XlsxWriter, formatted matrix sheet", lambda: xlsxwriter_excel(large), limit=0.4, times=10,
        )  # fmt: skip
        yield Figure("Excel 51 × 20, first of its shape", best_of(lambda: first_of_shape(small), 5) * 1000, "ms")


def first_of_shape(matrix: Matrix) -> None:
    """With the shell made anew."""
    shell_of.cache_clear()
    matrix_xlsx(document_of(matrix))


def pandas_excel(matrix: Matrix) -> None:
    """The letters as pandas writes them by default."""
    import pandas as pd  # noqa: PLC0415

    letters = [[LETTERS[letter] for letter in duty.letters] for duty in matrix.duties]
    frame = pd.DataFrame(
        letters, index=[duty.text for duty in matrix.duties], columns=[p.title for p in matrix.positions]
    )
    frame.to_excel(BytesIO())


def xlsxwriter_excel(matrix: Matrix) -> None:
    """The matrix sheet alone, with a format a letter."""
    import xlsxwriter  # noqa: PLC0415

    workbook = xlsxwriter.Workbook(BytesIO(), {"in_memory": True})
    sheet = workbook.add_worksheet()
    looks = {letter: workbook.add_format({"align": "center", "border": 1, "bold": letter == "A"}) for letter in LETTERS}
    text = workbook.add_format({"text_wrap": True, "border": 1})
    for column, position in enumerate(matrix.positions):
        sheet.write_string(0, column + 3, position.title, text)
    names = {phase.id: phase.name for phase in matrix.phases}
    for row, duty in enumerate(matrix.duties, start=1):
        for column, words in enumerate((names[duty.phase_id], duty.code, duty.text)):
            sheet.write_string(row, column, words, text)
        for column, letter in enumerate(duty.letters, start=3):
            sheet.write(row, column, LETTERS[letter], looks[letter])
    sheet.freeze_panes(1, 3)
    sheet.autofilter(0, 0, len(matrix.duties), len(matrix.positions) + 2)
    workbook.close()


@benchmark
def pdf() -> Iterator[Figure]:
    """PDF/UA-1 against a plain table by the same engine: collapsed borders, inline styles, no tags."""
    for duties, positions, limit, times in ((51, 20, 0.3, 5), (500, 50, 0.2, 2)):
        matrix = matrix_of(duties, positions)
        own, own_peak = in_child(own_pdf, matrix, times)
        other, other_peak = in_child(plain_pdf, matrix, times)
        detail = f"{own:.2f} s against {other:.2f} s, {other_peak:.0f} MiB, plain table"
        yield Figure(f"PDF/UA-1 {duties} × {positions}", own / other, "×", limit, detail)
        yield Figure(f"PDF/UA-1 {duties} × {positions}, peak", own_peak, "MiB", 250)


def in_child(make: Callable[[Matrix], object], matrix: Matrix, times: int) -> tuple[float, float]:
    """The least processor seconds of a render in a new process, and the peak of the first one in MiB."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup) as pool:
        return pool.submit(_measured, make, matrix, times).result()


def _measured(make: Callable[[Matrix], object], matrix: Matrix, times: int) -> tuple[float, float]:
    with override("fr"):
        make(replace(matrix, duties=matrix.duties[:2]))  # the engine and its fonts are loaded once
        first, highest = cpu_seconds(lambda: make(matrix)), peak()
        return min([first, *(cpu_seconds(lambda: make(matrix)) for _ in range(times - 1))]), highest


def own_pdf(matrix: Matrix) -> bytes:
    """The document as people get it, made here whatever its size."""
    return rendered(matrix_tree(document_of(matrix), Paper.AUTO), PRINT)


def plain_pdf(matrix: Matrix) -> bytes:
    """The straightforward table."""
    from weasyprint import HTML  # noqa: PLC0415

    cell = "border:1px solid #999;padding:2px;text-align:center"
    heads = "".join(f'<th style="{cell}">{escape(title)}</th>' for title in ("Code", "Tâche", *_titles(matrix)))
    rows = "".join(
        f'<tr><td style="{cell}">{duty.code}</td><td style="{cell};text-align:left">{escape(duty.text)}</td>'
        + "".join(f'<td style="{cell};{LOOKS.get(letter, "")}">{LETTERS[letter]}</td>' for letter in duty.letters)
        for duty in matrix.duties
    )
    page = "<style>@page { size: A3 landscape; margin: 12mm }</style>"
    table = f'<table style="border-collapse:collapse;width:100%"><thead><tr>{heads}</tr></thead>{rows}</table>'
    body: bytes = HTML(string=f'{page}<body style="font:8pt sans-serif">{table}').write_pdf()
    return body


def _titles(matrix: Matrix) -> list[str]:
    return [f"{position.title}, {position.holder}" for position in matrix.positions]
