import pytest

from phases.models import ProjectChange
from roles.matrix.changes import CellConflict, CellUnknown, SecondApprover, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from roles.projects.domain.positions import remove_position
from roles.undo.steps import Steps, steps
from roles.undo.undo import NothingToUndo, redo, undo
from tests.conftest import Team


class Hand:
    """One user's hand on two cells of one duty."""

    def __init__(self, team: Team, reader: str) -> None:
        self.project_id, self.user = team.project.pk, team.users[reader]
        self.duty = team.project.duties.all()[0]
        self.places = list(team.project.positions.all())

    def put(self, letter: str, place: int = 0, *, transfer: bool = False) -> None:
        change = CellChange(self.duty.pk, self.places[place].pk, letter)
        set_cells(self.project_id, self.user, [change], transfer=transfer)

    def undo(self) -> None:
        undo(self.project_id, self.user)

    def redo(self) -> None:
        redo(self.project_id, self.user)

    @property
    def letters(self) -> tuple[str, ...]:
        return load_matrix(self.project_id).duty(self.duty.pk).letters

    @property
    def steps(self) -> Steps:
        return steps(self.project_id, self.user)


@pytest.fixture
def owner(team: Team) -> Hand:
    return Hand(team, "owner")


@pytest.fixture
def editor(team: Team) -> Hand:
    return Hand(team, "editor")


def test_undo_and_redo_walk_back_and_forth(owner: Hand) -> None:
    for letter in "RCI":
        owner.put(letter)
    owner.undo()
    owner.undo()
    assert owner.letters[0] == "R"
    owner.redo()
    assert owner.letters[0] == "C"
    owner.undo()
    owner.undo()
    assert owner.letters[0] == ""
    assert owner.steps.undo is None
    with pytest.raises(NothingToUndo):
        owner.undo()
    for letter in "RCI":
        owner.redo()
        assert owner.letters[0] == letter
    with pytest.raises(NothingToUndo):
        owner.redo()


def test_undo_of_a_transfer_is_one_step(owner: Hand) -> None:
    owner.put("AR", 0)
    owner.put("A", 1, transfer=True)
    assert owner.letters == ("R", "A")
    owner.undo()
    assert owner.letters == ("AR", "")


def test_redo_is_gone_after_a_new_change(owner: Hand) -> None:
    owner.put("R")
    owner.undo()
    owner.put("C", 1)
    assert owner.steps.redo is None


def test_undo_leaves_what_others_did(owner: Hand, editor: Hand) -> None:
    owner.put("R", 0)
    editor.put("C", 1)
    owner.undo()
    assert owner.letters == ("", "C")
    assert editor.steps.undo is not None


def test_undo_of_a_cell_somebody_changed_since_is_refused(owner: Hand, editor: Hand) -> None:
    owner.put("R")
    editor.put("I")
    with pytest.raises(CellConflict):
        owner.undo()
    assert owner.letters[0] == "I"


def test_undo_of_a_letter_that_is_already_back_is_refused(owner: Hand, editor: Hand) -> None:
    owner.put("R")
    editor.put("")
    with pytest.raises(NothingToUndo):
        owner.undo()


def test_undo_of_a_cleared_approval_is_refused_when_another_approves(owner: Hand, editor: Hand) -> None:
    owner.put("A", 0)
    owner.put("", 0)
    editor.put("A", 1)
    with pytest.raises(SecondApprover):
        owner.undo()


def test_undo_of_a_cell_that_is_gone_is_refused(owner: Hand) -> None:
    owner.put("R")
    Duty.objects.filter(pk=owner.duty.pk).delete()
    with pytest.raises(CellUnknown):
        owner.undo()


def test_undo_is_written_to_the_journal(owner: Hand) -> None:
    owner.put("R")
    owner.undo()
    line = ProjectChange.objects.order_by("-version")[0]
    assert (line.version, line.undoes, line.old, line.new) == (2, 1, "R", "")


def test_steps_of_a_position_removed_stay_apart_from_cells(owner: Hand) -> None:
    owner.put("R", 1)
    Position.objects.filter(pk=owner.places[1].pk).delete()
    assert owner.steps.undo == 1
    with pytest.raises(CellUnknown):
        owner.undo()


def test_undo_passes_over_a_letter_that_somebody_else_has_removed(team: Team) -> None:
    user, editor, pk = team.users["owner"], team.users["editor"], team.project.pk
    duties, positions = list(team.project.duties.all()), list(team.project.positions.all())
    set_cells(pk, user, [CellChange(duties[1].pk, positions[0].pk, "C")])
    set_cells(pk, user, [CellChange(duties[0].pk, positions[1].pk, "A")])
    remove_position(pk, editor, positions[1].pk)
    undo(pk, user)
    assert load_matrix(pk).letter(duties[1].pk, positions[0].pk) == ""
    with pytest.raises((NothingToUndo, CellUnknown)):
        undo(pk, user)
    redo(pk, user)
    assert load_matrix(pk).letter(duties[1].pk, positions[0].pk) == "C"
