"""Matrices from elsewhere are read as the people who made them meant them."""

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from roles.enums import APPROVING
from roles.formats.reading.table import Table
from roles.formats.reading.upload import read_tables
from roles.imports.sheet_reading.doubts_text import ENCODINGS
from roles.imports.sheet_reading.grid import Grid
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.model import NO_PHASE, Block, ColumnKind
from roles.imports.sheet_reading.plan import plan_import
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from tests.conftest import Team
from tests.roles.imports.sheet_reading.corpus import NAMES, account_lines, plan_lines, read_case, tables_of


@pytest.mark.parametrize("name", NAMES)
def test_plan_of_a_sheet_of_the_corpus(name: str) -> None:
    """Every sheet gives the plan that stands under it, doubts and marks to ask about included."""
    case = read_case(name)
    read = interpret(tables_of(name))
    found = plan_lines(read)
    if any(line.startswith("letters ") for line in case.expected):
        found += account_lines(read)
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
    encoding=st.sampled_from(["", *ENCODINGS]),
)
ROWS = st.integers(-2, 14)
BLOCKS = st.builds(
    Block,
    table=st.integers(0, 2),
    header=ROWS,
    last=ROWS,
    columns=st.lists(st.sampled_from(ColumnKind), max_size=9).map(tuple),
    groups=st.none() | ROWS,
    bands=st.booleans(),
)


@given(st.lists(TABLES, min_size=1, max_size=2), st.lists(BLOCKS, max_size=2))
def test_plan_of_any_tables_and_any_reading_holds_together(tables: list[Table], corrected: list[Block]) -> None:
    """Whatever a file holds and whatever somebody corrects, a plan has one A a duty and no loose ends."""
    guessed = interpret(tables)
    for found in (guessed.plan, plan_import(list(map(Grid, tables)), corrected, guessed.marks)):
        for duty in found.duties:
            assert duty.text
            assert len(duty.text) <= 500
            assert NO_PHASE <= duty.phase < len(found.phases)
            assert all(place < len(found.positions) for place in duty.letters)
            assert sum(letter in APPROVING for letter in duty.letters.values()) <= 1


@pytest.mark.parametrize("export", ["csv", "md", "xlsx"])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_plan_of_our_own_documents_has_every_letter(team: Team, export: str, language: str) -> None:
    """What this app writes as CSV, Markdown or Excel is read like any matrix: same phases, duties and letters."""
    letter_cells(team, ["A R", "R .", "AR I", "C A", ". AR", "R A"])
    with override(language):
        made = load_matrix(team.project.pk)
    response = team.client("viewer").get(f"/{language}/projects/{team.project.pk}/export/{export}/")
    found = interpret(read_tables(response.getvalue())).plan
    assert [(duty.text, *(duty.letters.get(place, "") for place in (0, 1))) for duty in found.duties] == [
        (duty.text, *duty.letters) for duty in made.duties
    ]
    names = {phase.id: phase.name for phase in made.phases}
    for duty, row in zip(found.duties, made.duties, strict=True):
        assert found.phases[duty.phase].endswith(names[row.phase_id])


def letter_cells(team: Team, rows: list[str]) -> None:
    """Give the team's project these letters, row by row, "." for none."""
    matrix = load_matrix(team.project.pk)
    changes = [
        CellChange(duty.id, position.id, letter)
        for duty, row in zip(matrix.duties, rows, strict=True)
        for position, letter in zip(matrix.positions, row.split(), strict=True)
        if letter != "."
    ]
    set_cells(team.project.pk, team.users["editor"], changes)
