"""Frameworks for tests: the one of the fixture, and a second one with other phases and three profiles."""

import json
from itertools import product
from pathlib import Path
from random import Random
from typing import Any

from django.conf import settings

from roles.catalogue.domain.file_format import schema
from roles.catalogue.domain.file_loading import load_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.catalogue.domain.load_report import LoadReport
from roles.formats.json_schema import problems

FIXTURE = Path(settings.BASE_DIR) / "fixtures" / "catalogue.json"
EXAMPLE = FIXTURE.with_name("catalogue_example.json")


def fixture_data() -> dict[str, Any]:
    """The fixture, to be changed at will."""
    data: dict[str, Any] = json.loads(FIXTURE.read_text("utf-8"))
    return data


def load(data: dict[str, Any]) -> LoadReport:
    """Load a framework given as a dictionary."""
    return load_catalogue(read_catalogue(data))


def second_framework(profiles: int = 3, statements: int = 2) -> dict[str, Any]:
    """Two phases, so many profiles, and so many statements a phase and profile; the first ones are paired."""
    slugs = [f"profil-{n}" for n in range(1, profiles + 1)]
    rows = [
        {
            "code": f"{'AB'[phase]}{number:02}.{order}",
            "phase": ("cadrage", "livraison")[phase],
            "profile": slug,
            "text_fr": f"Prépare l'étape {order} du volet {number}",
            "text_en": f"Prepares step {order} of part {number}",
            "suggested": {slug: "A/R", slugs[number % profiles]: "C"} if profiles > 1 else {slug: "A/R"},
            "rule": "Q1",
            "pairs_with": [f"{'AB'[phase]}01.{order}"] if number > 1 else [],
        }
        for phase in range(2)
        for number, slug in enumerate(slugs, 1)
        for order in range(1, statements + 1)
    ]
    return {
        "framework": {"slug": "deuxieme", "title_fr": "Deuxième référentiel", "title_en": "Second framework"},
        "phases": [
            {"slug": "cadrage", "name_fr": "Cadrage", "name_en": "Framing", "lead_in_fr": "Au début :"},
            {"slug": "livraison", "name_fr": "Livraison", "name_en": "Delivery"},
        ],
        "profiles": [{"slug": s, "name_fr": f"Profil {s[7:]}", "title_fr": f"Titre {s[7:]}"} for s in slugs],
        "rules": [{"code": "Q1", "name_fr": "Première règle", "condition_fr": "Toujours."}],
        "responsibilities": rows,
    }


def large_framework(profiles: int = 41, statements: int = 7) -> dict[str, Any]:
    """The phases of the fixture, so many profiles, and so many statements of ordinary length a phase and profile."""
    seed, chance = fixture_data(), Random(41)
    words = {
        language: " ".join(row[f"text_{language}"] for row in seed["responsibilities"]).split()
        for language in ("fr", "en")
    }

    def some(language: str, number: int) -> str:
        return " ".join(chance.choices(words[language], k=number)).capitalize()

    slugs = [f"profil-{number:02}" for number in range(1, profiles + 1)]
    rows = []
    for phase, (number, slug), order in product(seed["phases"], enumerate(slugs, 1), range(1, statements + 1)):
        texts = {f"{name}_{lang}": some(lang, 12) for name in ("text", "posting") for lang in ("fr", "en")}
        others = chance.sample([other for other in slugs if other != slug], min(2, profiles - 1))
        letters = {slug: "A/R", **dict(zip(others, "CI", strict=False))}
        code = f"P{number:02}.{phase['order']}{order}"
        pair = f"P{number % profiles + 1:02}.{phase['order']}{order}"
        names = {"code": code, "phase": phase["slug"], "profile": slug, "rule": "Q1", "pairs_with": [pair]}
        rows.append(names | texts | {"suggested": letters})
    return {
        "framework": {"slug": "grand", "title_fr": "Grand référentiel", "title_en": "Large framework"},
        "phases": seed["phases"],
        "profiles": [
            {"slug": slug, "name_fr": some("fr", 3), "name_en": some("en", 3), "title_fr": some("fr", 5)}
            for slug in slugs
        ],
        "rules": [{"code": "Q1", "name_fr": "Première règle", "condition_fr": "Toujours."}],
        "responsibilities": rows,
    }


def example_data() -> dict[str, Any]:
    """A small framework that says something in every field but the notes."""
    data: dict[str, Any] = json.loads(EXAMPLE.read_text("utf-8"))
    return data


def refused_by_schema(data: dict[str, Any]) -> bool:
    """Whether the schema of a framework file says no to it."""
    return bool(list(problems(data, schema(), schema())))
