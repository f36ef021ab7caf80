import pytest
from django.http import QueryDict

from aispec.web.words.folding import fold
from roles.checks.domain.finding import Finding
from roles.grid.domain.filters import MatrixFilter
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn

BLANK = DutyRow(0, "", "", "", 1, None, True, True, "", {}, "", ("", ""))
DUTIES = (
    BLANK._replace(id=1, code="T01", text="Met en place l'environnement matériel", letters=("R", "A")),
    BLANK._replace(id=2, code="T02", text="Définit le flux (*workflow*)", letters=("AR", "")),
    BLANK._replace(id=3, code="U01", text="Nettoie le cœur des données", phase_id=2, letters=("", "C")),
    BLANK._replace(id=4, code="U02", text="Décide", phase_id=2),
    BLANK._replace(id=5, code="U03", text="Décide encore", phase_id=2, applicable=False, reason="Hors mandat"),
)
MATRIX = Matrix(
    project_id=1,
    name="Essai",
    organization="",
    version=3,
    language="fr",
    rules={},
    phases=(PhaseBand(1, 1, "un", "Un", "Un", ""), PhaseBand(2, 2, "deux", "Deux", "Deux", "")),
    positions=(PositionColumn(7, "A", None, ""), PositionColumn(8, "B", None, "")),
    duties=DUTIES,
)
FINDINGS = [
    Finding("H3", duty_id=3),
    Finding("H8", duty_id=1),
    Finding("V5", position_id=7),
]


@pytest.mark.parametrize(
    ("query", "codes"),
    [
        ("", "T01 T02 U01 U02 U03"),
        ("q=MATERIEL", "T01"),
        ("q=l’Environnement", "T01"),
        ("q=workflow flux", "T02"),
        ("q=coeur", "U01"),
        ("q=u0", "U01 U02 U03"),
        ("q=rien+de+tel", ""),
        ("phase=deux", "U01 U02 U03"),
        ("phase=trois", ""),
        ("position=7", "T01 T02"),
        ("position=99", ""),
        ("position=x", "T01 T02 U01 U02 U03"),
        ("position=0", "T01 T02 U01 U02 U03"),
        ("position=99999999999999999999999999", "T01 T02 U01 U02 U03"),
        ("letter=R", "T01"),
        ("letter=AR&letter=C", "T02 U01"),
        ("letter=C&position=8", "U01"),
        ("letter=C&position=7", ""),
        ("letter=Z", "T01 T02 U01 U02 U03"),
        ("gaps=1", "U01 U02"),
        ("gaps=1&phase=un", ""),
        ("gaps=yes", "T01 T02 U01 U02 U03"),
    ],
)
def test_apply_keeps_the_duties_that_match(query: str, codes: str) -> None:
    chosen = MatrixFilter.from_query(QueryDict(query))
    kept = chosen.apply(MATRIX, FINDINGS)
    assert " ".join(duty.code for duty in kept.duties) == codes
    assert (kept.phases, kept.positions) == (MATRIX.phases, MATRIX.positions)


def test_to_query_comes_back_as_the_same_filter() -> None:
    chosen = MatrixFilter("l’été & co", "un", 7, frozenset({"AR", "I"}), gaps=True)
    assert MatrixFilter.from_query(QueryDict(chosen.to_query())) == chosen


def test_to_query_of_no_filter_is_empty() -> None:
    assert MatrixFilter().to_query() == ""
    assert not MatrixFilter.from_query(QueryDict("q=+&phase=&position=&x=1"))


def test_from_query_text_is_bounded() -> None:
    assert len(MatrixFilter.from_query(QueryDict("q=" + "a" * 5000)).text) == 200


def test_fold_ignores_case_accents_and_typography() -> None:
    assert fold("  L’ÉTÉ\u00a0: Œuvre ") == "l'ete : oeuvre"


def test_filter_of_gaps_leaves_out_what_does_not_apply() -> None:
    assert len(MatrixFilter(gaps=True).apply(MATRIX, FINDINGS).duties) == 2
