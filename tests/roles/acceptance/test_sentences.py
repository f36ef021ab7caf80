"""The sentences that say what somebody has to do."""

from dataclasses import replace

import pytest
from django.utils.translation import override

from roles.acceptance.domain.answers import part_of
from roles.acceptance.domain.commitments import Commitment
from roles.acceptance.domain.sentences import Voice, paragraphs_of
from roles.enums import Letter
from roles.models import Duty
from tests.factories import AssignmentFactory
from tests.roles.acceptance.crew import Crew


def words(cells: tuple[Commitment, ...], voice: Voice) -> list[tuple[str, str]]:
    return [(one.letter, one.words) for paragraph in paragraphs_of(cells, voice) for one in paragraph.sentences]


def test_sentences_stand_by_phase_and_letter_in_both_languages(crew: Crew) -> None:
    for row, letter in enumerate(("C", "R", "R")):
        crew.set(row, 0, letter)
    crew.set(3, 0, "AR")
    cells = part_of(crew.id, crew.ada).cells
    assert words(cells, Voice.YOU) == [
        ("R", "Vous réalisez les tâches suivantes\u00a0:"),
        ("C", "On vous consulte sur la tâche suivante\u00a0:"),
        ("AR", "Vous réalisez et approuvez la tâche suivante\u00a0:"),
    ]
    assert words(cells, Voice.POSITION)[0][1].endswith("Ce poste réalise les tâches suivantes\u00a0:")
    with override("en"):
        cells = part_of(crew.id, crew.ada).cells
        assert words(cells, Voice.YOU)[1][1] == "You are consulted on the following duty:"


def test_what_one_does_stands_before_what_one_is_told(crew: Crew) -> None:
    cell = part_of(crew.id, crew.ada).cells[0]
    cells = tuple(replace(cell, letter=letter) for letter in ("I", "S", "C", "AR", "A", "R"))
    assert [letter for letter, _words in words(cells, Voice.YOU)] == ["R", "A", "AR", "S", "C", "I"]


@pytest.mark.parametrize("voice", Voice)
def test_every_letter_has_its_sentence(crew: Crew, voice: Voice) -> None:
    for letter in Letter:
        AssignmentFactory._meta.model.objects.filter(position=crew.positions[0]).update(letter="I")
        AssignmentFactory._meta.model.objects.filter(duty=crew.duties[0], position=crew.positions[0]).update(
            letter=letter.value
        )
        assert letter.value in [found for found, _words in words(part_of(crew.id, crew.ada).cells, voice)]


def test_a_sheet_uses_the_posting_wording_where_there_is_one(crew: Crew) -> None:
    Duty.objects.filter(pk=crew.duties[0].pk).update(posting_fr="Analyser les besoins")
    assert [commitment.wording for commitment in part_of(crew.id, crew.ada).cells][:2] == [
        "Analyser les besoins",
        "Analyse les besoins",
    ]
