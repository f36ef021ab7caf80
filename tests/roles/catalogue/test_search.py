"""The filter of the profiles page: what it finds, and what it marks."""

import unicodedata
from itertools import pairwise

import pytest
from django.http import QueryDict
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from aispec.web.words.folding import fold
from roles.catalogue.domain.catalogue import Catalogue, load_catalogue_object, marks
from roles.catalogue.domain.search import CatalogueFilter, hits, says
from roles.templatetags.catalogue import marked
from tests.roles.catalogues import fixture_data, load

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=30)


@pytest.fixture
def catalogue(db: None) -> Catalogue:
    load(fixture_data())
    found = load_catalogue_object(language="fr")
    assert found is not None
    return found


def codes(catalogue: Catalogue, query: str) -> list[str]:
    found = CatalogueFilter.from_query(QueryDict(query)).apply(catalogue)
    return [statement.code for statement in found.statements]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=pipeline", ["T08", "T22", "U19"]),
        ("q=PIPELINE robust", ["T22", "U19"]),
        ("q=qualité", ["U05", "T11", "U07", "T24", "U18"]),
        ("q=qualite", ["U05", "T11", "U07", "T24", "U18"]),
        ("q=cleaning", ["T07"]),
        ("q=t05", ["T05"]),
        ("q=l’api", ["T23", "U20"]),
        ("q=mesurer les impacts des modeles", ["T27"]),
        ("q=xyzzy", []),
        ("q=pipeline&phase=mise-en-production", ["T22", "U19"]),
        ("phase=suivi-modeles&letter=technicien:AR", ["T27", "T28"]),
        ("phase=suivi-modeles&letter=technicien:A/R", ["T27", "T28"]),
        ("phase=suivi-modeles&letter=R", ["T26"]),
        ("phase=lune", []),
        ("letter=lune:R", []),
    ],
)
def test_filter_finds(catalogue: Catalogue, query: str, expected: list[str]) -> None:
    assert codes(catalogue, query) == expected


@pytest.mark.parametrize("query", ["", "q=", "q=%20%20", "letter=X", "letter=technicien:Z", "letter=:", "q=%00"])
def test_filter_leaves_out_what_it_cannot_understand(catalogue: Catalogue, query: str) -> None:
    assert len(codes(catalogue, query)) == 51


def test_filter_writes_the_address_it_reads() -> None:
    for query in ("", "q=a%20b&phase=x&letter=technicien:R", "letter=AR"):
        wanted = CatalogueFilter.from_query(QueryDict(query))
        assert CatalogueFilter.from_query(QueryDict(wanted.to_query())) == wanted
        assert wanted.to_query() == query
    assert CatalogueFilter(text="é").to_query("deux") == "framework=deux&q=%C3%A9"


@given(WORDS)
def test_a_text_is_found_without_its_accents_and_case(text: str) -> None:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.swapcase()) if not unicodedata.combining(c))
    words = tuple(fold(text).split())
    assert says((text,), words)
    if text.isascii():
        assert says((text,), tuple(fold(bare).split()))


@given(WORDS, WORDS)
def test_hits_are_the_words_looked_for(text: str, query: str) -> None:
    words = tuple(fold(query).split())
    found = hits(text, words)
    assert all(0 <= start < end <= len(text) for start, end in found)
    assert all(before[1] < after[0] for before, after in pairwise(found))
    for start, end in found:
        assert any(word in fold(text[start:end]) for word in words)


def test_marked_keeps_emphasis_whole_and_escapes() -> None:
    with override("fr"):
        assert marked("Évalue la qualité", ("qualite", "eva")) == "<mark>Éva</mark>lue la <mark>qualité</mark>"
        assert marked("flux (*workflow*)", ("workflow",)) == "flux (<em><mark>workflow</mark></em>)"
        assert marked("flux (*workflow*)", ("(workflow)",)) == (
            "flux <mark>(</mark><em><mark>workflow</mark></em><mark>)</mark>"
        )
        assert marked("a < b & c", ("b",)) == "a &lt; <mark>b</mark> &amp; c"
        assert marked("<script>", ()) == "&lt;script&gt;"
        assert marked("l'œuvre", ("oeu",)) == "l’<mark>œu</mark>vre"


@given(WORDS, WORDS)
def test_marked_changes_no_text(text: str, query: str) -> None:
    with override("en"):
        html = marked(text, tuple(fold(query).split()))
        assert html.replace("<mark>", "").replace("</mark>", "") == marked(text, ())


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        (["Technicien", "Universitaire"], ["T", "U"]),
        (["Analyste", "Architecte"], ["An", "Ar"]),
        (["Analyste", "Analyste senior"], ["1", "2"]),
        ([], []),
    ],
)
def test_marks_tell_profiles_apart(names: list[str], expected: list[str]) -> None:
    assert marks(names) == expected
