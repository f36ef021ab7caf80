"""What a repair promises, for any matrix: its finding goes, and no error comes."""

import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.checks.domain.check import check, tally
from roles.checks.domain.repair_context import RepairContext
from roles.checks.domain.repairs import (
    RepairGoneError,
    RepairKeyError,
    digest,
    find_repair,
    repair_key,
    repairs_for,
    to_assign,
)
from roles.enums import APPROVING, DOING, Severity
from roles.matrix.holders import Holder
from roles.matrix.matrix import DutyRow, Matrix
from roles.matrix.thresholds import Thresholds
from tests.roles.layouts import column, matrix_of, row, rows

LETTERS = st.sampled_from(["", "", "", "R", "A", "AR", "C", "I", "S"])
PROFILES = ["", "technicien", "universitaire"]
SUGGESTED = st.dictionaries(
    st.sampled_from(["technicien", "universitaire", "personne"]), st.sampled_from(["R", "A", "AR", "C", "I"])
)
LIMITS = st.builds(
    Thresholds,
    max_r=st.integers(0, 4),
    max_c=st.integers(0, 5),
    max_i=st.integers(0, 6),
    max_share=st.integers(0, 100),
    share_from_positions=st.integers(0, 6),
    lone_a_counts_as_r=st.booleans(),
)


@st.composite
def matrices(draw: st.DrawFn) -> Matrix:
    """Any matrix, with second approvers, vacant columns, holders who left and duties that do not apply."""
    width, height = draw(st.integers(0, 7)), draw(st.integers(0, 7))
    positions = [
        column(
            n,
            profile=draw(st.sampled_from(PROFILES)),
            holder=draw(st.sampled_from(["", "Ici"])),
            active=active,
            others=draw(st.sampled_from([(), (Holder(8, "Aussi"),), (Holder(9, "Partie", active=False),)])),
        )
        for n, active in enumerate(draw(st.lists(st.booleans(), min_size=width, max_size=width)), 1)
    ]
    duties = [
        row(
            n,
            draw(st.lists(LETTERS, min_size=width, max_size=width)),
            phase=draw(st.integers(1, 2)),
            applicable=draw(st.sampled_from([True, True, True, False])),
            suggested=draw(SUGGESTED),
        )
        for n in range(1, height + 1)
    ]
    return matrix_of(duties, positions)


def errors(matrix: Matrix, limits: Thresholds) -> set[str]:
    return {finding.key for finding in check(matrix, limits) if finding.severity == Severity.ERROR}


def count(duty: DutyRow, letters: tuple[str, ...]) -> int:
    return sum(letter in letters for letter in duty.letters)


@settings(max_examples=400, deadline=None)
@given(matrices(), LIMITS)
def test_repair_removes_its_finding_and_adds_no_error(matrix: Matrix, limits: Thresholds) -> None:
    context = RepairContext.of(matrix, limits)
    before = errors(matrix, limits)
    for finding in check(matrix, limits):
        for repair in repairs_for(context, finding):
            after = matrix.with_changes(repair.changes)
            assert finding.key not in {other.key for other in check(after, limits)}, (finding, repair)
            assert errors(after, limits) <= before, (finding, repair)


@settings(max_examples=200, deadline=None)
@given(matrices(), LIMITS)
def test_repair_makes_no_second_approver_and_takes_the_last_doer_from_no_duty(
    matrix: Matrix, limits: Thresholds
) -> None:
    context = RepairContext.of(matrix, limits)
    findings = check(matrix, limits)
    for finding in [*findings, *to_assign(tally(findings).todo)]:
        for repair in repairs_for(context, finding):
            after = matrix.with_changes(repair.changes)
            assert repair.changes
            for change in repair.changes:
                old, new = matrix.duty(change.duty_id), after.duty(change.duty_id)
                assert old.applicable
                assert matrix.letter(change.duty_id, change.position_id) != change.letter
                assert count(new, APPROVING) <= max(1, count(old, APPROVING))
                assert count(new, DOING) >= min(1, count(old, DOING))


@settings(max_examples=100, deadline=None)
@given(matrices(), LIMITS)
def test_check_is_deterministic_and_its_counts_add_up(matrix: Matrix, limits: Thresholds) -> None:
    findings = check(matrix, limits)
    assert findings == check(matrix, limits)
    assert sum(tally(findings)) == len(findings) == len({finding.key for finding in findings})
    assert {f.duty_id for f in findings} - {None} <= {duty.id for duty in matrix.duties if duty.applicable}


@settings(max_examples=100, deadline=None)
@given(matrices(), LIMITS)
def test_repair_is_found_again_by_its_key(matrix: Matrix, limits: Thresholds) -> None:
    context = RepairContext.of(matrix, limits)
    findings = check(matrix, limits)
    for finding in [*findings, *to_assign(tally(findings).todo)]:
        for index, repair in enumerate(repairs_for(context, finding)):
            found, again = find_repair(RepairContext.of(matrix, limits), repair_key(finding, index))
            assert (found, again.label, again.changes) == (finding, repair.label, repair.changes)


@pytest.mark.parametrize(
    "key", ["", "H1", "H1-d1", "X1-d1-0", "H1-d1-0;", "H1-d1-00", "H1-d٣-0", "12:3:A", "H1-d1-0\n"]
)
def test_find_repair_garbage_is_no_key(key: str) -> None:
    with pytest.raises(RepairKeyError):
        find_repair(RepairContext.of(rows("R .")), key)


@pytest.mark.parametrize("key", ["H1-d2-0", "H2-d1-0", "H1-d1-9", "H1-p101-0", "P1-f99-0", "H1-0"])
def test_find_repair_of_another_matrix_is_gone(key: str) -> None:
    with pytest.raises(RepairGoneError):
        find_repair(RepairContext.of(rows("R .")), key)


def labels(matrix: Matrix, key: str) -> list[str]:
    findings = check(matrix)
    (finding,) = [finding for finding in [*findings, *to_assign(tally(findings).todo)] if finding.key == key]
    with override("en"):
        return [repair.label for repair in repairs_for(RepairContext.of(matrix), finding)]


PAIR = [column(1, profile="technicien", holder="Maïka"), column(2, profile="universitaire", holder="Olivier")]
BOTH = {"technicien": "R", "universitaire": "A"}


@pytest.mark.parametrize(
    ("letters", "key", "expected"),
    [
        (("R", ""), "H1-d1", ["A to Olivier", "Maïka as A/R"]),
        (("", "A"), "H3-d1", ["R to Maïka", "Olivier as A/R"]),
        (("A", "AR"), "H2-d1", ["Keep A: Olivier", "Keep A: Maïka"]),
        (("C", "I"), "H4-d1", ["Apply the suggested letters", "Olivier as A/R"]),
        (("", ""), "H4", ["Apply the suggested letters"]),
        (("AR", ""), "H8-d1", ["I to Olivier"]),
        (("C", ""), "V5-p102", []),
        (("R", ""), "V5-p102", ["Suggested letters: 1 duty"]),
        (("R", ""), "P1-f1", ["Complete the phase: 1 duty"]),
    ],
)
def test_repairs_follow_the_suggestions(letters: tuple[str, ...], key: str, expected: list[str]) -> None:
    assert labels(matrix_of([row(1, letters, suggested=BOTH)], PAIR), key) == expected


def test_repairs_pass_over_a_vacant_position_while_somebody_can() -> None:
    positions = [PAIR[0], column(2), column(3, holder="Inès")]
    assert labels(matrix_of([row(1, ["", "R", ""])], positions), "H1-d1") == ["A to Maïka"]
    assert labels(matrix_of([row(1, ["R", "A", ""])], positions), "P3-p102") == ["A to Maïka", "A to Inès"]


def test_repair_names_a_person_of_two_positions_by_their_titles() -> None:
    one = column(1, holder="Samir", title="Architecte")
    two = column(2, holder="Samir", title="Sécurité")
    matrix = matrix_of([row(1, ["R", ""])], [one, two._replace(holders=one.holders)])
    assert labels(matrix, "H1-d1") == ["Architecte as A/R", "A to Sécurité"]


@pytest.mark.parametrize(
    ("line", "key", "after"),
    [
        ("AR R R R R C", "H5-d1", "AR R R C C C"),
        ("AR C C C C C I", "H6-d1", "AR C C C C I I"),
        ("AR I I I I I I I C", "H7-d1", "AR I I I I I I . C"),
        ("AR I C I C", "H9-d1", "AR I C . C"),
    ],
)
def test_repairs_of_a_crowded_duty(line: str, key: str, after: str) -> None:
    matrix = rows(line)
    (finding,) = [finding for finding in check(matrix) if finding.key == key]
    (repair,) = repairs_for(RepairContext.of(matrix), finding)
    assert matrix.with_changes(repair.changes).duties == rows(after).duties


def test_repair_of_a_phase_completes_each_duty() -> None:
    matrix = rows("R . C", ". A C", "I . .", ". . .", "AR . .", "A A C")
    (finding,) = [finding for finding in check(matrix) if finding.code == "P1"]
    (repair,) = repairs_for(RepairContext.of(matrix), finding)
    assert errors(matrix.with_changes(repair.changes), Thresholds()) == set()


def test_digest_changes_with_what_a_cell_holds() -> None:
    matrix, other = rows("R ."), rows("R I")
    _, repair = find_repair(RepairContext.of(matrix), "H1-d1-1")
    assert digest(matrix, repair) == digest(rows("R ."), repair) != digest(other, repair)
