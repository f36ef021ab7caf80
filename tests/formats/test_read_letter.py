"""The one reader of letters: what a text says that a cell holds, and what it leaves to be asked."""

from collections.abc import Mapping
from typing import Any

import pytest

from roles.formats.marks import read_letter
from roles.matrix.letters import readable_names

OWN: Mapping[str, Any] = {"support": True, "name_a_fr": "Autorité", "name_c_fr": "Information", "name_r_en": "Driver"}


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("r", "R"), (" a ", "A"), ("R/A", "AR"), ("A / R", "AR"), ("ra", "AR"), ("s", "S"), ("\uff32", "R"),
        ("\uff21\uff0f\uff32", "AR"), ("\u00a0c\u00a0", "C"), ("R, A", "AR"), ("A + R", "AR"), ("R;A", "AR"),
        ("A\nR", "AR"), ("(C)", "C"), ("**I**", "I"), ("A – Approbation", "A"),
    ],
)  # fmt: skip
def test_letters_as_people_and_spreadsheets_write_them(text: str, letter: str) -> None:
    assert read_letter(text, {}) == letter


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("\u200bR", "R"), ("A\ufeff", "A"), ("A\u200b/\u200bR", "AR"), ("\u00adC\u00ad", "C"), ("\u2066I\u2069", "I"),
        ("I\ufe0f", "I"), ("Consul\u00adtation", "C"),
    ],
)  # fmt: skip
def test_what_no_reader_sees_does_not_matter(text: str, letter: str) -> None:
    assert read_letter(text, {}) == letter


@pytest.mark.parametrize("text", ["", "  ", "-", "–", "—", "N/A", "s.o.", "\u200b", "\u00ad\u2060", "\u00a0"])
def test_no_part_in_many_spellings(text: str) -> None:
    assert read_letter(text, {}) == ""


@pytest.mark.parametrize("text", ["X", "RACI", "C/I", "R/S", "0", "1", "R1", "R?", "R (draft)", "Rédiger", "CIC", "AA"])
def test_what_a_cell_cannot_hold_is_not_guessed(text: str) -> None:
    assert read_letter(text, {}) is None


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("Réalisation", "R"), ("Approbation", "A"), ("Approbation et réalisation", "AR"), ("CONSULTATION", "C"),
        ("Information", "I"), ("Soutien", "S"), ("Responsible", "R"), ("Accountable", "A"),
        ("Accountable and responsible", "AR"), ("Consulted", "C"), ("Informed", "I"), ("Support", "S"),
        ("A/R, Approbation et réalisation", "AR"), ("C (Consultation)", "C"),
    ],
)  # fmt: skip
def test_names_of_both_languages_are_read(text: str, letter: str) -> None:
    assert read_letter(text, readable_names({})) == letter


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("autorite", "A"), ("A, Autorité", "A"), ("Autorité et réalisation", "AR"), ("Driver", "R"),
        ("Information", "C"), ("Informed", "I"), ("Approbation", "A"), ("R, Autorité", None),
    ],
)  # fmt: skip
def test_a_projects_own_names_are_read_before_ours(text: str, letter: str | None) -> None:
    """A name that a project gave to another letter than we do is that letter's."""
    assert read_letter(text, readable_names(OWN)) == letter
