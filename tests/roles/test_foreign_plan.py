"""Matrices from elsewhere are read as the people who made them meant them."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roles.documents.tables import read_tables
from roles.domain.foreign import NO_PHASE, Block, Part, Reading, Table
from roles.domain.foreign_guess import guess
from roles.domain.foreign_plan import plan
from roles.enums import APPROVING
from tests.roles.foreign_sheets import NAMES, plan_lines, read_case


@pytest.mark.parametrize("name", NAMES)
def test_plan_of_a_sheet_of_the_corpus(name: str) -> None:
    """Every sheet gives the plan that stands under it, doubts and marks to ask about included."""
    case = read_case(name)
    tables = read_tables(case.data, case.name)
    reading = guess(tables)
    found = plan_lines(tables, reading, plan(tables, reading))
    assert sorted(found) == sorted(line.rstrip() for line in case.expected)


TEXTS = st.sampled_from(
    ["", "", "R", "A", "C", "I", "A/R", "x", "-", "S", "А", "C/I", "1", "1.2", "Tâche", "Phase", "Accountable", "R (x)",
     "R = Réalise", "PHASE 1", "Rédiger", "Marie, Jean", "Chef\nde projet", "Total", "é" * 600]
)  # fmt: skip
MERGES = st.tuples(*[st.integers(0, 12)] * 4)
TABLES = st.builds(
    Table,
    name=st.sampled_from(["", "RACI"]),
    rows=st.lists(st.lists(TEXTS, max_size=7).map(tuple), max_size=10).map(tuple),
    hidden=st.booleans(),
    merges=st.lists(MERGES, max_size=2).map(tuple),
)
ROWS = st.integers(-2, 14)
BLOCKS = st.builds(
    Block,
    table=st.integers(0, 2),
    header=ROWS,
    last=ROWS,
    columns=st.lists(st.sampled_from(Part), max_size=9).map(tuple),
    groups=st.none() | ROWS,
    bands=st.booleans(),
)


@given(st.lists(TABLES, min_size=1, max_size=2), st.lists(BLOCKS, max_size=2))
def test_plan_of_any_tables_and_any_reading_holds_together(tables: list[Table], corrected: list[Block]) -> None:
    """Whatever a file holds and whatever somebody corrects, a plan has one A a duty and no loose ends."""
    reading = guess(tables)
    assert Reading.from_json(reading.to_json()) == reading
    for chosen in (reading, replace(reading, blocks=tuple(corrected))):
        found = plan(tables, chosen)
        for duty in found.duties:
            assert duty.text
            assert len(duty.text) <= 500
            assert NO_PHASE <= duty.phase < len(found.phases)
            assert all(place < len(found.positions) for place in duty.letters)
            assert sum(letter in APPROVING for letter in duty.letters.values()) <= 1
