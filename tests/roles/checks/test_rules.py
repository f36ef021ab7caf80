"""The rules as a whole: their codes, and the table that the documentation makes of them."""

from dataclasses import asdict
from pathlib import Path

from django.utils.translation import override

from roles.checks.domain.gaps import GAPS
from roles.checks.domain.rules.registry import DUTY_RULES, PHASE_RULES, POSITION_RULES, RULES
from roles.matrix.thresholds import Thresholds

PAGE = Path("docs/checks.md")
BEGIN = (
    "<!-- Made from roles/checks/domain/rules; tests/roles/checks/test_rules.py prints it when it has changed. -->\n"
)
END = "<!-- /table -->\n"


def table() -> str:
    limits = asdict(Thresholds())
    lines = ["| Code | Check | When | Why | Severity |", "|---|---|---|---|---|"]
    with override("en"):
        for code, rule in RULES.items():
            cells = (code, rule.name, rule.when.format_map(limits), rule.why, rule.severity.label.lower())
            lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join(lines) + "\n"


def test_each_rule_has_a_code_of_its_own() -> None:
    assert len(RULES) == len(DUTY_RULES) + len(POSITION_RULES) + len(PHASE_RULES)
    assert {rule.gap for rule in RULES.values()} == {"", *GAPS}


def test_documentation_has_the_table_of_the_rules() -> None:
    written = PAGE.read_text().partition(BEGIN)[2].partition(END)[0]
    assert written == table(), f"Between the two comments of {PAGE} shall stand:\n\n{table()}"
