"""The account contradicts a plan that has lost, doubled or invented something, whoever made it."""

from dataclasses import replace

import pytest

from roles.formats.reading.table import Table
from roles.imports.sheet_reading.account.counts import Account, Fate, Why
from roles.imports.sheet_reading.account.recount import account_of
from roles.imports.sheet_reading.interpret import Interpretation, interpret
from roles.imports.sheet_reading.model import Certainty, Place, RowKind

ROWS = (("Tâche", "Cheffe", "Équipe"), ("Creuser", "A", "R"), ("Drainer", "R", "A"))


@pytest.fixture
def found() -> Interpretation:
    return interpret([Table("", ROWS)])


def accounted(found: Interpretation, **changes: object) -> Account:
    """The account of the plan with its first duty otherwise."""
    first, *rest = found.plan.duties
    plan = replace(found.plan, duties=(replace(first, **changes), *rest))  # type: ignore[arg-type]
    return account_of(found.grids, found.blocks, plan, found.marks)


def test_plan_that_has_everything_holds(found: Interpretation) -> None:
    assert dict(found.account.counts) == {Fate.TAKEN: 4}
    assert dict(found.account.row_counts) == {RowKind.HEADING: 1, RowKind.DUTY: 2}
    assert found.account.holds(0)
    assert found.blocks[0].certainty is Certainty.SURE


def test_letter_that_the_plan_lost_is_left_out(found: Interpretation) -> None:
    account = accounted(found, letters={0: "A"}, cells={0: ((1, 1),)})
    assert [(item.place, item.why) for item in account.left()] == [(Place(0, 1, 2), Why.LOST)]
    assert not account.holds(0)


def test_letter_that_the_plan_invented_is_a_fault(found: Interpretation) -> None:
    account = accounted(found, cells={0: ((1, 1),), 1: ((1, 7),)})
    assert account.faults == (Place(0, 1, 7),)
    assert not account.holds(0)


def test_letter_that_the_plan_took_twice_is_told(found: Interpretation) -> None:
    account = accounted(found, cells={0: ((1, 1),), 1: ((1, 1),)})
    assert account.shared == (Place(0, 1, 1),)
    assert not account.holds(0)


def test_letter_that_the_plan_changed_has_become_another(found: Interpretation) -> None:
    account = accounted(found, letters={0: "C", 1: "R"})
    assert account.counts[Fate.TURNED] == 1


def test_row_that_the_plan_lost_is_left_out(found: Interpretation) -> None:
    plan = replace(found.plan, duties=found.plan.duties[1:])
    account = account_of(found.grids, found.blocks, plan, found.marks)
    assert account.left_rows() == [Place(0, 1)]
    assert account.counts[Fate.LEFT] == 2


def test_names_under_letters_beyond_the_tables_are_counted() -> None:
    rows = (*ROWS, (), ("Autre", "R", "A", "C"), ("Peindre", "Anne", "Lou", "Kim"))
    found = interpret([Table("", rows)])
    hidden = tuple(replace(block, used=block.header == 0) for block in found.blocks)
    plan = replace(found.plan, duties=tuple(duty for duty in found.plan.duties if duty.place.row < 3))
    account = account_of(found.grids, hidden, plan, found.marks)
    assert {item.text for item in account.left()} >= {"Anne", "Lou", "Kim"}
