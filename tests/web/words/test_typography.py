"""What the reader sees of a text: its spaces, its apostrophes, its emphasis."""

import pytest
from django.template import Context, Template
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from aispec.web.words.typography import emphasised, typeset, visible, without_emphasis

TEXTS = st.text(alphabet="ab é'’:;!?«»* \u00a0\u202f<&()", max_size=40)


@pytest.mark.parametrize(
    ("typed", "french"),
    [
        ("de manière itérative :", "de manière itérative\u00a0:"),
        ("de manière itérative:", "de manière itérative\u00a0:"),
        ("l'environnement d'essai", "l’environnement d’essai"),
        ("dit « oui » ou «non»", "dit «\u00a0oui\u00a0» ou «\u00a0non\u00a0»"),
        ("Prêt ? Oui; partons !", "Prêt\u202f? Oui\u202f; partons\u202f!"),
        ("Retirer « A » ? (non) ;", "Retirer «\u00a0A\u00a0»\u202f? (non)\u202f;"),
        ("https://example.org à 10:30", "https://example.org à 10:30"),
    ],
)
def test_typeset_french(typed: str, french: str) -> None:
    assert typeset(typed, "fr") == french


def test_typeset_english_changes_only_apostrophes() -> None:
    assert typeset("the team's list: « a »", "en") == "the team’s list: « a »"


@given(TEXTS, st.sampled_from(["fr", "en"]))
def test_typeset_twice_is_typeset_once(text: str, language: str) -> None:
    once = typeset(text, language)
    assert typeset(once, language) == once


@given(st.lists(st.text(alphabet="abé ", min_size=1).map(str.strip).filter(bool), max_size=5))
def test_without_emphasis_leaves_no_mark(words: list[str]) -> None:
    marked = " ".join(f"(*{word}*)" for word in words)
    assert without_emphasis(marked) == marked.replace("*", "")


def test_emphasised_leaves_products_alone() -> None:
    assert emphasised("le *workflow* et 2 * 3 * 4") == "le <em>workflow</em> et 2 * 3 * 4"


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("fr", "l’outil &lt;b&gt; (<em>workflow</em>)\u00a0:"),
        ("en", "l’outil &lt;b&gt; (<em>workflow</em>) :"),
    ],
)
def test_typo_filter_escapes_and_emphasises(language: str, shown: str) -> None:
    with override(language):
        assert Template("{{ text|typo }}").render(Context({"text": "l'outil <b> (*workflow*) :"})) == shown


def test_visible_keeps_what_a_reader_sees() -> None:
    assert visible("\u200b\u00ad\u2060") == ""
    assert visible("l’été, 10 °C, 👍") == "l’été, 10 °C, 👍"
