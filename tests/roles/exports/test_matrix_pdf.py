"""The PDF of a matrix, read back by pypdf: its tags, its pages, its words."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from pypdf import PdfReader

from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.formats.paper import Mode, Paper
from roles.formats.pdf.fonts import FONTS, NAMES, made_font
from roles.grid.domain.filters import MatrixFilter
from roles.matrix.matrix import Matrix
from tests.roles.matrices import matrix_of

DAY = date(2026, 11, 23)
SMALL = matrix_of([["A", "R", ""], ["AR", "C", "I"], ["", "", ""]], holders=["Maïka Essai", "", "Noé Essai"])


@pytest.fixture(autouse=True)
def _in_french() -> Iterator[None]:
    with override("fr"):
        yield


def read(
    matrix: Matrix, mode: Mode = Mode.INTERNAL, paper: Paper = Paper.AUTO, kept: MatrixFilter | None = None
) -> PdfReader:
    document = prepare(matrix, check(matrix), mode=mode, day=DAY, chosen=kept)
    return PdfReader(BytesIO(matrix_pdf(document, paper)))


def words(reader: PdfReader) -> str:
    return "\n".join(page.extract_text() for page in reader.pages)


def tags(reader: PdfReader) -> list[str]:
    """The kinds of the elements of the structure tree."""
    found: list[str] = []
    root: Any = reader.trailer["/Root"]
    waiting = [root["/StructTreeRoot"]]
    while waiting:
        element = waiting.pop().get_object()
        kids = element.get("/K", []) if hasattr(element, "get") else []
        if hasattr(element, "get") and "/S" in element:
            found.append(element["/S"])
        waiting += [kid for kid in (kids if isinstance(kids, list) else [kids]) if hasattr(kid.get_object(), "get")]
    return found


def test_pdf_is_tagged_with_headers_cells_language_and_bookmarks() -> None:
    reader = read(SMALL)
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "fr-CA"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    kinds = tags(reader)
    assert {"/Table", "/TH", "/TD", "/H1", "/H2"} <= set(kinds)
    assert kinds.count("/Table") == 1
    titles = [
        getattr(entry, "title", "")
        for level in reader.outline
        for entry in (level if isinstance(level, list) else [level])
    ]
    assert titles == ["Prévision", "1 Étape 1", "2 Étape 2", "Points à régler", "Approbations"]


def test_pdf_says_version_findings_legend_and_page() -> None:
    text = words(read(SMALL))
    for expected in ("Version 12, brouillon", "23 novembre 2026", "Réalisation", "Points à régler", "Page 1 sur 1"):
        assert expected in text
    assert "Maïka Essai" in text
    assert "À pourvoir" in text
    assert "A/R" in text


def test_pdf_in_english_is_english() -> None:
    with override("en"):
        text = words(read(replace(SMALL, language="en")))
    assert "Page 1 of 1" in text
    assert "Vacant" in text


def test_posting_has_neither_names_nor_findings() -> None:
    text = words(read(SMALL, Mode.POSTING))
    assert "Poste 1" in text
    for hidden in ("Essai", "À pourvoir", "Points à régler", "constat"):
        assert hidden not in text


@pytest.mark.parametrize(
    ("paper", "size"),
    [(Paper.LETTER, (792, 612)), (Paper.TABLOID, (1224, 792)), (Paper.A4, (842, 595)), (Paper.A3, (1191, 842))],
)
def test_paper_is_landscape_of_the_size_chosen(paper: Paper, size: tuple[int, int]) -> None:
    box = read(SMALL, paper=paper).pages[0].mediabox
    assert (round(box.width), round(box.height)) == size


@pytest.mark.parametrize(("positions", "blocks"), [(3, 1), (8, 1), (18, 1), (20, 2), (50, 2)])
def test_columns_are_split_in_blocks_that_repeat_the_duty(positions: int, blocks: int) -> None:
    reader = read(matrix_of([["A"] + ["C"] * (positions - 1)]))
    assert tags(reader).count("/Table") == blocks
    text = words(reader)
    assert text.count("Tâche 1") == blocks
    assert all(f"Poste {number}" in text for number in range(1, positions + 1))


@pytest.mark.parametrize(
    ("duties", "order"),
    [
        (80, ("Postes 1 à 10 sur 20", "Tâche 40", "Postes 11 à 20 sur 20", "Tâche 41")),
        (30, ("Postes 1 à 10 sur 20", "Tâche 15", "Tâche 30", "Postes 11 à 20 sur 20")),
    ],
    ids=["long", "short"],
)
def test_all_positions_of_a_phase_come_before_the_next_phase_in_a_long_matrix(
    duties: int, order: tuple[str, ...]
) -> None:
    text = words(read(matrix_of([["C"] * 20] * duties)))
    places = [text.index(said) for said in order]
    assert places == sorted(places)


def test_header_is_repeated_on_every_page_of_the_table() -> None:
    reader = read(matrix_of([["A", "R"]] * 120))
    assert len(reader.pages) > 2
    pages = [page.extract_text() for page in reader.pages if "T1" in page.extract_text() or "T0" in page.extract_text()]
    assert all("Poste 1" in page for page in pages[:3])


def test_band_never_ends_a_page() -> None:
    reader = read(matrix_of([["A", "R"]] * 60))
    for page in reader.pages:
        lines = [line for line in page.extract_text().splitlines() if line.strip()]
        before_foot = [line for line in lines if not line.startswith(("Prévision", "Version", "Page"))]
        assert not before_foot[-1].startswith("2 Étape 2")


HAZARDS = ["<img src=http://192.0.2.1/x.png>", "url(file:///etc/passwd)", "=1+1", "a\x07b", "</table>", "x" * 400, "😀"]


@pytest.mark.parametrize("text", HAZARDS)
def test_typed_text_is_printed_and_reaches_nothing(text: str) -> None:
    matrix = matrix_of([["A", ""]], titles=[text, "Poste"], holders=[text, ""], texts=[text], name=text)
    reader = read(matrix)
    assert not reader.attachments
    shown = text.replace("\x07", "\\x07")
    if len(text) < 20:
        assert shown in words(reader)


@pytest.mark.parametrize(
    "matrix",
    [matrix_of([]), matrix_of([], titles=["Poste"]), matrix_of([[], []])],
    ids=["empty", "no duties", "no positions"],
)
@pytest.mark.parametrize("mode", Mode)
def test_pdf_of_any_shape_is_made(matrix: Matrix, mode: Mode) -> None:
    assert "Prévision" in words(read(matrix, mode))


def test_filter_is_said_and_hides_the_phases_it_empties() -> None:
    text = words(read(SMALL, kept=MatrixFilter(phase="etape-1")))
    assert "Filtre" in text
    assert "Étape 1" in text
    assert "Étape 2" not in text.split("Points à régler")[0]


def test_filtered_document_counts_what_it_shows_and_is_not_for_signature() -> None:
    text = words(read(SMALL, kept=MatrixFilter(phase="etape-1")))
    assert "0 R · 1 A" not in words(read(SMALL))  # A/R in T02, A in T01, both of the first position
    assert "1 R · 2 A" in text
    assert "tâches sur 2" in text
    assert "Approbations" not in text
    only_second = words(read(SMALL, kept=MatrixFilter(phase="etape-2")))
    assert "1 R · 2 A" not in only_second
    assert "Phase incomplète : Étape 1, Étape 2" in words(read(matrix_of([["A", ""], ["", ""]])))
    assert "Phase incomplète : Étape 2\n" in words(
        read(matrix_of([["A", ""], ["", ""]]), kept=MatrixFilter(phase="etape-2"))
    )


def test_every_page_of_a_filtered_document_names_the_filter() -> None:
    pages = read(matrix_of([["A", "R"]] * 200), kept=MatrixFilter(phase="etape-1")).pages
    assert len(pages) > 2
    assert all("Filtre : phase Étape 1" in page.extract_text() for page in pages)


@pytest.mark.parametrize(
    ("duties", "page", "first", "named"),
    [(60, 1, "2  Étape 2 30 sur 30", []), (62, 1, "T30 Tâche 30", ["1 Étape 1"]), (80, 2, "T66", ["2 Étape 2"])],
    ids=["begins", "goes on", "goes on to the end"],
)
def test_page_names_above_the_phase_that_goes_on_and_no_other(
    duties: int, page: int, first: str, named: list[str]
) -> None:
    """Of 31 duties that have room for 30, two go on: the last one never stands alone."""
    text = read(matrix_of([["A", "R"]] * duties)).pages[page].extract_text()
    rows = text.split("À pourvoir\n")[-1]
    assert rows.startswith(first)
    assert [line for line in text.splitlines() if re.fullmatch(r"\d Étape \d", line)] == named


@pytest.mark.parametrize(
    ("matrix", "kept", "said"),
    [
        (matrix_of([[], []]), None, "Aucun poste pour l’instant"),
        (matrix_of([], titles=["Poste"]), None, "Aucune tâche."),
        (SMALL, MatrixFilter(text="absent"), "Aucune tâche ne correspond au filtre."),
    ],
    ids=["no positions", "no duties", "empty filter"],
)
def test_empty_document_says_what_is_missing_and_is_not_for_signature(
    matrix: Matrix, kept: MatrixFilter | None, said: str
) -> None:
    text = words(read(matrix, kept=kept))
    assert said in text
    assert "Approbations" not in text
    assert "0 R · 0 A" not in text


def test_duty_that_does_not_apply_says_why() -> None:
    off = SMALL.duties[0]._replace(applicable=False, reason="Le client s'en charge")
    assert "Le client s’en charge" in words(read(replace(SMALL, duties=(off, *SMALL.duties[1:]))))


def test_every_font_is_our_own_and_embedded() -> None:
    fonts: Any = read(SMALL).pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    for font in fonts.values():
        (descendant,) = font.get_object()["/DescendantFonts"]
        assert "/FontFile2" in descendant.get_object()["/FontDescriptor"]
        assert any(name in font.get_object()["/BaseFont"] for name in ("Source-Sans", "Newsreader", "Atkinson", "RACI"))


def test_print_fonts_are_those_that_the_command_makes() -> None:
    assert sorted(path.name for path in FONTS.iterdir()) == sorted(NAMES)
    badges = "raci-badges.ttf"
    assert len(made_font(badges)) == (FONTS / badges).stat().st_size


@pytest.mark.parametrize(("positions", "paper"), [(10, Paper.A4), (11, Paper.A3)])
def test_paper_iso_grows_with_the_positions(positions: int, paper: Paper) -> None:
    assert Paper.ISO.resolved(positions) is paper
