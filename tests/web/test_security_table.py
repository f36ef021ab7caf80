"""The table of docs/security.md names tests that there are, and none for what is not tested."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Of ASVS 5.0.0: by chapter, the last section that asks for something at level 1 or 2.
SECTIONS = {
    1: 5, 2: 4, 3: 7, 4: 4, 5: 4, 6: 8, 7: 6, 8: 4, 9: 2, 10: 7, 11: 6, 12: 3, 13: 4, 14: 3, 15: 3, 16: 5, 17: 3
}  # fmt: skip
NOTHING_ASKED = {"3.1", "3.6", "6.7"}  # below level 3
UNTESTED = {"12.3 between services", "14.3 in the browser", "15.2 dependencies"}


def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "security.md").read_text()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if re.match(r"\| \d", line)]


def test_every_section_of_the_standard_is_told_once() -> None:
    number = r"\b\d+\.\d+\b(?!\.)"
    rest = (ROOT / "docs" / "security.md").read_text().partition("Not applicable:")[2].partition("3.1, 3.6")[0]
    found = [
        *re.findall(number, " ".join(re.sub("[a-zA-Z].*", "", row[0]) for row in rows())),
        *re.findall(number, rest),
    ]
    asked = {f"{chapter}.{section + 1}" for chapter, last in SECTIONS.items() for section in range(last)}
    assert sorted(found) == sorted(asked - NOTHING_ASKED)


def test_every_test_of_the_table_is_there() -> None:
    files = (ROOT / "tests").rglob("test_*.py")
    known = {name for file in files for name in re.findall(r"def (test_\w+)", file.read_text())}
    named = {name for row in rows() for name in re.findall(r"`(test_\w+)`", row[3])}
    assert len(rows()) > 40
    assert named <= known, named - known


def test_what_is_met_has_a_test() -> None:
    assert {row[1] for row in rows()} == {"met", "in part", "operator"}
    assert {row[0] for row in rows() if not row[3]} == UNTESTED
    assert not [row[0] for row in rows() if row[1] == "met" and not row[3]]
