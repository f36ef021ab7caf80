"""Two people set A on one duty at the same moment: one wins, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from roles.matrix.changes import SecondApprover, set_cells
from roles.matrix.matrix import CellChange, load_matrix
from tests.conftest import Team


@pytest.mark.django_db(transaction=True)
def test_two_approvals_at_once_have_one_winner(team: Team) -> None:
    duty = team.project.duties.all()[0]
    positions = list(team.project.positions.all())
    start = Barrier(2)

    def approve(place: int) -> str:
        try:
            start.wait(timeout=10)
            change = CellChange(duty.pk, positions[place].pk, "A")
            set_cells(team.project.pk, team.users["owner"], [change], seen={(duty.pk, positions[place].pk): ""})
        except SecondApprover as refused:
            return f"refused by {refused.approver_id}"
        finally:
            connection.close()
        return "set"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(approve, (0, 1)))
    matrix = load_matrix(team.project.pk)
    assert sorted(matrix.duty(duty.pk).letters) == ["", "A"]
    winner = matrix.duty(duty.pk).letters.index("A")
    assert results[winner] == "set"
    assert results[1 - winner] == f"refused by {positions[winner].pk}"
    assert matrix.version == 1
