"""Marks in the cells of foreign matrices: letters in many spellings, nothing, and everything else."""

import pytest

from roles.enums import Letter
from roles.formats.marks import begun_letter, confirms, heading_letter, meaning, read_mark
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.marks.legend import find_legend
from roles.imports.sheet_reading.marks.names import plain_names, split_names
from roles.imports.sheet_reading.tables.headings import heading
from roles.matrix.letters import own_meanings


@pytest.mark.parametrize(
    ("text", "stored"),
    [
        ("A/R", "AR"), ("R / A", "AR"), ("RA", "AR"), ("r,a", "AR"), ("A et R", "AR"), ("A+R", "AR"), ("R;A", "AR"),
        (" r ", "R"), ("Ｒ", "R"), ("С", "C"), ("І", "I"), ("(C)", "C"), ("**A**", "A"), ("I.", "I"),
        ("C /I", "C"), ("R-C", "R"), ("RACI", "AR"), ("S", "S"), ("R/S", "R"), ("R\nA", "AR"),
        ("Consultée", "C"), ("responsible", "R"), ("Resp.", "R"), ("A – Approbation", "A"), ("I (Informé)", "I"),
        ("R (draft)", "R"), ("C(1)", "C"), ("A*", "A"),
    ],
)  # fmt: skip
def test_seen_letters_in_every_spelling(text: str, stored: str) -> None:
    """Order, separators, case, width and alphabet do not matter."""
    assert read_mark(text).stored == stored


@pytest.mark.parametrize("text", ["x", "D", "Q", "V", "RR", "Rédiger", "ARC de triomphe", "1", "AA/R", "Exécuter", "R1",
                                  "A - Accueillir le client", "I – on request"])  # fmt: skip
def test_seen_anything_else_is_no_letter(text: str) -> None:
    """Other marks and words are neither letters nor nothing."""
    assert not read_mark(text).letters
    assert not read_mark(text).nothing


@pytest.mark.parametrize("text", ["", "  ", "-", "—", "N/A", "n/a", "s.o.", "s. o.", "NA"])
def test_seen_nothing_in_many_spellings(text: str) -> None:
    """Dashes and "not applicable" mean no part."""
    assert read_mark(text).nothing
    assert read_mark(text).stored == ""


@pytest.mark.parametrize(("text", "plain"), [("A – Approbation", True), ("R (draft)", False), ("R (approves)", False)])
def test_seen_remarks_are_asked_about(text: str, plain: bool) -> None:
    """A letter with its own name is plain; with anything else beside it somebody should look."""
    assert read_mark(text).letters
    assert read_mark(text).plain is plain


@pytest.mark.parametrize(
    ("text", "letter"), [("R1", "R"), ("I – on request", "I"), ("R?", ""), ("X", ""), ("R2D2", "")]
)
def test_hinted_letter_of_a_mark_to_ask_about(text: str, letter: str) -> None:
    """A mark that begins with a letter proposes it, unless it is itself a question."""
    assert begun_letter(text) == letter


@pytest.mark.parametrize(
    ("words", "letter", "confirmed"),
    [
        ("Contributes", "C", True), ("Rend compte du résultat", "A", True), ("Kept in the loop", "I", True),
        ("Recommend", "R", False), ("Signs off", "S", False), ("Acteur", "A", False),
    ],
)  # fmt: skip
def test_confirms_what_a_legend_says_of_a_letter(words: str, letter: str, confirmed: bool) -> None:
    """Loose words explain a letter; unknown ones, and another letter's name, do not."""
    assert confirms(words, Letter(letter)) is confirmed


def test_seen_twins_are_told() -> None:
    """A Cyrillic letter is taken for ours, and said to be one; a full-width one is merely ours."""
    assert read_mark("А").lookalike
    assert not read_mark("Ａ").lookalike


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("R", "R"), ("A/R", "AR"), ("Accountable", "A"), ("Responsible (R)", "R"), ("R – Réalise", "R"),
        ("À consulter", "C"), ("Personnes informées", "I"), ("Soutien", "S"), ("Chef de projet", None),
        ("C/I", None), ("Responsable de l’approbation", None),
    ],
)  # fmt: skip
def test_heading_letter_of_a_column_of_names(text: str, letter: str | None) -> None:
    """A letter, its name, or both head a column of names; a heading with two meanings heads none."""
    assert heading_letter(text) == letter


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("Tâche", "duty"), ("Responsabilités", "duty"), ("TASKS", "duty"), ("Phase du projet", "phase"),
        ("No de tâche", "code"), ("N°", "code"), ("#", "code"), ("Statut", "aside"), ("Due date", "aside"),
        ("Chargée de projet", None), ("", None), ("Lot / tâche", "duty"), ("Task status", "aside"),
        ("Comments moderator", None),
    ],
)  # fmt: skip
def test_heading_words_in_both_languages(text: str, part: str | None) -> None:
    """Known words say what a column holds; a title says nothing."""
    said = heading(text)
    assert (said.kind if said else None) == part


def test_meaning_of_words_is_one_letter_or_none() -> None:
    """A word that two letters share, and words that no letter has, mean nothing."""
    assert meaning("Rend des comptes, approuve") == "A"
    assert meaning("Responsable et consulté") is None
    assert meaning("Valide") is None


def test_legend_is_not_seen_in_lettered_phases() -> None:
    """`A – Analyse` and the like are phases, not a legend."""
    table = Table("", (("A – Analyse",), ("B – Bâtir",), ("C – Consultation",), ("D – Déploiement",)))
    assert find_legend(table).words == {}


def test_names_are_split_only_where_both_halves_stand_alone() -> None:
    """`Vente et marketing` is one name unless Vente and Marketing are names of their own."""
    assert split_names("Vente et marketing", plain_names(["Vente et marketing", "Vente"])) == ["Vente et marketing"]
    assert split_names("Vente et marketing", plain_names(["Vente", "Marketing"])) == ["Vente", "marketing"]
    assert split_names("Ana Roy, ing.\nLi Wu; -", plain_names([])) == ["Ana Roy, ing.", "Li Wu"]


NAMED = Table(
    "",
    (
        ("Tâche", "Réalisation", "Approbation"),
        ("Rédiger la charte", "Ana Roy / Luc Côté", "Zoé Roy"),
        ("Tester la solution", "Ana Roy & Luc Côté", "Zoé Roy"),
        ("Former les équipes", "Vente et marketing", "Zoé Roy"),
        ("Livrer la solution", "Ana Roy / Luc Côté", "Zoé Roy"),
    ),
)


def test_joined_names_are_asked_about_and_people_are_proposed_apart() -> None:
    """Two names that look like people's are two people until somebody says otherwise; other words are one name."""
    found = interpret([NAMED])
    assert [(names.text, names.count, names.apart) for names in found.joined] == [
        ("Ana Roy / Luc Côté", 2, True),
        ("Ana Roy & Luc Côté", 1, True),
        ("Vente et marketing", 1, False),
    ]
    assert found.plan.positions == ("Ana Roy", "Luc Côté", "Zoé Roy", "Vente et marketing")
    assert dict(found.plan.duties[0].letters) == {0: "R", 1: "R", 2: "A"}
    said = Corrections(apart={"Ana Roy / Luc Côté": False, "Vente et marketing": True})
    assert interpret([NAMED], said).plan.positions == (
        "Ana Roy / Luc Côté", "Zoé Roy", "Ana Roy", "Luc Côté", "Vente", "marketing",
    )  # fmt: skip


def test_joined_names_that_stand_alone_elsewhere_need_no_question() -> None:
    """What the file itself tells apart is not asked."""
    alone = Table("", (*NAMED.rows, ("Suivre le projet", "Ana Roy", "Luc Côté")))
    assert [names.text for names in interpret([alone]).joined] == ["Vente et marketing"]


def test_names_of_a_project_explain_the_marks_of_a_sheet() -> None:
    """A sheet into a project may say the letters by the names that the project gave them."""
    rows = [["Duty", "Ana", "Ben"], ["Draft the plan", "Driver", "A"], ["Read the plan", "C", "Driver"]]
    table = Table("", tuple(map(tuple, rows)))
    found = interpret([table], names=own_meanings({"name_r_en": "Driver"}))
    assert [(mark.text, mark.letter) for mark in found.marks] == [("DRIVER", "R")]
    assert [dict(duty.letters) for duty in found.plan.duties] == [{0: "R", 1: "A"}, {0: "C", 1: "R"}]
