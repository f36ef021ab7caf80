"""The table of docs/security.md names tests that there are, and none for what is not tested."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
UNTESTED = {"12.3 between services", "14.3 in the browser", "15.2 dependencies"}


def rows() -> list[list[str]]:
    text = (ROOT / "docs" / "security.md").read_text()
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if re.match(r"\| \d", line)]


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
