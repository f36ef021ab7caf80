"""What the checks say of matrices laid out by hand, and of the catalogue's own suggestions."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from roles.checks.domain.check import Mark, Progress, Tally, check, duty_marks, phase_progress, tally
from roles.checks.domain.repairs import gathered
from roles.checks.domain.rules.registry import RULES
from roles.enums import Severity
from roles.matrix.holders import Holder
from roles.matrix.matrix import DutyRow, Matrix
from roles.matrix.thresholds import Thresholds
from tests.roles.layouts import column, matrix_of, row, rows


def keys(matrix: Matrix, **limits: Any) -> set[str]:
    return {finding.key for finding in check(matrix, Thresholds(**limits) if limits else None)}


def codes(matrix: Matrix, **limits: Any) -> set[str]:
    return {key.split("-")[0] for key in keys(matrix, **limits)}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("R C", "H1"),
        ("A A", "H2"),
        ("AR A", "H2"),
        ("A C", "H3"),
        ("C I", "H4"),
        ("I .", "H4"),
        (". .", "H4"),
        ("S .", "H4"),
    ],
)
def test_check_undecided_duty_is_an_error(line: str, expected: str) -> None:
    errors = {f.key for f in check(rows(line)) if f.severity == Severity.ERROR}
    assert f"{expected}-d1" in errors
    assert errors <= {"H2-d1", "H3-d1"} if line == "A A" else errors == {f"{expected}-d1"}


@pytest.mark.parametrize("line", ["A R C", "AR C I", "AR R C"])
def test_check_decided_duty_has_no_duty_finding(line: str) -> None:
    assert not [finding for finding in check(rows(line)) if finding.duty_id]


def test_check_lone_a_counts_as_r_when_the_project_says_so() -> None:
    assert "H3-d1" in keys(rows("A C"))
    assert "H3-d1" not in keys(rows("A C"), lone_a_counts_as_r=True)
    assert "H1-d1" in keys(rows("R C"), lone_a_counts_as_r=True)


@pytest.mark.parametrize(
    ("line", "code"),
    [("AR R R R C", "H5"), ("AR C C C C C", "H6"), ("AR I I I I I I I", "H7"), ("A R .", "H8"), ("AR I I I C", "H9")],
)
def test_check_measures_begin_beyond_their_limit(line: str, code: str) -> None:
    assert f"{code}-d1" in keys(rows(line))
    within = {"H5": "A R R R C .", "H6": "AR C C C C .", "H7": "AR I I I I I I .", "H8": "A R I", "H9": "AR I I ."}
    assert f"{code}-d1" not in keys(rows(within[code]))


def test_check_duty_without_letters_is_one_finding_to_assign() -> None:
    findings = [finding for finding in check(rows(". . .", "AR I .")) if finding.duty_id == 1]
    assert [(finding.key, finding.todo) for finding in findings] == [("H4-d1", True)]


def test_check_duty_that_does_not_apply_leaves_the_counts() -> None:
    off = row(2, ["R", "", "", "", "", ""], applicable=False)
    with_it = matrix_of([row(1, ["AR", "C", "", "", "", ""]), off], 6)
    without = matrix_of([row(1, ["AR", "C", "", "", "", ""])], 6)
    assert check(with_it) == check(without)
    assert duty_marks(with_it, check(with_it))[2].status == "off"


def test_check_shares_begin_at_five_positions() -> None:
    four, five = rows("AR C C I", "AR I I C"), rows("AR C C I .", "AR I I C .")
    assert not codes(four) & {"H9", "V1", "V2", "V3"}
    assert {"V1-p101", "V2-p101", "V3-p101"} <= keys(five)


def test_check_share_is_more_than_sixty_percent() -> None:
    def matrix(share: int) -> Matrix:
        return rows(*["AR C . . ."] * share, *[". . AR C ."] * (5 - share))

    assert "V1-p101" not in keys(matrix(3))
    assert {"V1-p101", "V2-p101"} <= keys(matrix(4))


def test_check_only_approver() -> None:
    duties = ["A R C . ."] + ["R C . . ."] * 4
    (finding,) = [f for f in check(rows(*duties)) if f.code == "V2"]
    assert finding.figures["only"]
    with override("en"):
        assert finding.title == "Only approver"


BOTH = {"technicien": "R", "universitaire": "A"}
TEAM = [column(1, profile="technicien", holder="Maïka"), column(2, profile="universitaire", holder="Olivier")]


@pytest.mark.parametrize(
    ("letters", "third", "figures"),
    [
        (["R", "A", ""], "technicien", None),
        (["A", "R", ""], "technicien", {"does": True, "approves": True}),
        (["", "AR", ""], "technicien", {"does": True, "approves": False}),
        (["AR", "", ""], "technicien", {"does": False, "approves": True}),
        (["R", "R", "A"], "universitaire", None),
        (["", "A", "R"], "architecte", {"does": True, "approves": False}),
        (["", "A", "R"], "", None),
        (["", "R", "A"], "", {"does": True, "approves": False}),
        (["R", "", ""], "", None),
        (["C", "C", ""], "", None),
        (["A", "A", "R"], "technicien", None),
    ],
)
def test_check_other_profile_than_suggested(letters: list[str], third: str, figures: dict[str, bool] | None) -> None:
    positions = [*TEAM, column(3, profile=third, holder="Inès")]
    found = [f for f in check(matrix_of([row(1, letters, suggested=BOTH)], positions)) if f.code == "P4"]
    assert [dict(finding.figures) for finding in found] == ([figures] if figures else [])
    own = [f for f in check(matrix_of([row(1, letters)], positions)) if f.code == "P4"]
    assert own == []


@pytest.mark.parametrize(
    ("line", "alone"),
    [("AR . I", True), ("A R .", False), ("AR C .", False), ("AR R .", False), (". R C", False), ("A A R", False)],
)
def test_check_no_one_to_step_in(line: str, alone: bool) -> None:
    assert ("P5-d1" in keys(rows(line))) == alone


def test_check_no_one_steps_in_who_is_the_same_who_left_or_is_not_there() -> None:
    me, other = column(1, holder="Personne"), column(3, holder="Ici")
    again = column(2, holder="Personne")._replace(holders=me.holders)
    for second in (again, column(2, holder="Partie", active=False), column(2)):
        assert "P5-d1" in keys(matrix_of([row(1, ["A", "R", ""])], [me, second, other]))
        assert "P5-d1" not in keys(matrix_of([row(1, ["A", "R", "C"])], [me, second, other]))
    assert "P5" not in codes(matrix_of([row(1, ["A", "R", ""])], [me, again, column(3)]))
    assert "P5" not in codes(matrix_of([row(1, ["", "R", "A"])], [me, again, column(3)]))


def test_check_counts_every_holder() -> None:
    me, left, other = Holder(1, "Moi"), Holder(2, "Partie", active=False), Holder(3, "Autre")
    one, two = column(1), column(2)

    def found(mine: list[Holder], second: list[Holder]) -> set[str]:
        positions = [one._replace(holders=tuple(mine)), two._replace(holders=tuple(second)), column(3, holder="Autre")]
        return keys(matrix_of([row(1, ["A", "R", ""])], positions))

    assert {"P2-p101", "P5-d1"} <= found([me, left], [me])
    assert "P2-p101" in found([left, me], [other])
    assert "P5-d1" in found([me], [left, me])
    assert "P5-d1" not in found([me], [other, me])
    assert "P5-d1" not in found([me, other], [me])


def test_check_of_several_holders_says_how_many_have_left() -> None:
    left = [Holder(n, f"Partie {n}", active=False) for n in (1, 2)]
    for holders, words in (
        ((left[0], Holder(3, "Ici")), "1 of the 2 holders of this position is inactive or has left."),
        ((*left, Holder(3, "Ici")), "2 of the 3 holders of this position are inactive or have left."),
        (left[:1], "The holder of this position is inactive or has left."),
    ):
        with override("en"):
            matrix = matrix_of([row(1, ["AR"])], [column(1)._replace(holders=tuple(holders))])
            assert words in [finding.message for finding in check(matrix) if finding.code == "P2"]


def test_check_position_with_little_or_nothing() -> None:
    assert {"V4-p102", "V5-p103"} <= keys(rows("AR C .", "AR I ."))
    assert not codes(rows("AR C", "C AR")) & {"V4", "V5"}


def test_check_phase_is_incomplete_while_a_duty_is() -> None:
    matrix = matrix_of([row(1, ["AR", "I"]), row(2, ["R", ""], phase=2), row(3, ["", ""], phase=2)], 2)
    (phase,) = [finding for finding in check(matrix) if finding.code == "P1"]
    assert (phase.phase_id, dict(phase.figures)) == (2, {"count": 2, "total": 2})
    assert phase_progress(matrix, check(matrix)) == {1: Progress(1, 1, 0), 2: Progress(0, 2, 1)}


def test_check_holder_left_and_vacant_approver() -> None:
    positions = [column(1, holder="Personne 1", active=False), column(2), column(3, holder="Personne 3")]
    matrix = matrix_of([row(1, ["R", "A", "I"])], positions)
    assert {"P2-p101", "P3-p102"} <= keys(matrix)
    unstaffed = matrix_of([row(1, ["R", "A", "I"])], [column(1), column(2), column(3)])
    assert "P3" not in codes(unstaffed)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        (matrix_of([]), set()),
        (matrix_of([], 6), set()),
        (matrix_of([row(1, [])]), {"H4-d1", "P1-f1"}),
        (rows("AR"), {"H8-d1"}),
    ],
    ids=["nothing", "no duties", "no positions", "one position"],
)
def test_check_edges(matrix: Matrix, expected: set[str]) -> None:
    assert keys(matrix) == expected


def test_check_errors_come_first_then_the_order_of_the_matrix() -> None:
    findings = check(rows("AR R R R C", "R C . . .", "A R C C C"))
    assert [f.severity for f in findings] == sorted(f.severity for f in findings)
    assert [f.duty_id for f in findings if f.duty_id and f.severity == Severity.WARNING] == [1, 1, 3]


def test_tally_adds_up_and_keeps_duties_to_assign_apart() -> None:
    findings = check(rows(". .", "R .", "AR ."))
    counts = tally(findings)
    assert counts == Tally(errors=1, todo=1, warnings=2, hints=3)
    assert sum(counts) == len(findings)
    assert counts.blocking == 2


def test_duty_marks_show_the_worst_finding() -> None:
    matrix = matrix_of(
        [
            row(1, ["R", "", "", "", "", ""]),
            row(2, [""] * 6),
            row(3, ["AR", "R", "R", "R", "C", ""]),
            row(4, ["AR", "", "", "", "", ""]),
            row(5, [""] * 6, applicable=False),
        ],
        6,
    )
    with override("en"):
        assert duty_marks(matrix, check(matrix)) == {
            1: Mark("err", "No approver"),
            2: Mark("todo", "To assign"),
            3: Mark("warn", "4 responsible"),
            4: Mark("ok", "Compliant"),
            5: Mark("off", "Not applicable"),
        }


def suggested_matrix(*, held: bool) -> Matrix:
    """The catalogue's letters, with one position per profile."""
    catalogue = json.loads(Path("fixtures/catalogue.json").read_text())
    slugs = [profile["slug"] for profile in catalogue["profiles"]]
    phases = {phase["slug"]: phase["order"] for phase in catalogue["phases"]}
    positions = [column(n, profile=slug, holder=f"Personne {n}" if held else "") for n, slug in enumerate(slugs, 1)]

    def duty(number: int, given: dict[str, object]) -> DutyRow:
        suggested = given["suggested"]
        assert isinstance(suggested, dict)
        letters = [suggested.get(slug, "") for slug in slugs]
        return row(number, letters, phase=phases[str(given["phase"])], suggested=suggested)

    duties = [duty(number, given) for number, given in enumerate(catalogue["responsibilities"], 1)]
    return matrix_of(duties, positions, phases=len(phases))


@pytest.mark.parametrize("held", [True, False])
def test_suggested_letters_give_no_error_and_no_warning(held: bool) -> None:
    matrix = suggested_matrix(held=held)
    findings = check(matrix)
    assert len(matrix.duties) == 51
    assert [finding.key for finding in findings if finding.severity != Severity.HINT] == []
    assert {mark.status for mark in duty_marks(matrix, findings).values()} == {"ok"}


def test_every_code_has_words_in_both_languages() -> None:
    matrix = matrix_of(
        [
            row(1, ["R", *["C"] * 5, *["I"] * 7, ""]),
            row(2, ["A", "A", "AR", "R", "R", "R"] + [""] * 8),
            row(3, ["A"] + ["C"] * 13),
            row(4, ["C"] + [""] * 13),
            row(5, ["AR"] + [""] * 13),
            row(6, [""] * 14),
            row(7, ["R"] + [""] * 13),
        ],
        [column(1), column(2, holder="Personne", active=False), *[column(n, holder="Ici") for n in range(3, 15)]],
    )
    findings = [*check(matrix), *check(rows("AR C C I .", "AR C C I .")), *check(rows("A R C . .", "R C . . ."))]
    findings += check(
        matrix_of([row(1, letters, suggested=BOTH) for letters in (["A", "R"], ["AR", ""], ["", "AR"])], TEAM)
    )
    findings += gathered({finding.code: 2 for finding in findings})
    assert {finding.code for finding in findings} == set(RULES)
    for language in ("fr", "en"):
        with override(language):
            for finding in findings:
                words = (finding.title, finding.message, finding.help)
                assert all(words)
                assert not any("%(" in text or "%%" in text for text in words)
