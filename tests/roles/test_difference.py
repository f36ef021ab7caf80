"""The difference of two matrices: applied it gives the second, of equals it is empty, backwards it is its mirror."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from roles.domain.difference import applied, difference, merged
from roles.domain.matrix import Matrix
from tests.roles.layouts import column, matrix_of, row, rows

LETTERS = st.sampled_from(["", "", "R", "A", "AR", "C", "I"])


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Any matrix of a small stock of duties and positions, in any order and wording."""
    columns = [
        column(n, holder=draw(st.sampled_from(["", "Ada", "Blaise"])), title=draw(st.sampled_from(["", "Titre"])))
        for n in draw(st.lists(st.integers(1, 6), unique=True, max_size=6))
    ]
    duties = []
    for n in draw(st.lists(st.integers(1, 7), unique=True, max_size=7)):
        letters = draw(st.lists(LETTERS, min_size=len(columns), max_size=len(columns)))
        duty = row(n, letters, phase=draw(st.integers(1, 2)), applicable=draw(st.booleans()))
        duties.append(replace(duty, text=draw(st.sampled_from([duty.text, "Autre texte"]))))
    matrix = matrix_of(duties, columns, draw(st.sampled_from([{}, {"max_r": 2}])))
    return replace(matrix, name=draw(st.sampled_from(["Essai", "Autre"])), version=draw(st.integers(0, 9)))


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
