import pytest

from phases.models import ProjectChange
from roles.matrix.changes import CellConflict, CellUnknown, SecondApprover, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import Duty, Position
from tests.conftest import Team


@pytest.fixture
def cell(team: Team) -> tuple[Duty, Position, Position]:
    first, second = team.project.positions.all()[:2]
    return team.project.duties.all()[0], first, second


def test_set_cells_writes_letter_version_and_journal(team: Team, cell: tuple[Duty, Position, Position]) -> None:
    duty, first, _ = cell
    after = set_cells(team.project.pk, team.users["editor"], [CellChange(duty.pk, first.pk, "R")]).after
    assert after == load_matrix(team.project.pk)
    assert after.letter(duty.pk, first.pk) == "R"
    assert after.version == 1
    line = ProjectChange.objects.get()
    assert (line.version, line.old, line.new, line.by) == (1, "", "R", team.users["editor"])


def test_set_cells_same_letter_leaves_no_trace(team: Team, cell: tuple[Duty, Position, Position]) -> None:
    duty, first, _ = cell
    after = set_cells(team.project.pk, team.users["editor"], [CellChange(duty.pk, first.pk, "")]).after
    assert after.version == 0 == load_matrix(team.project.pk).version
    assert not ProjectChange.objects.exists()


def test_set_cells_stale_is_refused_whole(team: Team, cell: tuple[Duty, Position, Position]) -> None:
    duty, first, second = cell
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, first.pk, "C")])
    changes = [CellChange(duty.pk, second.pk, "I"), CellChange(duty.pk, first.pk, "R")]
    with pytest.raises(CellConflict) as refused:
        set_cells(team.project.pk, team.users["editor"], changes, seen={(duty.pk, first.pk): ""})
    assert refused.value.letter == "C"
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("C", "")


def test_set_cells_second_approver_is_refused_then_transferred(
    team: Team, cell: tuple[Duty, Position, Position]
) -> None:
    duty, first, second = cell
    set_cells(team.project.pk, team.users["owner"], [CellChange(duty.pk, first.pk, "AR")])
    change = CellChange(duty.pk, second.pk, "A")
    with pytest.raises(SecondApprover) as refused:
        set_cells(team.project.pk, team.users["owner"], [change])
    assert refused.value.approver_id == first.pk
    set_cells(team.project.pk, team.users["owner"], [change], transfer=True)
    assert load_matrix(team.project.pk).duty(duty.pk).letters == ("R", "A")


def test_set_cells_foreign_position_is_unknown(team: Team, cell: tuple[Duty, Position, Position]) -> None:
    with pytest.raises(CellUnknown):
        set_cells(team.project.pk, team.users["owner"], [CellChange(cell[0].pk, 0, "R")])
