"""The difference of two matrices: applied it gives the second, of equals it is empty, backwards it is its mirror."""

from dataclasses import replace

from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from roles.history.domain.difference import applied, difference, merged
from roles.history.domain.difference_text import difference_lines
from roles.matrix.holders import Holder
from roles.matrix.matrix import DutyRow, Matrix, PositionColumn
from tests.roles.layouts import column, matrix_of, row, rows

LETTERS = st.sampled_from(["", "", "R", "A", "AR", "C", "I"])


COLUMNS = st.lists(
    st.builds(
        column,
        st.integers(1, 5),
        holder=st.sampled_from(["", "Ada", "Blaise"]),
        title=st.sampled_from(["", "Titre"]),
        others=st.sampled_from([(), (Holder(9, "Coralie"),)]),
    ),
    unique_by=lambda position: position.id,
    max_size=4,
)
ROWS = st.lists(
    st.builds(
        row,
        st.integers(1, 6),
        st.lists(LETTERS, min_size=4, max_size=4),
        phase=st.integers(1, 2),
        applicable=st.booleans(),
    ),
    unique_by=lambda duty: duty.id,
    max_size=5,
)


def _matrix(columns: list[PositionColumn], duties: list[DutyRow], text: str, version: int) -> Matrix:
    fitted = [duty._replace(letters=duty.letters[: len(columns)]) for duty in duties]
    worded = [duty._replace(text=text) if duty.id % 2 else duty for duty in fitted]
    return replace(matrix_of(worded, columns, {"max_r": version}), name=text, version=version)


def matrices() -> st.SearchStrategy[Matrix]:
    """Any matrix of a small stock of duties and positions, in any order and wording."""
    return st.builds(_matrix, COLUMNS, ROWS, st.sampled_from(["Valide", "Conçoit"]), st.integers(0, 3))


@given(matrices(), matrices())
def test_difference_applied_gives_after(before: Matrix, after: Matrix) -> None:
    assert applied(before, difference(before, after)) == after


@given(matrices())
def test_difference_of_equals_is_empty(matrix: Matrix) -> None:
    assert not difference(matrix, replace(matrix, version=matrix.version + 1))


@given(matrices(), matrices())
def test_difference_backwards_is_its_mirror(before: Matrix, after: Matrix) -> None:
    there, back = difference(before, after), difference(after, before)
    assert bool(there) == bool(back)
    for one, other in ((there.duties, back.duties), (there.positions, back.positions)):
        assert {item.id for item in one.added} == {item.id for item in other.removed}
        assert {(old.id, new.id) for old, new in one.changed} == {(new.id, old.id) for old, new in other.changed}
        assert len(one.moved) == len(other.moved)
    mirrored = {(cell.duty_id, cell.position_id, cell.new, cell.old) for cell in back.cells}
    assert {(cell.duty_id, cell.position_id, cell.old, cell.new) for cell in there.cells} == mirrored
    assert len(there.letters) == len(back.letters)


@given(matrices(), matrices())
def test_difference_merged_holds_every_id_once_in_the_order_after(before: Matrix, after: Matrix) -> None:
    old, new = [duty.id for duty in before.duties], [duty.id for duty in after.duties]
    order = merged(old, new)
    assert sorted(order) == sorted({*old, *new})
    assert [pk for pk in order if pk in new] == new


def test_difference_one_moved_row_is_one_move() -> None:
    before = rows("R A", "C I", "R C", "A I")
    after = replace(before, duties=(*before.duties[1:], before.duties[0]))
    found = difference(before, after)
    assert [duty.id for duty in found.duties.moved] == [before.duties[0].id]
    assert not found.cells


def test_difference_letters_leave_out_added_and_removed_rows_and_columns() -> None:
    before = matrix_of([row(1, ["R", "A"]), row(2, ["C", "I"])], [column(1), column(2)])
    after = matrix_of([row(1, ["A", "R"]), row(3, ["C", "I"])], [column(1), column(3)])
    found = difference(before, after)
    assert [(cell.duty_id, cell.position_id, cell.old, cell.new) for cell in found.letters] == [(1, 101, "R", "A")]
    assert len(found.cells) == 7


def test_rule_that_is_on_or_off_is_told_in_words() -> None:
    before = matrix_of((), ())
    after = replace(before, rules={"descriptions": True, "review_every": 91})
    with override("en"):
        lines = difference_lines(before, after, difference(before, after))
    assert [tuple(line) for line in lines] == [
        ("Project changed", "descriptions in documents", "", "yes"),
        ("Project changed", "days between reviews", "", "91"),
    ]
