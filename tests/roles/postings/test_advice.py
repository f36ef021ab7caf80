"""The advice on a posting, a rule at a time."""

import pytest
from django.utils.translation import override

from roles.postings.domain.advice import RULES, lint

GOOD = {
    "title_fr": "Technicienne ou technicien en IA",
    "province": "QC",
    "city": "Montréal",
    "closing_date": "2026-12-18",
}


def fields(**values: str) -> list[str]:
    return [each.field for each in lint(GOOD | values)]


def test_good_posting_has_nothing_to_point_out() -> None:
    assert lint(GOOD) == []


@pytest.mark.parametrize(
    "title", ["Ingénieur en IA", "Ingénieure ou ingénieur en IA", "Ingénieures", "INGÉNIEUR logiciel", "Ingenieur"]
)
def test_reserved_title_is_pointed_out(title: str) -> None:
    with override("en"):
        found = [each for each in lint(GOOD | {"title_fr": title}) if "reserved title" in each.sentence]
    assert [each.source for each in found] == ["Professional Code (Québec), s. 32; Engineers Act (Québec)"]


def test_ingenierie_is_no_reserved_title() -> None:
    assert fields(title_fr="Spécialiste en ingénierie des données") == []


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Technicien en IA", True),
        ("Développeur Python", True),
        ("Chef de projet", True),
        ("Cheffe ou chef de projet", False),
        ("Développeuse ou développeur", False),
        ("Analyste en apprentissage machine", False),
        ("Responsable de la gouvernance", False),
    ],
)
def test_masculine_only_title_is_pointed_out(title: str, found: bool) -> None:
    assert ("title_fr" in fields(title_fr=title)) is found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Technicien(ne) en IA", True),
        ("Technicien·ne en IA", True),
        ("Les candidat•e•s", True),
        ("Les employé(e)s", True),
        ("Un modèle (API) éprouvé", False),
        ("Écrire à emplois@demo.example", False),
        ("De jour. Le soir parfois.", False),
    ],
)
def test_shortened_gender_is_pointed_out(text: str, found: bool) -> None:
    assert ("mission_fr" in fields(mission_fr=text)) is found


@pytest.mark.parametrize(
    ("province", "found"), [("BC", True), ("ON", True), ("PE", True), ("QC", False), ("AB", False)]
)
def test_missing_pay_is_pointed_out_where_it_must_be_shown(province: str, found: bool) -> None:
    assert ("pay_min" in fields(province=province)) is found
    assert "pay_min" not in fields(province=province, pay_max="30")


def test_english_requirement_needs_its_reason() -> None:
    assert fields(language_fr="Anglais intermédiaire") == ["language_reason_fr"]
    assert fields(essential_fr="Bilinguisme") == ["language_reason_fr"]
    assert fields(language_fr="Anglais", language_reason_fr="Clientèle hors Québec") == []


def test_missing_place_and_closing_date_are_pointed_out() -> None:
    assert fields(city="", closing_date="") == ["city", "closing_date"]


def test_only_the_twin_blocks() -> None:
    bad = GOOD | {
        "title_fr": "Ingénieur(e)",
        "province": "ON",
        "city": "",
        "language_fr": "Anglais",
        "mission_en": "You",
    }
    found = lint(bad)
    assert [each.field for each in found if each.blocks] == ["mission_fr"]
    assert found[0].blocks
    assert len(found) >= 5
    assert all(each.sentence and each.source for each in found)


def test_rules_bear_anything() -> None:
    for rule in RULES:
        assert list(rule({})) is not None
        list(rule({"province": "XX", "title_fr": "\x00" * 9, "pay_min": None}))
