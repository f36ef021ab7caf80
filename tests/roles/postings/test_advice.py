"""The advice on a posting: for each rule what it finds, and what is near and must not be found."""

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from roles.enums import Province, Severity
from roles.postings.domain.advice import RULES, lint, pay_missing
from roles.postings.domain.postings import _notices
from roles.postings.views.posting import advice_on

NOTICE_FR = (
    "Vos renseignements, recueillis dans votre candidature, servent à la sélection. Ils ne sont transmis à aucun tiers "
    "ni à l’extérieur du Québec. Aucune décision n’est automatisée. Vous pouvez y avoir accès, les faire rectifier ou "
    "retirer votre consentement."
)
NOTICE_EN = (
    "Your information, collected in your application, is used for the selection. It is disclosed to no third party nor "
    "outside Québec. No decision is automated. You may have access to it, have it corrected or withdraw your consent."
)
GOOD = {
    "title_fr": "Technicienne ou technicien en IA",
    "title_en": "AI technician",
    "province": "QC",
    "city": "Montréal",
    "closing_date": "2026-12-18",
    "pay_min": "60 000",
    "pay_max": "75 000",
    "pay_unit": "YEAR",
    "privacy_fr": NOTICE_FR,
    "privacy_en": NOTICE_EN,
}
ONTARIO = {
    "province": "ON",
    "apply_fr": "L’intelligence artificielle n’est pas utilisée. Poste actuellement vacant.",
    "apply_en": "No artificial intelligence is used. This is an existing vacancy.",
}
B_C = {"province": "BC"}
P_E_I = {"province": "PE"}
REMOTE = {"work_mode": "remote"}
NO_PAY = {"pay_min": "", "pay_max": ""}

Case = dict[str, Any]
# For each rule: what it finds, and near misses.
CASES: dict[str, tuple[list[Case], list[Case]]] = {
    "QC-42": (
        [{"mission_en": "You build"}, {"employer_en": "Us"}, {"province": "ON", "mission_en": "You build"}],
        [{"mission_fr": "Vous bâtissez", "mission_en": "You build"}, {"mission_fr": "Vous bâtissez"}],
    ),
    "QC-46": (
        [
            {"language_fr": "Anglais intermédiaire"},
            {"essential_fr": "Bilinguisme"},
            {"essential_fr": "Python\nMaîtrise de l’espagnol"},
            {"title_fr": "Agente ou agent bilingue"},
            {"language_fr": "Une deuxième langue"},
            {"language_en": "English required"},
            {"essential_en": "Fluent in Mandarin", "essential_fr": "Python", "language_reason_fr": "Clientèle"},
            {"province": "AB", "language_fr": "Anglais"} | REMOTE,
            {"city": "", "language_fr": "Anglais"} | REMOTE,
        ],
        [
            {"language_fr": "Anglais", "language_reason_fr": "Clientèle hors Québec"},
            {"language_fr": "Aucun anglais requis"},
            {"language_fr": "L’anglais n’est pas requis."},
            {"language_en": "No English required"},
            {"language_en": "English isn’t required"},
            {"essential_fr": "Python. L’anglais serait un atout."},
            {"essential_en": "Python; English would be an asset"},
            {"asset_fr": "Anglais", "asset_en": "English"},
            {"language_fr": "Français, à l’oral et à l’écrit"},
            {"essential_fr": "Traitement de corpus bilingues et de la langue naturelle"},
            {"essential_en": "Natural language processing on bilingual corpora"},
            {"province": "ON", "language_fr": "Anglais"},
            {"city": "", "language_fr": "Anglais", "remote_area": ["ON"]} | REMOTE,
        ],
    ),
    "QC-46.1": (
        [{"language_fr": "Anglais", "language_reason_fr": "Clientèle"}, {"essential_en": "Spanish"}],
        [{"language_fr": "Français"}, {"asset_en": "Spanish"}, {"province": "NS", "language_fr": "Anglais"}],
    ),
    "QC-engineer": (
        [
            {"title_fr": "Ingénieur en IA"},
            {"title_fr": "Ingénieures"},
            {"title_fr": "INGÉNIEUR logiciel"},
            {"title_fr": "Ingenieur"},
            {"title_fr": "Chargée ou chargé de projet, ing."},
            {"title_en": "Data Engineer"},
            {"title_en": "Prompt engineers"},
            {"title_fr": "Ingénieure ou ingénieur", "province": "NB"} | REMOTE,
        ],
        [
            {"title_fr": "Spécialiste en ingénierie des données"},
            {"title_en": "Software engineering specialist"},
            {"title_fr": "Ingénieure ou ingénieur", "essential_fr": "Membre de l’Ordre des ingénieurs du Québec"},
            {"title_en": "Data Engineer", "essential_en": "Member of the OIQ"},
            {"title_en": "Data Engineer", "province": "BC"},
            {"title_fr": "Responsable du marketing."},
        ],
    ),
    "QC-architect": (
        [{"title_fr": "Architecte de données"}, {"title_en": "Solutions architect"}],
        [
            {"title_fr": "Spécialiste en architecture de données"},
            {"title_en": "Enterprise architecture advisor"},
            {"title_fr": "Architecte", "essential_fr": "Membre de l’OAQ"},
            {"title_fr": "Architecte paysagiste"},
            {"title_en": "Solutions architect", "province": "AB"},
        ],
    ),
    "QC-privacy": (
        [
            {"privacy_fr": ""},
            {"privacy_en": "Used for this competition only."},
            {"privacy_fr": NOTICE_FR.replace("rectifier", "voir")},
            {"privacy_en": NOTICE_EN.replace("nor outside Québec", "")},
            {"privacy_fr": NOTICE_FR.replace("ou retirer votre consentement", "")},
        ],
        [
            {},
            {"title_en": "", "privacy_en": ""},
            {"province": "AB", "privacy_fr": ""},
            {"privacy_fr": NOTICE_FR.replace("du Québec", "de la province")},
            {"privacy_en": NOTICE_EN.replace("Québec", "of our province")},
        ],
    ),
    "QC-automated": (
        [{"privacy_fr": NOTICE_FR.replace("automatisée", "hâtive")}, {"privacy_en": "We use it and keep it."}],
        [{}, {"privacy_fr": ""}],
    ),
    "masculine": (
        [
            {"title_fr": title}
            for title in (
                "Technicien en IA",
                "Développeurs Python",
                "Chef de projet",
                "Étudiant en informatique",
                "Analyste confirmé",
                "Entraîneur de modèles",
                "Auditeur des systèmes",
                "Chargé de projet",
                "Poste de technicien",
                "Directrice ou directeur, chef de produit",
                "Analyste principal",
                "Professionnel de recherche",
                "Expert en IA",
                "Adjoint administratif",
            )
        ],
        [
            {"title_fr": title}
            for title in (
                "Cheffe ou chef de projet",
                "Développeuse ou développeur confirmé",
                "Chercheure ou chercheur",
                "Technicien ou technicienne, chargée ou chargé de tests",
                "Analyste en apprentissage machine",
                "Responsable de la gouvernance",
                "Spécialiste en systèmes experts",
                "Spécialiste en développement professionnel",
                "Conseillère ou conseiller financier",
                "Directrice ou directeur adjoint",
                "Spécialiste en agents conversationnels",
                "Adjointe ou adjoint du directeur",
                "Analyste du secteur des moteurs",
                "Scientifique de données, emploi étudiant",
                "Étudiante ou étudiant",
                "Entraîneuse ou entraîneur",
                "Auditrice ou auditeur",
            )
        ],
    ),
    "shortened": (
        [
            {"mission_fr": text}
            for text in (
                "Technicien(ne) en IA",
                "Directeur(-trice)",
                "Expert[e] en IA",
                "Technicien·ne en IA",
                "Les candidat•e•s",
                "Les employé(e)s",
                "Chargé-e de projet",
                "Les chargé-e-s de projet",
                "Le directeur/trice",
                "Un professionnel-le",
                "Les étudiant.e.s",
                "Un technicien.ne",
                "Les étudiantEs",
            )
        ],
        [
            {"mission_fr": text}
            for text in (
                "Un modèle (API) éprouvé",
                "Écrire à emplois@demo.example",
                "Voir www.exemple.net et notes.ne.md",
                "De jour. Le soir parfois.",
                "Faites-le et dites-le",
                "Une demi-journée; et/ou le soir",
                "Est-elle prête?",
                "Avec LaTeX, GitHub et le ou la responsable",
                "Rendez-vous, c’est-à-dire demain",
            )
        ],
    ),
    "men": ([{"title_en": "Sales foreman"}, {"title_en": "Repairmen"}], [{"title_en": "Human resources manager"}]),
    "age": (
        [
            {"mission_fr": "Une équipe jeune et dynamique"},
            {"mission_fr": "Vous êtes jeune et motivée"},
            {"essential_fr": "Natif du numérique"},
            {"essential_fr": "Avoir moins de 35 ans"},
            {"essential_fr": "Entre 18 et 30 ans"},
            {"mission_fr": "Jeune diplômée en informatique"},
            {"mission_fr": "x", "mission_en": "Join our young team"},
            {"mission_fr": "x", "mission_en": "A young and energetic mind"},
            {"essential_fr": "x", "essential_en": "A digital native"},
            {"essential_fr": "x", "essential_en": "Aged 20 to 30"},
        ],
        [
            {"mission_fr": "Un service aux jeunes, dans une équipe dynamique"},
            {"mission_fr": "Une jeune entreprise"},
            {"essential_fr": "Entre 10 et 15 ans d’expérience"},
            {"essential_fr": "Moins de 10 ans dans le métier"},
            {"mission_fr": "Aucune limite: pas besoin d’être jeune et dynamique"},
            {"mission_fr": "x", "mission_en": "Programs for young children in a dynamic team"},
            {"essential_fr": "x", "essential_en": "Over 10 years of experience"},
        ],
    ),
    "experience": (
        [
            {"essential_fr": "Deux ans d’expérience de travail canadienne"},
            {"asset_fr": "Expérience au Québec"},
            {"essential_fr": "Diplôme canadien"},
            {"essential_fr": "x", "essential_en": "Canadian work experience"},
            {"essential_fr": "x", "essential_en": "Experience in Canada"},
        ],
        [
            {"essential_fr": "Aucune expérience canadienne n’est exigée"},
            {"essential_fr": "Connaissance du marché canadien"},
            {"essential_fr": "x", "essential_en": "Canadian experience is not required"},
            {"essential_fr": "x", "essential_en": "Experience with the Canadian tax system"},
            {"essential_fr": "Expérience canadienne"} | ONTARIO,
        ],
    ),
    "native": (
        [
            {"language_fr": "Le français comme langue maternelle"},
            {"essential_fr": "x", "essential_en": "Native English speaker"},
        ],
        [{"essential_fr": "Applications natives"}, {"essential_fr": "x", "essential_en": "Cloud-native services"}],
    ),
    "ON-pay": ([ONTARIO | NO_PAY, NO_PAY | REMOTE], [ONTARIO, ONTARIO | NO_PAY | {"pay_max": "30"}, NO_PAY]),
    "ON-one-end": (
        [ONTARIO | {"pay_max": ""}, ONTARIO | {"pay_min": ""}],
        [ONTARIO, ONTARIO | {"pay_min": "210 000", "pay_max": ""}, {"pay_max": ""}],
    ),
    "ON-range": (
        [
            ONTARIO | {"pay_min": "60 000", "pay_max": "110 001"},
            ONTARIO | {"pay_min": "20", "pay_max": "45", "pay_unit": "HOUR"},
            ONTARIO | {"pay_min": "4000", "pay_max": "8200", "pay_unit": "MONTH"},
            {"pay_min": "60000", "pay_max": "120000"} | REMOTE,
        ],
        [
            ONTARIO | {"pay_min": "60 000", "pay_max": "110 000"},
            ONTARIO | {"pay_min": "120 000", "pay_max": "200 001"},
            ONTARIO | {"pay_min": "20", "pay_max": "44", "pay_unit": "HOUR"},
            {"pay_min": "60 000", "pay_max": "120 000"},
        ],
    ),
    "ON-screening": (
        [ONTARIO | {"apply_fr": "Écrivez-nous"}, ONTARIO | {"apply_en": "Write to us about AIR"}],
        [ONTARIO, ONTARIO | {"apply_fr": "x", "screening_fr": "Aucune IA n’est utilisée"}, {"apply_fr": "x"}],
    ),
    "ON-vacancy": (
        [ONTARIO | {"apply_fr": "Écrivez-nous"}, ONTARIO | {"apply_en": "Write to us"}],
        [
            ONTARIO,
            ONTARIO | {"apply_fr": "x", "vacancy": "existing"},
            ONTARIO | {"apply_fr": "Pour une banque de candidatures"},
            {"apply_fr": "x"},
        ],
    ),
    "ON-experience": (
        [
            ONTARIO | {"essential_fr": "Expérience canadienne"},
            ONTARIO | {"asset_fr": "x", "asset_en": "Ontario experience"},
            {"essential_fr": "Expérience canadienne"} | REMOTE,
        ],
        [
            ONTARIO,
            ONTARIO | {"essential_fr": "Expérience canadienne non requise"},
            {"asset_fr": "Expérience canadienne"},
        ],
    ),
    "ON-copies": ([ONTARIO], [{}, REMOTE]),
    "BC-pay": (
        [B_C | NO_PAY, NO_PAY | REMOTE, NO_PAY | REMOTE | {"remote_area": ["ON", "BC"]}],
        [
            B_C,
            B_C | NO_PAY | {"pay_min": "30"},
            NO_PAY,
            NO_PAY | {"work_mode": "hybrid"},
            NO_PAY | REMOTE | {"remote_area": ["ON", "QC"]},
        ],
    ),
    "BC-one-end": (
        [
            B_C | {"pay_max": ""},
            B_C | {"pay_min": ""},
            B_C | NO_PAY | {"conditions_fr": "À partir de 25 $ l’heure"},
            B_C | NO_PAY | {"conditions_fr": "Jusqu’à 62 000 $ par année"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "$20 per hour and up"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "Up to $30 per hour"},
        ],
        [
            B_C,
            B_C | NO_PAY | {"conditions_fr": "De 25 $ à 30 $ l’heure; jusqu’à 3 jours par semaine"},
            B_C | NO_PAY | {"conditions_fr": "À partir de 25 $ à 30 $ l’heure"},
            B_C | NO_PAY | {"conditions_fr": "x", "conditions_en": "From $20 to $30 per hour, up to 3 days a week"},
            {"pay_max": ""},
        ],
    ),
    "PE-pay": ([P_E_I | NO_PAY, NO_PAY | REMOTE | {"remote_area": ["PE"]}], [P_E_I, NO_PAY]),
    "NL-pay": ([{"province": "NL"}], [{}, REMOTE]),
    "none": ([{"province": "AB"}, {"province": "NU"}], [{}, ONTARIO, B_C, P_E_I, {"province": "NL"}, REMOTE]),
    "past": ([{"closing_date": "2020-01-31"}], [{"closing_date": "2999-01-01"}, {"closing_date": ""}]),
}


def codes(case: Case) -> set[str]:
    return {each.rule.code for each in lint(GOOD | case)}


def test_good_posting_has_nothing_to_point_out() -> None:
    assert lint(GOOD) == []


def test_remote_posting_of_ontario_that_says_all_is_only_reminded() -> None:
    says = {
        "province": "ON",
        "work_mode": "remote",
        "remote_area": ["ON"],
        "vacancy": "existing",
        "language_fr": "Anglais; le français serait un atout",
        "language_en": "English; French would be an asset",
        "screening_fr": "Aucune intelligence artificielle n’est utilisée pour trier les candidatures.",
        "screening_en": "No artificial intelligence is used to screen applications.",
    }
    assert [each.rule.code for each in lint(GOOD | says)] == ["ON-copies"]


def test_every_rule_has_its_cases() -> None:
    assert [rule.code for rule in RULES if not all(CASES.get(rule.code, ()))] == []
    assert {rule.code for rule in RULES} == set(CASES)


@pytest.mark.parametrize("code", CASES)
def test_rule_finds_what_it_is_about_and_nothing_near_it(code: str) -> None:
    hits, misses = CASES[code]
    assert [case for case in hits if code not in codes(case)] == []
    assert [case for case in misses if code in codes(case)] == []


def test_only_the_twin_blocks_and_reminders_come_last() -> None:
    bad = {"title_fr": "Ingénieur(e)", "province": "ON", "city": "", "language_fr": "Anglais", "mission_en": "You"}
    found = lint(GOOD | bad)
    assert [each.field for each in found if each.blocks] == ["mission_fr"]
    assert found[0].blocks
    assert [each.rule.code for each in found if each.reminds] == ["ON-copies"]
    assert found[-1].reminds


def test_lint_says_where_since_when_and_by_whom() -> None:
    with override("en"):
        (each,) = [each for each in lint(GOOD | NO_PAY | REMOTE) if each.rule.code == "BC-pay"]
        assert each.area == "British Columbia, where this remote work may be done"
        assert (each.since, each.source) == (
            "November 1, 2023",
            "Pay Transparency Act (British Columbia), s. 2, and its guidance",
        )
        (none,) = lint(GOOD | {"province": "AB"})
        assert none.sentence.startswith("Alberta: no rule on what a posting must say is known here, checked on ")


def test_pay_is_wanted_by_the_provinces_of_the_place_and_of_remote_work() -> None:
    assert pay_missing(GOOD | REMOTE) == pay_missing(GOOD | NO_PAY) == []
    assert [each.rule.code for each in pay_missing(GOOD | NO_PAY | REMOTE)] == ["ON-pay", "BC-pay", "PE-pay"]


def test_what_is_missing_and_what_wants_it_are_told_once() -> None:
    """Each fact is one line of the advice, with all the rules that speak of it."""
    english = {"title_fr": "", "mission_en": "You", "apply_en": "Write", "title_en": "Analyst"}
    for values in [GOOD | NO_PAY | REMOTE, GOOD | english, GOOD | REMOTE | {"pay_max": ""}]:
        advice = advice_on(values, listed=True)
        told = [(each.field, {}) for each, _rules in advice["missing"]] + [same[0].found for same in advice["lints"]]
        assert [each for n, each in enumerate(told) if each in told[:n]] == []
        rules = [rule for _each, rules in advice["missing"] for rule in rules]
        assert len(rules) + sum(map(len, advice["lints"])) == len(lint(values))
    assert [[each.rule.code for each in same] for same in advice["lints"]][:1] == [["ON-one-end", "BC-one-end"]]


def test_every_claim_has_a_source_that_was_read_or_is_to_be_verified() -> None:
    for rule in RULES:
        assert rule.source.address.startswith("http")
        assert rule.source.checked or not rule.since
    covered = {province for rule in RULES for province in rule.areas}
    assert covered == set(Province)


def test_proposed_privacy_notice_says_all_that_the_law_wants() -> None:
    notices = {}
    for language in ("fr", "en"):
        with override(language):
            notice = notices[f"privacy_{language}"] = _notices()["privacy"]
            assert [each for each in Province if str(each.label) in notice] == []  # true wherever the place is
    assert codes(notices) == set()


def test_rules_bear_anything() -> None:
    for values in ({}, {"province": "XX", "title_fr": "\x00" * 9, "pay_min": None, "pay_max": "a", "pay_unit": "x"}):
        assert isinstance(lint(values), list)


PAGE = Path("docs/postings.md")
BEGIN = (
    "<!-- Made from roles/postings/domain/rules; tests/…/postings/test_advice.py prints it when it has changed. -->\n"
)
END = "<!-- /table -->\n"
KINDS = {Severity.ERROR: "stops", Severity.WARNING: "advises", Severity.HINT: "reminds"}


def table() -> str:
    lines = ["| Code | Where | In force since | What it says | Source | Kind |", "|---|---|---|---|---|---|"]
    with override("en"):
        for rule in RULES:
            source = f"[{rule.source.name}]({rule.source.address})" + ("" if rule.source.checked else ", to verify")
            words = re.sub(r"%\(\w+\)s", "…", str(rule.sentence))
            where, since = ", ".join(rule.areas) or "everywhere", str(rule.since or "")
            lines.append(f"| {' | '.join((rule.code, where, since, words, source, KINDS[rule.severity]))} |")
    return "\n".join(lines) + "\n"


def test_documentation_has_the_table_of_the_rules() -> None:
    written = PAGE.read_text().partition(BEGIN)[2].partition(END)[0]
    assert written == table(), f"Between the two comments of {PAGE} shall stand:\n\n{table()}"
