"""What was noted in one language is told in the reader's."""

import pytest

from roles.matrix.titles import Titles

PAIRS = [
    ("Analyste, données", "Analyst, data"),
    ("Chef", "Lead"),
    ("Chef", "Chief"),
    ("Valide les données", "Validates the data"),
    ("Sans anglais", None),
]


@pytest.mark.parametrize(
    ("noted", "told"),
    [
        ("Analyste, données", "Analyst, data"),
        ("Analyst, data", "Analyst, data"),
        ("P01 Valide les données", "P01 Validates the data"),
        ("P01 · Analyste, données", "P01 · Analyst, data"),
        ("Analyste, données A/R · Sans anglais R", "Analyst, data A/R · Sans anglais R"),
        ("Analyste, données, Zoé Roy", "Analyst, data, Zoé Roy"),
        ("Chef", "Chef"),  # which of the two is not known
        ("Analyste", "Analyste"),  # it has another title since
        ("", ""),
    ],
)
def test_noted_title_is_told_in_english(noted: str, told: str) -> None:
    assert Titles(PAIRS, "en").told(noted) == told


def test_noted_title_is_told_in_french() -> None:
    assert Titles(PAIRS, "fr").told("P01 · Analyst, data") == "P01 · Analyste, données"
