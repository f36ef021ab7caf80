"""The law of conservation: nothing that a sheet says is lost or doubled in silence, and certainty is earned."""

import re
from collections.abc import Iterator

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from aispec.web.words.typography import visible
from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account.counts import Fate, Why
from roles.imports.sheet_reading.interpret import Interpretation, interpret
from roles.imports.sheet_reading.model import NO_PHASE, Certainty, Doubt, DoubtKind, ImportedDuty, Place
from tests.roles.imports.sheet_reading.corpus import NAMES, tables_of
from tests.roles.imports.sheet_reading.layouts import Sheet, sheets

LETTER = re.compile(r"[RACI]|A/R")
CELLS = {"add letter": "A", "blank": "", "foreign": "D"}
SPOILT = st.tuples(
    st.sampled_from(
        ["drop row", "drop heading", "add row", "add letter", "blank", "hide", "merge", "twice", "foreign"]
    ),
    st.integers(0, 30),
    st.integers(0, 8),
)


def holds_the_law(found: Interpretation) -> None:
    """Every letter is in the account once, the counts add up, and no certain reading has left anything out."""
    account = found.account
    places = [item.place for item in account.items]
    assert len(set(places)) == len(places)
    assert sum(account.counts.values()) == len(places)
    assert not account.faults
    assert not [item for item in account.items if item.why is Why.LOST]
    counted = {(place.table, place.row, place.column) for place in places}
    for number, row, column, text in _plain_letters(found):
        assert (number, row, column) in counted or _is_code(found, number, row, text), (row, column)
    for block in found.blocks:
        if block.used and block.certainty is Certainty.SURE:
            assert not list(account.left(block.table))
            assert not account.left_rows(block.table)
    if found.certain:
        assert set(account.counts) <= {Fate.TAKEN, Fate.TURNED, Fate.LEGEND, Fate.HEADING}


def _plain_letters(found: Interpretation) -> Iterator[tuple[int, int, int, str]]:
    """The letters of the tables of the file, as anybody sees them."""
    count = len(found.tables) - len(found.sources)
    for number in set(range(count)).difference(found.sources.values()):
        for row, texts in enumerate(found.tables[number].rows):
            seen = ((column, visible(text).strip()) for column, text in enumerate(texts))
            yield from ((number, row, column, text) for column, text in seen if LETTER.fullmatch(text))


def _is_code(found: Interpretation, table: int, row: int, text: str) -> bool:
    """Whether a letter counts rows, as phases and duties are counted A, B, C."""
    here = [duty for duty in found.plan.duties if duty.place.table == table and row in (duty.rows or (duty.place.row,))]
    return any(place == Place(table, row) for place, _kind in found.plan.rows) or any(
        visible(text).strip() in (duty.code, duty.text) or visible(text).strip() in found.plan.phases[duty.phase]
        for duty in here
    )


def told(doubts: tuple[Doubt, ...], row: int, column: int) -> bool:
    """Whether a doubt names a cell, its row or its column."""
    loud = [doubt for doubt in doubts if doubt.kind not in (DoubtKind.NO_PHASE, DoubtKind.NO_A)]
    return any(doubt.place.row == row or doubt.place.column == column for doubt in loud)


@settings(max_examples=300)
@given(sheets())
def test_sheet_of_any_layout_loses_nothing_while_it_says_it_is_sure(sheet: Sheet) -> None:
    found = interpret([sheet.table()])
    holds_the_law(found)
    used = [block for block in found.blocks if block.used]
    sure = bool(used) and all(block.certainty is Certainty.SURE for block in used)
    event("sure" if sure else "not sure")
    if not sure:
        return
    fates = {(item.place.row, item.place.column): item for item in found.account.items}
    claims = _claims(found)
    for cell, (phase, duty, position, letter) in sheet.truth.items():
        if told(found.plan.doubts, *cell):
            continue
        assert cell in fates
        assert fates[cell].fate in (Fate.TAKEN, Fate.TURNED, Fate.ASKED), (cell, fates[cell])
        if fates[cell].fate is Fate.ASKED:
            continue
        read, title, stored = claims[cell]
        assert duty in (read.text, "")  # whose words the sheet has lost
        assert position in title
        assert stored == letter
        assert not phase or read.phase == NO_PHASE or phase in found.plan.phases[read.phase]  # NO_PHASE is told


def _claims(found: Interpretation) -> dict[tuple[int, int], tuple[ImportedDuty, str, str]]:
    """What the plan says of each cell: its duty, the title and the letter."""
    return {
        cell: (duty, found.plan.positions[position], letter)
        for duty in found.plan.duties
        for position, letter in duty.letters.items()
        for cell in duty.cells[position]
    }


@settings(max_examples=300)
@given(st.sampled_from(NAMES), st.lists(SPOILT, max_size=4))
def test_corpus_that_is_spoilt_still_adds_up(name: str, spoilt: list[tuple[str, int, int]]) -> None:
    tables = [_spoil(table, spoilt) for table in tables_of(name)]
    holds_the_law(interpret(tables))


def _spoil(table: Table, ways: list[tuple[str, int, int]]) -> Table:
    rows, merges = [list(row) for row in table.rows], list(table.merges)
    for what, at, column in ways:
        row = at % max(len(rows), 1)
        if what in CELLS and rows and rows[row]:
            rows[row][column % len(rows[row])] = CELLS[what]
        elif what == "merge" and not any(top <= row + 1 and row <= low for top, _left, low, _right in merges):
            merges.append((row, column, row + 1, column))
        elif rows and len(rows) < 60:
            rows = _spoilt_rows(rows, row, what)
    return Table(table.name, tuple(map(tuple, rows)), table.hidden, tuple(merges))


def _spoilt_rows(rows: list[list[str]], row: int, what: str) -> list[list[str]]:
    """The rows with one less or more, without its heading, twice, or with what no reader sees."""
    ways = {
        "drop row": lambda: [*rows[:row], *rows[row + 1 :]],
        "drop heading": lambda: [[], *rows[1:]],
        "add row": lambda: [*rows[:row], ["Autre", "", "R"], *rows[row:]],
        "twice": lambda: [*rows, [], *map(list, rows)],
        "hide": lambda: [*rows[:row], [f"\u200b{text}" for text in rows[row]], *rows[row + 1 :]],
    }
    return ways[what]() if what in ways else rows


@pytest.mark.parametrize("name", NAMES)
def test_corpus_keeps_the_law(name: str) -> None:
    holds_the_law(interpret(tables_of(name)))
