"""The frames of the workload against plain counting."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roles.enums import Letter
from roles.matrix.load import load_of
from roles.matrix.matrix import Matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.by_position import letter_counts, phase_points, workload
from tests.roles.checks.test_repairs import matrices
from tests.roles.layouts import matrix_of, row, rows

LIMITS = st.builds(Thresholds, points_ar=st.integers(0, 9), points_i=st.integers(0, 3), load_phase=st.integers(0, 9))


def naive(matrix: Matrix, position: int, phase: int, letter: str) -> int:
    duties = [duty for duty in matrix.duties if duty.applicable and duty.phase_id == phase]
    return sum(duty.letters[matrix.column_of[position]] == letter for duty in duties)


@settings(max_examples=60, deadline=None)
@given(matrices(), LIMITS)
def test_workload_equals_plain_counting(matrix: Matrix, limits: Thresholds) -> None:
    loads = workload(matrix, limits)
    assert [load.position for load in loads] == list(matrix.positions)
    for load in loads:
        for phase, share in load.shares:
            expected = {letter: naive(matrix, load.position.id, phase.id, letter) for letter in Letter.values}
            assert share.counts == expected
            assert share.points == sum(limits.points(letter) * count for letter, count in expected.items())
            assert share.over == (share.points > limits.load_phase)
        foot = load_of(matrix, load.position.id, limits)
        assert (load.total.points, load.total.over) == (foot.points, foot.over)
        assert load.total.duties == sum(share.duties for _, share in load.shares)


def test_frames_name_every_position_phase_and_letter() -> None:
    matrix = matrix_of([row(1, ["AR", ""], phase=2)], 3 - 1)
    counts = letter_counts(matrix)
    assert list(counts.columns) == Letter.values
    assert list(counts.index) == [(101, 1), (101, 2), (102, 1), (102, 2)]
    assert counts.loc[(101, 2), "AR"] == 1
    assert phase_points(matrix, Thresholds()).to_numpy().tolist() == [[0, 3], [0, 0]]


def test_workload_of_nothing() -> None:
    assert workload(matrix_of([]), Thresholds()) == []
    (load,) = workload(matrix_of([], 1), Thresholds())
    assert (load.total.points, load.total.duties, load.total.over) == (0, 0, False)


def test_workload_default_points() -> None:
    (load,) = workload(rows("AR", "R", "A", "C", "I", "S"), Thresholds())
    assert load.total.points == 3 + 2 + 2 + 1 + 0 + 1
