"""What a plan for an absence promises, for any matrix."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.enums import APPROVING, DOING
from roles.matrix.holders import Holder
from roles.matrix.load import load_of
from roles.matrix.matrix import DutyRow, Matrix
from roles.matrix.thresholds import Thresholds
from roles.workload.domain.absence import Fit, absence_plan
from roles.workload.domain.carried import Measure, Over
from tests.roles.layouts import column, matrix_of, row, rows

LIMITS = Thresholds()
LETTERS = st.sampled_from(["", "R", "A", "AR", "C", "I", "S"])


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Any matrix of up to four people, several of them with several positions or sharing one, some who left."""
    width, height = draw(st.integers(1, 6)), draw(st.integers(0, 6))
    positions = []
    for n in range(1, width + 1):
        people = draw(st.lists(st.integers(1, 4), max_size=3, unique=True))
        positions.append(column(n)._replace(holders=tuple(Holder(pk, f"Ici {pk}", pk != 4) for pk in people)))
    duties = [
        row(
            n,
            draw(st.lists(LETTERS, min_size=width, max_size=width)),
            phase=draw(st.integers(1, 2)),
            applicable=draw(st.sampled_from([True, True, False])),
        )
        for n in range(1, height + 1)
    ]
    return matrix_of(duties, positions)


def held(matrix: Matrix, duty: DutyRow, letters: tuple[str, ...], who: set[int]) -> bool:
    pairs = zip(matrix.positions, duty.letters, strict=True)
    return any(letter in letters and who & {holder.id for holder in position.holders} for position, letter in pairs)


@settings(max_examples=400, deadline=None)
@given(matrices(), st.integers(1, 4))
def test_plan_leaves_no_duty_without_the_a_and_r_it_had_unless_nobody_is_left(matrix: Matrix, away: int) -> None:
    present = {pk for position in matrix.positions for pk in position.present} - {away}
    plan = absence_plan(matrix, away, LIMITS)
    after = matrix.with_changes(plan.changes())
    for old, new in zip(matrix.duties, after.duties, strict=True):
        for letters in (APPROVING, DOING):
            if not old.applicable or not present:
                assert new == old
            elif held(matrix, old, letters, present | {away}):
                assert held(after, new, letters, present), (old, new)


@settings(max_examples=200, deadline=None)
@given(matrices(), st.integers(1, 4))
def test_plan_touches_only_what_is_lost(matrix: Matrix, away: int) -> None:
    plan = absence_plan(matrix, away, LIMITS)
    lost = {line.duty.id for line in plan.lines}
    after = matrix.with_changes(plan.changes())
    assert absence_plan(after, away, LIMITS).lines == () or not any(line.candidates for line in plan.lines)
    assert len({(c.duty_id, c.position_id) for c in plan.changes()}) == len(plan.changes())
    for old, new in zip(matrix.duties, after.duties, strict=True):
        assert old.id in lost or old == new
        assert sum(x in APPROVING for x in new.letters) <= max(1, sum(x in APPROVING for x in old.letters))
        changed = [n for n, (was, now) in enumerate(zip(old.letters, new.letters, strict=True)) if was != now]
        assert sum(bool(matrix.positions[n].present - {away}) for n in changed) <= 1
    assert plan.changes({}) == []
    assert plan.changes({line.duty.id: line.chosen for line in plan.lines}) == plan.changes()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A R C", ". AR C"),
        ("R A C", ". AR C"),
        ("AR C I", ". AR I"),
        ("AR R .", "R AR ."),
        ("R R A", "R R A"),
        ("C A R", "C A R"),
        ("A . .", ". A ."),
    ],
)
def test_plan_of_one_duty(before: str, after: str) -> None:
    matrix = rows(before)
    holder = matrix.positions[0].holders[0].id
    changed = matrix.with_changes(absence_plan(matrix, holder, LIMITS).changes())
    assert changed.duties == rows(after).duties


def test_plan_prefers_who_knows_the_duty_then_the_profile_then_the_load() -> None:
    team = [
        column(1, profile="technicien", holder="Absente"),
        column(2, profile="universitaire", holder="Chargé"),
        column(3, profile="universitaire", holder="Libre"),
        column(4, profile="technicien", holder="Pareille"),
        column(5, profile="technicien"),
    ]
    busy = [row(n, ["", "R", "", "AR", ""]) for n in range(2, 6)]
    plan = absence_plan(matrix_of([row(1, ["AR", "C", "", "", "R"]), *busy], team), 1, Thresholds(max_share=100))
    (line,) = plan.lines
    assert [(c.position.holder, c.fit) for c in line.candidates] == [
        ("Chargé", Fit.CONSULTED),
        ("Pareille", Fit.SAME_PROFILE),
        ("Libre", Fit.OTHER),
    ]
    assert [c.points for c in line.candidates] == [8 + 1 + 2, 12 + 3, 3]


def test_plan_takes_nothing_from_a_position_that_somebody_else_holds_too() -> None:
    shared = column(1, holder="Absente", others=[Holder(9, "Luc"), Holder(8, "Partie", active=False)])
    plan = absence_plan(matrix_of([row(1, ["AR", ""])], [shared, column(2, holder="Là")]), 1, LIMITS)
    assert plan.lines == ()
    assert plan.still_held == [(shared, "Luc")]


def test_plan_shares_the_duties_out() -> None:
    matrix = rows(*["AR . . ."] * 9)
    plan = absence_plan(matrix, matrix.positions[0].holders[0].id, LIMITS)
    after = matrix.with_changes(plan.changes())
    assert [load_of(after, position.id, LIMITS).points for position in after.positions] == [0, 9, 9, 9]
    assert plan.lines[-1].candidates[0].points == 9


def test_plan_takes_no_position_that_is_no_candidate() -> None:
    matrix = matrix_of([row(1, ["AR", "", ""])], [column(1, holder="Absente"), column(2), column(3, holder="Là")])
    plan = absence_plan(matrix, 1, LIMITS)
    assert plan.changes({1: 102}) == plan.changes({1: 999}) == plan.changes({1: 101}) == []
    assert len(plan.changes({1: 103})) == 2


def test_digest_changes_with_the_letters_of_what_is_lost() -> None:
    one, other, same = (absence_plan(rows(*lines), 1, LIMITS) for lines in (["A R C"], ["A R I"], ["A R C"]))
    assert one.digest == same.digest != other.digest


@settings(max_examples=200, deadline=None)
@given(matrices(), st.integers(1, 4))
def test_plan_breaks_a_limit_only_where_everybody_would_and_says_so(matrix: Matrix, away: int) -> None:
    tight = Thresholds(load_position=6, load_phase=5, max_share=40, share_from_positions=3)
    plan = absence_plan(matrix, away, tight)
    for line in plan.lines:
        assert all(c.over for c in line.candidates) or not any(c.over for c in line.candidates[:1])
    before, after = matrix, matrix.with_changes(plan.changes())
    said = {line.candidates[0].position.id for line in plan.lines if line.candidates and line.candidates[0].over}
    for position in matrix.positions:
        was, now = load_of(before, position.id, tight), load_of(after, position.id, tight)
        if now.points > was.points and now.over:
            assert position.id in said


def test_plan_passes_over_whoever_would_carry_too_much() -> None:
    """Five positions: shares are checked. The one who is consulted approves three of five already."""
    taken = [row(n, ["", "A", "", "", ""]) for n in range(2, 5)]
    matrix = matrix_of([row(1, ["A", "C", "", "", ""]), *taken, row(5, [""] * 5)], 5)
    (line,) = absence_plan(matrix, 1, LIMITS).lines
    assert line.chosen == 103
    assert line.candidates[-1].over == (Over(Measure.A, 4, 3),)


@pytest.mark.parametrize(
    ("limits", "over"),
    [
        (Thresholds(load_position=3), [Over(Measure.POINTS, 4, 3)]),
        (Thresholds(load_phase=3), [Over(Measure.PHASE_POINTS, 4, 3)]),
        (Thresholds(max_share=50, share_from_positions=2), [Over(Measure.A, 2, 1)]),
        (Thresholds(max_share=50, share_from_positions=3), []),
        (Thresholds(load_position=4, load_phase=4, max_share=100, share_from_positions=2), []),
    ],
)
def test_proposal_says_which_limit_it_breaks(limits: Thresholds, over: list[Over]) -> None:
    matrix = matrix_of([row(1, ["A", ""]), row(2, ["A", ""])], 2)
    first, second = absence_plan(matrix, 1, limits).lines
    assert first.candidates[0].over == ()
    assert list(second.candidates[0].over) == over
