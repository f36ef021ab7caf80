import json
from collections import Counter
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from roles.enums import APPROVING, DOING, Letter
from roles.matrix.matrix import DutyRow, Matrix, PhaseBand, PositionColumn
from roles.matrix.suggestions import suggest

CATALOGUE = json.loads((Path(settings.BASE_DIR) / "fixtures" / "catalogue.json").read_text(encoding="utf-8"))
SLUGS = ("tech", "grad", "lead")


def matrix(
    suggested: list[dict[str, str]], profiles: list[str], letters: dict[int, tuple[str, ...]] | None = None
) -> Matrix:
    """A matrix of one phase: duty ids from 100, position ids from 1."""
    duties = tuple(
        DutyRow(
            id=100 + index,
            code=f"D{index}",
            text="",
            posting="",
            phase_id=1,
            profile_id=None,
            own=not marks,
            applicable=True,
            reason="",
            suggested=marks,
            rule="",
            letters=(letters or {}).get(100 + index, ("",) * len(profiles)),
        )
        for index, marks in enumerate(suggested)
    )
    positions = tuple(
        PositionColumn(number, f"Position {number}", None, slug) for number, slug in enumerate(profiles, start=1)
    )
    band = PhaseBand(1, 1, "one", "One", "One", "")
    return Matrix(1, "", "", 1, "fr", {}, (band,), positions, duties)


def test_suggest_catalogue_one_position_per_profile_reproduces_it() -> None:
    slugs = [profile["slug"] for profile in CATALOGUE["profiles"]]
    rows = [row["suggested"] for row in CATALOGUE["responsibilities"]]
    plan = suggest(matrix(rows, slugs))
    wanted = [tuple(Letter.parse(row.get(slug, "")) for slug in slugs) for row in rows]
    assert [duty.letters for duty in plan.after.duties] == wanted
    assert (plan.uncovered, plan.missing, plan.filled) == ((), (), 51)


def test_suggest_team_first_approves_others_carry_out() -> None:
    plan = suggest(matrix([{"tech": "R", "grad": "A"}, {"grad": "A/R"}], ["grad", "tech", "grad"]))
    assert [duty.letters for duty in plan.after.duties] == [("A", "R", "R"), ("AR", "", "R")]


def test_suggest_team_lead_can_be_chosen() -> None:
    plan = suggest(matrix([{"grad": "A"}], ["grad", "grad"]), leads={"grad": 2})
    assert plan.after.duties[0].letters == ("R", "A")


def test_suggest_lead_of_another_profile_is_ignored() -> None:
    plan = suggest(matrix([{"grad": "A", "tech": "R"}], ["grad", "tech", "grad"]), leads={"grad": 2, "tech": 99})
    assert plan.after.duties[0].letters == ("A", "R", "R")


def test_suggest_missing_profile_is_named_and_its_duties_stay_open() -> None:
    plan = suggest(matrix([{"tech": "R", "grad": "A"}, {"tech": "A/R", "grad": "I"}], ["tech"]))
    assert plan.missing == ("grad",)
    assert [duty.code for duty in plan.uncovered] == ["D0"]
    assert [duty.code for duty in plan.without_a] == ["D0"]
    assert plan.without_r == ()


def test_suggest_stand_in_takes_a_and_r_but_not_c() -> None:
    rows = [{"tech": "R", "grad": "A"}, {"tech": "C", "grad": "A/R"}, {"tech": "A/R", "grad": "C"}]
    plan = suggest(matrix(rows, ["tech", "tech"]), stand_ins={"grad": 2})
    assert [duty.letters for duty in plan.after.duties] == [("R", "AR"), ("C", "AR"), ("AR", "R")]
    assert plan.uncovered == ()


def test_suggest_never_touches_a_duty_that_has_a_letter() -> None:
    plan = suggest(matrix([{"tech": "A/R"}, {"tech": "A/R"}], ["tech"], {100: ("I",)}))
    assert [change.duty_id for change in plan.changes] == [101]
    assert [duty.code for duty in plan.uncovered] == ["D0"]


def test_suggest_two_approvers_in_a_framework_leave_one() -> None:
    plan = suggest(matrix([{"tech": "A/R", "grad": "A"}], ["tech", "grad"]))
    assert plan.after.duties[0].letters == ("AR", "R")


def test_suggest_counts_name_each_letter() -> None:
    plan = suggest(matrix([{"tech": "R", "grad": "A"}, {"tech": "R", "grad": "A/R"}], ["tech", "grad"]))
    assert plan.counts(1) == Counter(R=2)
    assert plan.counts(2) == Counter(A=1, AR=1)


@st.composite
def frameworks(draw: st.DrawFn) -> list[dict[str, str]]:
    """Rows as a catalogue may have them: one A or A/R, an R somewhere, and anything weak beside."""
    rows = []
    for _ in range(draw(st.integers(1, 12))):
        approver, doer, other = draw(st.permutations(SLUGS))
        row = {approver: "A", doer: "R"} if draw(st.booleans()) else {approver: "A/R"}
        if draw(st.booleans()):
            row[other] = draw(st.sampled_from(["R", "C", "I"]))
        rows.append(dict(draw(st.permutations(list(row.items())))))
    return rows


profiles = st.lists(st.sampled_from([*SLUGS, ""]), min_size=1, max_size=8)


@given(frameworks(), profiles, st.dictionaries(st.sampled_from(SLUGS), st.integers(0, 9)))
def test_suggest_never_two_approvals_on_a_duty(
    rows: list[dict[str, str]], positions: list[str], chosen: dict[str, int]
) -> None:
    plan = suggest(matrix(rows, positions), leads=chosen, stand_ins=chosen)
    assert all(sum(letter in APPROVING for letter in duty.letters) <= 1 for duty in plan.after.duties)
    assert len({(change.duty_id, change.position_id) for change in plan.changes}) == len(plan.changes)


@given(frameworks(), profiles, st.data())
def test_suggest_with_stand_ins_covers_every_duty(
    rows: list[dict[str, str]], positions: list[str], data: st.DataObject
) -> None:
    start = matrix(rows, positions)
    stand_ins = {slug: data.draw(st.integers(1, len(positions))) for slug in suggest(start).missing}
    plan = suggest(start, stand_ins=stand_ins)
    assert plan.uncovered == ()
    for duty in plan.after.duties:
        assert any(letter in DOING for letter in duty.letters)
        assert sum(letter in APPROVING for letter in duty.letters) == 1


@pytest.mark.parametrize("stand_ins", [{}, {"tech": 1}])
def test_suggest_without_positions_changes_nothing(stand_ins: dict[str, int]) -> None:
    plan = suggest(matrix([{"tech": "A/R"}], []), stand_ins=stand_ins)
    assert plan.changes == ()
    assert len(plan.uncovered) == 1
