"""Some of the broken files of `python -m tests.fuzz`, and that it would notice a fault."""

from collections.abc import Iterator
from functools import partial
from itertools import islice

import pytest
from django.db import transaction

from roles.models import Person
from tests.conftest import Team
from tests.fuzz.files import files
from tests.fuzz.run import Tally, outcome, posted

COUNT, SEED = 40, 20261125


@pytest.fixture
def broken() -> Iterator[tuple[str, bytes]]:
    return files(COUNT, SEED)


def test_broken_files_end_in_tables_or_a_sentence_and_write_nothing(
    db: None, broken: Iterator[tuple[str, bytes]]
) -> None:
    tally = Tally()
    for number, (_name, data) in enumerate(broken):
        tally.run(f"file {number}", partial(outcome, data))
    assert tally.faults == []
    assert tally.outcomes.total() == COUNT
    assert "planned" in tally.outcomes
    assert len(tally.outcomes) > 4


def test_broken_files_posted_to_the_page_get_an_answer(team: Team, broken: Iterator[tuple[str, bytes]]) -> None:
    tally = Tally()
    for number, (name, data) in enumerate(islice(broken, 12)):
        tally.run(f"file {number}", partial(posted, team.client("outsider"), name, data))
    assert tally.faults == []
    assert set(tally.outcomes) == {"page 200", "page 422"}


def test_files_are_the_same_for_the_same_seed() -> None:
    assert list(files(10, 1)) == list(files(10, 1))
    assert list(files(10, 1)) != list(files(10, 2))


def test_fault_and_writing_are_told(db: None) -> None:
    def write() -> str:
        with transaction.atomic():
            Person.objects.create(name="Camille Essai")
        return "written"

    def fail() -> str:
        raise RecursionError

    tally = Tally()
    tally.run("one", write)
    tally.run("two", fail)
    assert [fault.split("\n", 1)[0] for fault in tally.faults] == ["one", "two"]
    assert "Written" in tally.faults[0]
    assert not Person.objects.exists()
