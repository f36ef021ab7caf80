"""Accepting what one holds and objecting to it: what reopens, who stands where, and what documents say of it."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from aispec.web.edit_conflict import EditConflict
from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.acceptance.domain.answers import answer, holder_answers, my_parts, part_of, tally, withdraw
from roles.acceptance.domain.commitments import State, of_position
from roles.checks.domain.check import check
from roles.exports.documents.export import Export, Format, Order
from roles.exports.documents.matrix import prepare
from roles.formats.paper import Mode
from roles.history.domain.journal import HistoryFilter, read_history
from roles.history.domain.replay import matrix_at, verify
from roles.matrix.matrix import load_matrix
from roles.models import Answer, Duty, Person, Position
from roles.projects.domain.duties import DutyDetails, edit_duty, remove_duty
from roles.projects.domain.positions import PositionDetails, edit_position, hold_position
from roles.projects.domain.scope import set_applicable
from roles.undo.steps import steps
from tests.factories import AssignmentFactory, PersonFactory, UserFactory, small_project
from tests.roles.acceptance.crew import Crew


def test_all_is_open_until_it_is_accepted(crew: Crew) -> None:
    assert crew.open(crew.ada) == [crew.code(row) for row in range(3)]
    crew.accept(crew.ada)
    part = part_of(crew.id, crew.ada)
    assert (part.open, part.accepted) == ((), True)
    assert part.last is not None
    assert part.last.version == 6  # the version that was seen, before this answer raised it
    assert load_matrix(crew.id).version == 7
    assert len(crew.open(crew.bo)) == 3


def test_a_change_of_a_cell_reopens_that_cell_of_that_person_only(crew: Crew) -> None:
    crew.accept(crew.ada)
    crew.accept(crew.bo)
    crew.set(2, 0, "I")
    commitment = part_of(crew.id, crew.ada).open
    assert [(one.code, one.was and one.was.letter, one.letter) for one in commitment] == [(crew.code(2), "C", "I")]
    assert commitment[0].letter_differs
    assert not commitment[0].text_differs
    assert part_of(crew.id, crew.bo).accepted
    crew.set(2, 0, "C")
    assert part_of(crew.id, crew.ada).accepted  # back to what they accepted


def test_other_words_reopen_a_duty_for_all_who_have_a_part_in_it(crew: Crew) -> None:
    crew.accept(crew.ada)
    crew.accept(crew.bo)
    duty = crew.duties[0]
    edit_duty(crew.id, crew.owner, duty.pk, DutyDetails("Analyse tout", duty.text_en or "", duty.phase))
    for person in (crew.ada, crew.bo):
        commitment = part_of(crew.id, person).open
        assert [(one.was and one.was.text, one.text, one.letter_differs) for one in commitment] == [
            ("Analyse les besoins", "Analyse tout", False)
        ]


def test_a_translation_that_is_added_reopens_nothing(crew: Crew) -> None:
    Duty.objects.filter(pk=crew.duties[0].pk).update(text_en="")
    crew.accept(crew.ada)
    Duty.objects.filter(pk=crew.duties[0].pk).update(text_en="Analyses")
    assert part_of(crew.id, crew.ada).accepted
    Duty.objects.filter(pk=crew.duties[0].pk).update(text_en="Analyzes")  # it was not there when she accepted
    assert part_of(crew.id, crew.ada).accepted


def test_a_new_holder_has_everything_open_and_the_old_one_nothing(crew: Crew) -> None:
    crew.accept(crew.ada)
    position = crew.positions[0]
    edit_position(crew.id, crew.owner, position.pk, PositionDetails(position.title_fr, "", None, "Cléo"))
    new = Person.objects.get(name="Cléo")
    assert len(crew.open(new)) == 3
    assert part_of(crew.id, crew.ada).cells == ()
    since = next(holder.since for holder in holder_answers(crew.id) if holder.person == new)
    assert since is not None
    assert since.kind == ChangeKind.POSITION_EDITED


def test_each_holder_of_a_position_is_asked_and_answers_for_themselves(crew: Crew) -> None:
    hold_position(crew.id, crew.owner, crew.positions[0].pk, "Ada; Cléo")
    new = Person.objects.get(name="Cléo")
    assert crew.open(new) == crew.open(crew.ada) == [crew.code(row) for row in range(3)]
    crew.accept(new)
    assert (part_of(crew.id, new).accepted, len(crew.open(crew.ada))) == (True, 3)
    assert tally(crew.id) == (1, 3)
    crew.accept(crew.ada, "Trop de tâches", crew.code(1))
    assert [objection.code for objection in part_of(crew.id, crew.ada).objections] == [crew.code(1)]
    assert part_of(crew.id, new).objections == ()
    found = {holder.person.name: holder for holder in holder_answers(crew.id)}
    assert {name: holder.titles for name, holder in found.items()} == {
        "Ada": (crew.positions[0].title,),
        "Bo": (crew.positions[1].title,),
        "Cléo": (crew.positions[0].title,),
    }
    crew.set(0, 0, "I")
    assert crew.open(new) == [crew.code(0)]


def test_an_answer_is_due_since_the_position_was_ones_own(crew: Crew) -> None:
    before = load_matrix(crew.id).version
    hold_position(crew.id, crew.owner, crew.positions[0].pk, "Ada; Cléo")
    since = {holder.person.name: holder.since for holder in holder_answers(crew.id)}
    assert since["Cléo"] is not None
    assert (since["Cléo"].version, since["Cléo"].new) == (before + 1, "Cléo")
    assert since["Ada"] is not None
    assert since["Ada"].version < before + 1


def test_who_no_longer_holds_a_position_with_others_has_nothing_of_it_open(crew: Crew) -> None:
    hold_position(crew.id, crew.owner, crew.positions[0].pk, "Cléo; Ada")
    crew.accept(crew.ada)
    hold_position(crew.id, crew.owner, crew.positions[0].pk, "Cléo")
    part = part_of(crew.id, crew.ada)
    assert (part.cells, len(part.gone)) == ((), 3)


def test_sheet_of_a_shared_position_has_each_cell_once(crew: Crew) -> None:
    hold_position(crew.id, crew.owner, crew.positions[0].pk, "Ada; Cléo")
    assert [one.code for one in of_position(crew.positions[0].pk)] == [crew.code(row) for row in range(3)]
    page = crew.team.client("viewer").get(f"/fr/projects/{crew.id}/positions/{crew.positions[0].pk}/sheet/")
    assert "Ada, Cléo" in page.content.decode()


def test_removed_duties_vanish_and_a_cleared_cell_is_told_until_the_next_answer(crew: Crew) -> None:
    crew.accept(crew.ada)
    remove_duty(crew.id, crew.owner, crew.duties[0].pk)
    set_applicable(crew.id, crew.owner, crew.duties[1].pk, "Hors mandat")
    crew.set(2, 0, "")
    part = part_of(crew.id, crew.ada)
    assert (part.cells, part.accepted) == ((), False)
    assert [gone.letter for gone in part.gone] == ["A", "C"]
    crew.set(3, 0, "R")
    crew.accept(crew.ada)
    assert part_of(crew.id, crew.ada).gone == ()
    assert Answer.objects.filter(person=crew.ada).count() == 1


def test_an_objection_is_of_its_cell_and_ends_when_the_cell_changes_or_is_accepted(crew: Crew) -> None:
    crew.accept(crew.ada, "Trop de tâches", crew.code(1))
    crew.accept(crew.ada, "", crew.code(0), crew.code(2))
    part = part_of(crew.id, crew.ada)
    assert [(commitment.code, commitment.answer and commitment.answer.reason) for commitment in part.objections] == [
        (crew.code(1), "Trop de tâches")
    ]
    assert not part.accepted
    crew.set(1, 0, "C")
    part = part_of(crew.id, crew.ada)
    assert (part.objections, [commitment.state for commitment in part.open]) == ((), [State.OPEN])
    crew.accept(crew.ada, "", crew.code(1))
    assert part_of(crew.id, crew.ada).accepted


def test_what_changed_since_it_was_read_is_not_accepted(crew: Crew) -> None:
    seen = {commitment.cell: commitment.mark for commitment in part_of(crew.id, crew.ada).cells}
    crew.set(0, 0, "C")
    version = load_matrix(crew.id).version
    for stale in (seen, {(crew.duties[3].pk, crew.positions[0].pk): "x"}, {(0, 0): ""}, {}):
        with pytest.raises(EditConflict):
            answer(crew.id, crew.ada, None, stale)
    bos = {commitment.cell: commitment.mark for commitment in part_of(crew.id, crew.bo).cells}
    with pytest.raises(EditConflict):
        answer(crew.id, crew.ada, None, bos)
    assert load_matrix(crew.id).version == version
    assert not Answer.objects.exists()


def test_standings_tell_since_which_change_an_answer_is_due(crew: Crew) -> None:
    crew.accept(crew.ada)
    crew.set(2, 0, "I")
    crew.set(0, 0, "C")
    ada, bo = holder_answers(crew.id)
    assert (ada.person, ada.titles) == (crew.ada, (crew.positions[0].title,))
    assert ada.since is not None
    assert (ada.since.version, ada.since.new, ada.since.duty_id) == (8, "I", crew.duties[2].pk)
    assert bo.since is not None
    assert (bo.since.version, bo.since.new) == (4, "C")
    assert tally(crew.id) == (0, 2)


def test_the_tally_counts_people_who_have_something_to_accept(crew: Crew) -> None:
    empty = Position.objects.create(project_id=crew.id, order=9, title_fr="Vide", holder=PersonFactory.create())
    assert tally(crew.id) == (0, 2)
    crew.accept(crew.bo)
    assert tally(crew.id) == (1, 2)
    assert [holder.part.accepted for holder in holder_answers(crew.id) if holder.person == empty.holder] == [False]


def test_queries_do_not_grow(crew: Crew) -> None:
    counts = []
    for _time in range(2):
        with CaptureQueriesContext(connection) as captured:
            holder_answers(crew.id)
        counts.append(len(captured))
        crew.accept(crew.ada)
        for number in range(6):
            position = Position.objects.create(
                project_id=crew.id, order=20 + number, title_fr="P", holder=PersonFactory.create()
            )
            AssignmentFactory.create(duty=crew.duties[number], position=position, letter="I")
        crew.set(0, 0, "I")
    assert counts == [7, 7]
    with CaptureQueriesContext(connection) as captured:
        tally(crew.id)
    assert len(captured) == 2


def test_my_parts_are_of_every_project_in_a_constant_number_of_queries(crew: Crew) -> None:
    user = UserFactory.create()
    with CaptureQueriesContext(connection) as captured:
        assert my_parts(user) == []
    assert len(captured) == 1
    crew.positions[1].co_holders.add(crew.ada)
    Person.objects.filter(pk=crew.ada.pk).update(user=user)
    for _time in range(2):
        other = small_project()
        other.positions.update(holder=crew.ada)
        with CaptureQueriesContext(connection) as captured:
            found = {mine.project_id: len(mine.part.open) for mine in my_parts(user)}
        assert (found[crew.id], found[other.pk], len(captured)) == (6, 0, 3)


def test_the_journal_tells_answers_and_still_accounts_for_the_matrix(crew: Crew) -> None:
    before, undo = load_matrix(crew.id), steps(crew.id, crew.owner)
    crew.accept(crew.ada, "Trop", crew.code(1))
    answer(
        crew.id,
        crew.bo,
        crew.owner,
        {commitment.cell: commitment.mark for commitment in part_of(crew.id, crew.bo).cells},
    )
    assert verify(crew.id) == []
    assert matrix_at(crew.id, before.version).duties == before.duties
    assert steps(crew.id, crew.owner) == undo
    changes, _following = read_history(crew.id, HistoryFilter())
    assert [(change.by, change.lines[0].kind) for change in changes[:2]] == [
        ("Bo", ChangeKind.DUTIES_ACCEPTED),
        ("Ada", ChangeKind.DUTIES_OBJECTED),
    ]
    line = ProjectChange.objects.filter(project=crew.id, kind=ChangeKind.DUTIES_OBJECTED).get()
    assert (line.by, line.new, line.data["reason"]) == (None, f"{crew.code(1)} A", "Trop")


@pytest.mark.parametrize("fmt", Format)
def test_documents_for_the_team_say_how_many_accepted(crew: Crew, fmt: Format) -> None:
    day = date(2026, 11, 25)
    internal = Export.of(crew.id, Order(fmt, day))
    posting = Export.of(crew.id, Order(fmt, day, Mode.POSTING))
    crew.accept(crew.ada)
    assert (posting.accepted, Export.of(crew.id, Order(fmt, day, Mode.POSTING)).accepted) == (None, None)
    later = Export.of(crew.id, Order(fmt, day))
    assert (internal.accepted, later.accepted) == ((0, 2), (1, 2))
    assert internal.digest != later.digest
    matrix = load_matrix(crew.id, "fr")
    for mode, said in ((Mode.INTERNAL, "1 acceptation sur 2"), (Mode.POSTING, "")):
        document = prepare(matrix, check(matrix), mode=mode, day=day, accepted=tally(crew.id))
        assert document.acceptance == said
        assert ("accept" in document.status) == (mode is Mode.INTERNAL)
    with override("en"):
        document = prepare(load_matrix(crew.id, "en"), (), mode=Mode.INTERNAL, day=day, accepted=tally(crew.id))
        assert document.status.endswith("1 of 2 accepted")


def test_withdrawn_answer_waits_again_for_that_person_alone(crew: Crew) -> None:
    crew.positions[0].co_holders.add(crew.bo)
    crew.accept(crew.ada)
    crew.accept(crew.bo)
    first, second, _third = part_of(crew.id, crew.ada).cells
    assert withdraw(crew.id, crew.ada, crew.owner, {first.cell, second.cell}) == 2
    assert crew.open(crew.ada) == [crew.code(0), crew.code(1)]
    assert not any(commitment.was for commitment in part_of(crew.id, crew.ada).open)
    assert part_of(crew.id, crew.bo).accepted
    line = ProjectChange.objects.latest("id")
    assert (line.kind, line.old) == (ChangeKind.DUTIES_WITHDRAWN, f"{crew.code(0)} R, {crew.code(1)} A")
    [change], _following = read_history(crew.id, HistoryFilter(kind=ChangeKind.DUTIES_WITHDRAWN))
    assert change.by == "Ada"
    assert not verify(crew.id)


def test_answer_that_is_not_there_cannot_be_withdrawn(crew: Crew) -> None:
    crew.accept(crew.ada)
    cell, version = part_of(crew.id, crew.ada).cells[0].cell, load_matrix(crew.id).version
    for person in (crew.bo, PersonFactory.create()):
        with pytest.raises(EditConflict):
            withdraw(crew.id, person, None, {cell})
    withdraw(crew.id, crew.ada, None, {cell})
    with pytest.raises(EditConflict):
        withdraw(crew.id, crew.ada, None, {cell})
    assert load_matrix(crew.id).version == version + 1
    assert Answer.objects.count() == 2
