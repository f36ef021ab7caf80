"""The structure of PDFs, of every family and of projects at all ends: what assistive technology goes by."""

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace

import pytest
from django.utils.translation import override

from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.formats.paper import Mode, Paper
from roles.formats.pdf import render
from roles.formats.pdf.render import PRINT, document, h, render_pdf
from roles.grid.domain.filters import MatrixFilter
from roles.matrix.matrix import Matrix
from tests.documents.families import BEFORE, DAY, FROZEN, MATRIX, PDFS, made, pdf_of
from tests.documents.structure import faults
from tests.roles.matrices import matrix_of

LONG = "Définit avec la clientèle les conditions de mise en production, les seuils et les mesures de repli. "


def said(text: str) -> Matrix:
    """A matrix whose every word is this one."""
    return matrix_of(
        [["A", "R"]] * 2, titles=[text[:200]] * 2, holders=[text[:200], ""], texts=[text] * 2, name=text[:200]
    )


def off(matrix: Matrix) -> Matrix:
    """The same, none of whose duties applies."""
    return replace(matrix, duties=tuple(duty._replace(applicable=False, reason="Ailleurs") for duty in matrix.duties))


MATRICES: dict[str, Matrix] = {
    "nothing": matrix_of([]),
    "no duties": matrix_of([], titles=["Poste"]),
    "no positions": matrix_of([[], []]),
    "one duty": matrix_of([["A"]]),
    "one duty, nobody": matrix_of([[""]]),
    "a phase without duties": replace(matrix_of([["A", "R"]] * 2), duties=matrix_of([["A", "R"]] * 2).duties[:1]),
    "no phases": replace(matrix_of([]), phases=()),
    "one position, two pages": matrix_of([["A"]] * 40),
    "nineteen positions": matrix_of([["A", *["C"] * 18]] * 3),
    "twenty positions, three pages": matrix_of([["A", *[""] * 19]] * 47),
    "sixty positions": matrix_of([["A", "C"] * 30]),
    "sixty positions without a letter": matrix_of([[""] * 60] * 2),
    "blocks phase by phase": matrix_of([["A", *[""] * 18]] * 61),
    "every letter": matrix_of([["A", "R", "AR", "C", "I", "S"]] * 2),
    "long word": said("x" * 300),
    "long text": said(LONG * 12),
    "emoji": said("Équipe 👩‍🚀 😀"),
    "chinese": said("山田太郎"),
    "arabic": said("مدير المشروع"),
    "hebrew": said("מנהל"),
    "control characters": said("a\x07b\r\nc\u2028d"),
    "markup": said("<b>&amp;</table>"),
    "descriptions": matrix_of([["A"]] * 2, descriptions=["Voir\nhttps://exemple.ca", LONG * 30]),
    "nothing applies": off(matrix_of([["A", "R"]] * 3)),
    "everybody vacant": matrix_of([["A", "R"]] * 3),
}
KEPT = {
    "empty filter": MatrixFilter(text="absent"),
    "one phase": MatrixFilter(phase="etape-2"),
    "gaps": MatrixFilter(gaps=True),
}


def written(matrix: Matrix, mode: Mode = Mode.INTERNAL, paper: Paper = Paper.AUTO, **more: object) -> bytes:
    with override(matrix.language):
        found = prepare(matrix, check(matrix), mode=mode, day=DAY, **more)  # type: ignore[arg-type]
        return matrix_pdf(found, paper)


@pytest.mark.parametrize("name", MATRICES)
def test_matrix_of_any_kind_keeps_its_structure(name: str) -> None:
    assert faults(written(MATRICES[name])) == []


@pytest.mark.parametrize("name", KEPT)
def test_filtered_matrix_keeps_its_structure(name: str) -> None:
    assert faults(written(matrix_of([["A", "R"], ["", ""], ["C", ""]]), chosen=KEPT[name])) == []


@pytest.mark.parametrize(
    "make",
    [
        lambda: written(MATRIX, Mode.POSTING),
        lambda: written(MATRIX, frozen=FROZEN),
        lambda: written(replace(BEFORE, language="en"), paper=Paper.A3),
        lambda: written(matrix_of([["A", *["C"] * 36]] * 2), paper=Paper.LETTER),
    ],
    ids=["posting", "frozen", "english", "thirty-seven positions on Letter"],
)
def test_matrix_for_any_purpose_keeps_its_structure(make: Callable[[], bytes]) -> None:
    assert faults(make()) == []


@pytest.mark.parametrize("name", PDFS)
def test_document_of_every_family_keeps_its_structure(name: str) -> None:
    assert faults(pdf_of(name)) == []


def test_checker_finds_text_that_belongs_nowhere_and_lists_of_no_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(render, "pages_tagged_once", nullcontext)  # as the library would have it
    found = " ".join(faults(made(PDFS["posting"])))
    for point in ("01-005 tagged but not reached", "09 {'Div'} in L"):
        assert point in found, (point, found)


def test_checker_finds_what_is_wrong() -> None:
    root, body = document("fr", "Essai", "Titre")
    h(body, "h2", "Un titre sans le premier")
    h(body, "h4", "Ni le troisième")
    table = h(body, "table")
    h(h(h(table, "tbody"), "tr"), "td", "un")
    wide = h(h(table, "tbody"), "tr")
    h(wide, "td", "deux")
    h(h(table, "tbody"), "tr")
    h(h(h(body, "ul"), "p"), "span", "aucun élément")
    root.attrib.pop("lang")
    found = " ".join(faults(render_pdf(root, PRINT).replace(b"/Artifact", b"/Artifice")))
    for point in ("11", "14-002", "14-003", "09 TR is empty", "09 a table without", "15-003", "09 {'P'} in L"):
        assert point in found, (point, found)
