"""The advice on a posting: each rule finds its cases and nothing near them, has a source, and stands in the docs."""

import re
from pathlib import Path

import pytest
from django.utils.translation import override

from roles.enums import Province, Severity
from roles.postings.domain.advice import RULES, lint, pay_missing
from roles.postings.domain.postings import _notices
from roles.postings.views.posting import advice_on
from tests.roles.postings.advice_cases import CASES, Case
from tests.roles.postings.drafts import GOOD, NO_PAY, REMOTE


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
