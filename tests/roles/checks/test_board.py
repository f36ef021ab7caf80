"""The board of a matrix that letters have made of another: the same as that of the checks of it alone."""

from hypothesis import given, settings
from hypothesis import strategies as st

from roles.checks.domain.board import Board
from roles.checks.domain.check import check, duty_marks, open_findings, phase_progress, tally
from roles.checks.views.panel_html import panel_html
from roles.grid.domain.filters import MatrixFilter
from roles.matrix.matrix import CellChange, Matrix
from tests.roles.checks.test_repairs import matrices
from tests.roles.layouts import matrix_of, row, rows

CHANGES = st.lists(
    st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(["", "R", "A", "AR", "C", "I", "S"])), max_size=12
)


@settings(max_examples=150)
@given(matrices(), CHANGES, st.data())
def test_board_after_letters_says_what_the_checks_say(
    matrix: Matrix, changes: list[tuple[int, int, str]], data: st.DataObject
) -> None:
    if not matrix.duties or not matrix.positions:
        changes = []
    for duty, position, letter in changes:
        if data.draw(st.booleans()):  # a page is drawn, or the change is one of several
            panel_html(Board.of(matrix), can_edit=data.draw(st.booleans()))
        place = matrix.duties[duty % len(matrix.duties)].id, matrix.positions[position % len(matrix.positions)].id
        matrix = matrix.with_changes([CellChange(*place, letter)])
    same_as_alone(matrix)


def same_as_alone(matrix: Matrix) -> None:
    board, found = Board.of(matrix), open_findings(matrix)
    assert board.findings == found
    assert board.tally == tally(found)
    assert board.progress == phase_progress(matrix, check(matrix))
    assert {duty.id: board.mark(duty.id) for duty in matrix.duties} == duty_marks(matrix, found)
    assert board.gaps == len(MatrixFilter(gaps=True).apply(matrix, found).duties)
    assert panel_html(board, can_edit=True) == panel_html(Board(matrix), can_edit=True)


def changed(matrix: Matrix, duty: int, position: int, letter: str) -> Matrix:
    """The matrix with one more letter, after a page has been drawn of it."""
    panel_html(Board.of(matrix), can_edit=True)
    return matrix.with_changes([CellChange(duty, 100 + position, letter)])


def test_board_after_a_letter_elsewhere_offers_repairs_to_whom_has_the_least_now() -> None:
    before = matrix_of([row(1, ["C", "C", ""]), row(2, ["C", "C", "A"], phase=2)], 3)
    for letter in ("AR", "R", ""):
        after = changed(before, 2, 2, letter)
        same_as_alone(after)
        again = changed(changed(after, 2, 1, "R"), 2, 3, "C")
        assert panel_html(Board.of(after), can_edit=True) != panel_html(Board.of(again), can_edit=True)
        same_as_alone(again)


def test_board_after_a_letter_looks_again_at_positions_that_are_seen_beside_others() -> None:
    before = rows("A R . . .", ". R . . .", ". R . . .")
    assert "V2" in {finding.code for finding in Board.of(before).findings if finding.position_id == 101}
    after = changed(before, 2, 3, "A")
    assert "V2" not in {finding.code for finding in Board.of(after).findings if finding.position_id == 101}
    same_as_alone(after)
    same_as_alone(changed(after, 2, 3, ""))
