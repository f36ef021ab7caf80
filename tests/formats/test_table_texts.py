"""Text from elsewhere becomes tables, whatever its encoding and separator, and so does Markdown."""

from contextlib import suppress
from time import process_time

import pytest

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.readers.delimited import separator_of
from roles.formats.reading.upload import pasted_tables, read_tables

ROWS = (("Tâche", "Équipe, nord", "Vente\nQuébec"), ("Écrire", "A", "R/C"), ("Lire", "", "I"))
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]


def rows(text: str) -> tuple[tuple[str, ...], ...]:
    (table,) = pasted_tables(text)
    return table.rows


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"], ids=["crlf", "lf", "cr"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
def test_file_in_each_encoding_and_separator(encoding: str, separator: str, end: str) -> None:
    lines = [
        separator.join(("Tâche", '"Équipe, nord"', '"Vente\nQuébec"')),
        separator.join(("Écrire", "A", "R/C ")),
        separator.join(("Lire", "", "I")),
        separator * 2,
    ]
    (table,) = read_tables((end.join(lines) + end).encode(encoding))
    assert (table.name, table.rows) == ("", ROWS)


def test_big_endian_mark_is_honoured() -> None:
    (table,) = read_tables(b"\xfe\xff" + "Tâche\tR\r\nÉcrire\tA".encode("utf-16-be"))
    assert table.rows == (("Tâche", "R"), ("Écrire", "A"))


@pytest.mark.parametrize(
    ("text", "separator"),
    [
        ("Tâche;Chef;Analyste\nAnalyse, conçoit, teste, livre;R;A\nRédige, relit, corrige, publie;A;R\n", ";"),
        ("Tâche;Chef\nAnalyse, conçoit, teste;R\nRédige, relit, corrige;A\n", ";"),
        ("Matrice du projet, version 2\n\nTâche\tChef\tAnalyste\nAnalyse, conçoit\tR\tA\nRédige; relit\tA\tR\n", "\t"),
        ('Task,Lead,Analyst\n"Design; build; test",R,A\n"Write; review; fix",A,R\n', ","),
        ("R = Réalise, A = Approuve, C = Consulté\nTâche;Chef;Pilote;Équipe\nÉcrit;A;R;C\nLit;A;R;C\nDit;A;R;C\n", ";"),
        ("Tâche;Chef;Pilote;;\nPhase 1;;;;\nÉcrit, lit;A;R;;\n;;;;\nPhase 2, suite;;;;\nDit;A;R;;\n", ";"),
        ("Une seule colonne\nsans rien\n", "\t"),
    ],
    ids=["prose", "two columns", "title above", "quoted", "legend above", "bands", "none"],
)
def test_separator_is_the_one_that_makes_even_rows(text: str, separator: str) -> None:
    assert separator_of(text) == separator


def test_separator_may_be_named_in_the_first_line() -> None:
    assert rows("sep=;\r\nTâche, suite;R\r\nÉcrire, lire, dire;A\r\n") == (
        ("Tâche, suite", "R"),
        ("Écrire, lire, dire", "A"),
    )
    assert rows("sep=,\na;b,c\n") == (("a;b", "c"),)


def test_quotation_marks_inside_and_doubled_stay() -> None:
    assert rows('Tâche;R\n"Dit ""oui""; signe";A\nPièce de 5";A\n') == (
        ("Tâche", "R"),
        ('Dit "oui"; signe', "A"),
        ('Pièce de 5"', "A"),
    )


def test_quotation_mark_that_never_closes_swallows_nothing() -> None:
    assert rows('Tâche\tR\n"Écrire\tA\nLire\tR\n') == (("Tâche", "R"), ('"Écrire', "A"), ("Lire", "R"))


def test_control_characters_and_odd_line_ends_do_not_come_in() -> None:
    text = "Tâche de longue haleine, " * 10
    assert rows(f"a\x0bb\x07c\ud800;d\u2028e\n{text};R\n")[0] == ("a\nb c\ufffd", "d\ne")


MARKDOWN = """# Matrice

Du texte, avec des virgules.

## Étape *un*

| Tâche | Chef | Équipe |
|---|:-:|:--|
| Écrire \\| lire, signer | **A** | `R` |
| Dire &amp; [faire](https://example.org/a)<br>ensemble | | I |

## Étape 2 ##
Tâche | Chef
--- | ---
Lire \\*tout\\* | R
"""


def test_markdown_keeps_its_lines_and_loses_its_marks() -> None:
    (table,) = read_tables(MARKDOWN.encode())
    assert table.rows == (
        ("Matrice",),
        (),
        ("Du texte, avec des virgules.",),
        (),
        ("Étape *un*",),
        (),
        ("Tâche", "Chef", "Équipe"),
        (),
        ("Écrire | lire, signer", "A", "R"),
        ("Dire & faire\nensemble", "", "I"),
        (),
        ("Étape 2",),
        ("Tâche", "Chef"),
        (),
        ("Lire *tout*", "R"),
    )


def test_bars_without_a_rule_are_a_table_when_every_line_has_them() -> None:
    assert rows("| T | R |\n| x | A |\n") == (("T", "R"), ("x", "A"))
    assert rows("T;R\nx | y;A\nz | y;A") == (("T", "R"), ("x | y", "A"), ("z | y", "A"))


def test_empty_markdown_cells_at_the_edges_keep_their_columns() -> None:
    assert rows("|  | Chef |\n|---|---|\n|  | A |\n| x |  |\n") == (("", "Chef"), (), ("", "A"), ("x",))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a;b\n" * 5_001, "5\u00a0000 lignes"),
        ("a;" * 300 + "a\n", "300 colonnes"),
        (("|a|b|\n|---|---|\n" + "|a|b|\n" * 5_000), "5\u00a0000 lignes"),
        ('"' + "a;\n" * 60_000 + '"', "ne finit jamais"),
    ],
    ids=["rows", "columns", "markdown", "cell"],
)
def test_text_beyond_the_bounds_is_refused(text: str, words: str) -> None:
    with pytest.raises(FileRefused, match=words):
        pasted_tables(text)


def test_text_at_the_bounds_is_read() -> None:
    assert len(rows("a;b\n" * 5_000 + ";\n" * 3_000)) == 5_000
    assert len(rows("a;" * 299 + "a" + ";" * 300 + "\n")[0]) == 300
    assert rows("a" * 40_000 + ";b\n") == (("a" * 32_767, "b"),)


@pytest.mark.parametrize(
    "line",
    ["|" + "**a " * 50_000, "|" + "`a" * 90_000, "| " + " " * 200_000 + "x", "# a" + " #" * 90_000 + "b",
     "|" + "[a](" * 50_000, "|" + "-|" * 90_000 + "x", "|" + "\\" * 200_000 + "x", "|<br" + " " * 200_000 + "x"],
    ids=["stars", "ticks", "spaces", "heading", "links", "rule", "backslashes", "break"],
)  # fmt: skip
def test_line_made_to_hurt_takes_no_time(line: str) -> None:
    start = process_time()
    with suppress(FileRefused):
        pasted_tables(f"{line}\n|---|---|\n")
    assert process_time() - start < 2
