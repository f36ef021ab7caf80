"""The catalogue says what the source document says, character by character."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from roles.catalogue.domain.catalogue import load_catalogue_object
from roles.models import Responsibility
from tests.roles.catalogues import fixture_data, load

SOURCE = (Path(__file__).parent / "specialiste-ia.txt").read_text("utf-8")


def written_again(data: dict[str, Any]) -> str:
    """The source document, made from the fixture alone."""
    framework = data["framework"]
    lines = ["", "", "", "", framework["title_fr"].upper(), "", framework["subtitle_fr"].upper()]
    for profile in data["profiles"]:
        lines += ["", profile["name_fr"].upper()]
        for phase in data["phases"]:
            lines += ["", phase["name_fr"].upper(), ""]
            lines += [phase["lead_in_fr"], ""] if phase["lead_in_fr"] else []
            lines += [
                f"- ▶ {row['text_fr']}"
                for row in data["responsibilities"]
                if (row["phase"], row["profile"]) == (phase["slug"], profile["slug"])
            ]
    return "\n".join(lines)


def test_source_is_the_fixture_written_again() -> None:
    assert written_again(fixture_data()) == SOURCE


def test_source_statements_are_stored_verbatim_in_their_order(db: None) -> None:
    load(fixture_data())
    stored = Responsibility.objects.order_by("profile__order", "order").values_list("text_fr", flat=True)
    assert list(stored) == [line[4:] for line in SOURCE.splitlines() if line.startswith("- ▶ ")]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_counts_are_those_of_the_source(db: None, language: str) -> None:
    load(fixture_data())
    catalogue = load_catalogue_object(language=language)
    assert catalogue is not None
    assert [total for _profile, total in catalogue.totals] == [28, 23]
    technician, graduate = catalogue.profiles
    assert [(catalogue.counts[phase.id, technician.id], catalogue.counts[phase.id, graduate.id])
            for phase in catalogue.phases] == [(2, 1), (3, 1), (3, 3), (6, 4), (4, 6), (7, 6), (3, 2)]  # fmt: skip


def test_fixture_is_complete_in_both_languages() -> None:
    data = fixture_data()
    for section, names in {"phases": ("name", "short"), "profiles": ("name", "title"), "rules": ("name", "condition"),
                           "responsibilities": ("text", "posting")}.items():  # fmt: skip
        for row in data[section]:
            for name in names:
                assert row[f"{name}_fr"].strip(), row
                assert row[f"{name}_en"].strip(), row
            assert bool(row.get("note_fr")) == bool(row.get("note_en")), row


def test_fixture_gives_each_statement_one_approval_and_a_rule() -> None:
    for row in fixture_data()["responsibilities"]:
        letters = Counter("".join(row["suggested"].values()))
        assert letters["A"] == 1, row["code"]
        assert letters["R"] >= 1, row["code"]
        assert row["rule"], row["code"]


def test_fixture_pairs_both_ways() -> None:
    pairs = {(row["code"], code) for row in fixture_data()["responsibilities"] for code in row["pairs_with"]}
    assert pairs == {(end, start) for start, end in pairs}
    assert len(pairs) > 40
