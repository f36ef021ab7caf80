"""Text of documents: what people type is text in every file, or is refused by name."""

import json
from datetime import date
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.utils.escape import unescape

from aispec.web.words.folding import fold
from roles.formats.text import (
    EXCEL_LIMIT,
    DocumentRefused,
    checked,
    excel_footer,
    excel_text,
    file_name,
    is_formula,
    json_bytes,
    plain,
    printed,
)

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=80)


@given(ANY_TEXT)
def test_excel_text_of_any_text_reads_back_the_same(text: str) -> None:
    cell = ElementTree.fromstring(f"<t>{excel_text(text)}</t>").text or ""  # noqa: S314
    assert unescape(cell) == checked(text)


@given(ANY_TEXT)
def test_json_of_any_text_reads_back_the_same(text: str) -> None:
    assert json.loads(json_bytes({"text": text})) == {"text": text}


def test_json_of_half_a_character_is_refused() -> None:
    with pytest.raises(DocumentRefused):
        json_bytes(["a\ud800"])


@given(ANY_TEXT)
def test_printed_text_of_any_text_has_nothing_invisible_but_line_ends(text: str) -> None:
    assert not set(printed(text)) & {*map(chr, (*range(9), *range(11, 32), *range(127, 160)))}


@pytest.mark.parametrize("text", ["_x0041_", "_x005F_", "__x0041__", "a_x000D_b"])
def test_excel_text_that_looks_like_an_escape_stays_itself(text: str) -> None:
    assert unescape(excel_text(text)) == text
    assert excel_text(text) != text


def test_excel_text_as_long_as_a_cell_is_kept_and_longer_refused() -> None:
    assert excel_text("é" * EXCEL_LIMIT) == "é" * EXCEL_LIMIT
    with override("fr"), pytest.raises(DocumentRefused, match=str(EXCEL_LIMIT)):
        excel_text("é" * (EXCEL_LIMIT + 1))
    with pytest.raises(DocumentRefused):
        excel_text("😀" * (EXCEL_LIMIT // 2 + 1))


@pytest.mark.parametrize("write", [excel_text, excel_footer, printed])
def test_half_a_character_is_refused_with_its_text(write: object) -> None:
    assert callable(write)
    with pytest.raises(DocumentRefused, match="Saisie �"):
        write("Saisie \ud83d suite")


@pytest.mark.parametrize("text", ["a\r\nb", "a\rb", "a\nb", "a\u2028b"])
def test_line_ends_become_one_kind(text: str) -> None:
    assert checked(text) == "a\nb"


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "  =1+1"])
def test_text_that_begins_like_a_formula_is_noticed(text: str) -> None:
    assert is_formula(text)


@pytest.mark.parametrize("text", ["", "a=1", "1+1", "é"])
def test_ordinary_text_is_no_formula(text: str) -> None:
    assert not is_formula(text)


def test_footer_keeps_ampersands_as_text_and_stays_short() -> None:
    assert excel_footer("R&D &P\n&[Page]") == "R&&D &&P &&[Page]"
    assert len(excel_footer("x" * 300)) == 80


def test_control_character_is_printed_as_its_number() -> None:
    assert printed("a\x07b\ufffe") == "a\\x07b\\uFFFE"


def test_plain_text_is_typeset_without_marks_of_emphasis() -> None:
    assert plain("L'étape (*workflow*) :", "fr") == "L’étape (workflow)\u00a0:"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Prévision de la demande", "prevision-de-la-demande-v12-2026-11-23.xlsx"),
        ("../../etc/passwd\r\nX: y", "etcpasswd-x-y-v12-2026-11-23.xlsx"),
        ("x" * 300, f"{'x' * 60}-v12-2026-11-23.xlsx"),
        ("مصفوفة", "matrix-v12-2026-11-23.xlsx"),
    ],
)
def test_file_name_has_plain_letters(name: str, expected: str) -> None:
    with override("en"):
        assert file_name(name, 12, date(2026, 11, 23), "xlsx") == expected


def test_text_with_signs_that_nobody_sees_is_found_and_may_be_empty() -> None:
    """Soft hyphens and zero-width signs come along when a text is copied from a page."""
    assert fold("Pré\u00advi\u00adsion de\u200b la\ufeff demande") == fold("prevision de la demande")
