"""Findings set aside with a reason: they leave the checks, return when they have changed, and errors stay."""

import pytest
from django.utils.translation import override

from phases.enums import ChangeKind
from phases.models import ProjectChange
from roles.checks.domain.check import check, open_findings, split_dismissed
from roles.checks.domain.dismissals import ErrorStands, FindingGone, dismiss, dismissals, dismissible, restore
from roles.checks.domain.finding import Finding
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from roles.models import FindingDismissal
from tests.conftest import Team


def found(team: Team, code: str) -> Finding:
    return next(finding for finding in open_findings(load_matrix(team.project.pk)) if finding.code == code)


@pytest.fixture
def hint(team: Team) -> Finding:
    """H8 of the first duty, which has A/R and nothing else; the second position has no letter (V5)."""
    cell = (team.project.duties.all()[0].pk, team.project.positions.all()[0].pk)
    set_cells(team.project.pk, team.users["owner"], [CellChange(*cell, "AR")])
    return found(team, "H8")


def set_aside(team: Team, *findings: Finding, reason: str = "Voulu") -> None:
    dismiss(team.project.pk, team.users["editor"], {finding.key: finding.state for finding in findings}, reason)


def test_dismissed_finding_no_longer_stands(team: Team, hint: Finding) -> None:
    before = check(load_matrix(team.project.pk))
    warning = found(team, "V5")
    set_aside(team, hint, warning, reason="Relu en équipe")
    matrix = load_matrix(team.project.pk)
    stands, aside = split_dismissed(matrix, check(matrix))
    assert check(matrix) == before
    assert {finding.key for finding in aside} == {hint.key, warning.key}
    assert [finding for finding in before if finding not in aside] == stands == open_findings(matrix)
    (_, row), _other = sorted(dismissals(team.project.pk, aside), key=lambda pair: pair[0].code)
    assert (row.reason, row.by) == ("Relu en équipe", team.users["editor"])


def test_dismissal_and_its_return_are_journalled(team: Team, hint: Finding) -> None:
    with override("en"):
        set_aside(team, hint, reason="Relu")
        restore(team.project.pk, team.users["owner"], hint.key)
    back, set_down = ProjectChange.objects.filter(project=team.project).order_by("-version")[:2]
    assert (set_down.kind, set_down.new, set_down.by) == (ChangeKind.FINDING_DISMISSED, "Relu", team.users["editor"])
    assert (back.kind, back.old, back.by) == (ChangeKind.FINDING_RESTORED, "Relu", team.users["owner"])
    assert set_down.label.startswith("H8 Nobody consulted or informed: ")
    assert back.version == set_down.version + 1
    assert set_down.duty_id == back.duty_id == hint.duty_id
    assert found(team, "H8") == hint


def test_dismissed_finding_that_changed_stands_again(team: Team, hint: Finding) -> None:
    vacant = found(team, "V5")
    duties, other = team.project.duties.all(), team.project.positions.all()[1]
    set_cells(team.project.pk, None, [CellChange(duties[0].pk, other.pk, "C")])
    one = found(team, "V4")
    set_aside(team, one)
    assert one not in open_findings(load_matrix(team.project.pk))
    set_cells(team.project.pk, None, [CellChange(duties[1].pk, other.pk, "C")])
    more = found(team, "V4")
    assert (more.key, more.state != one.state) == (one.key, True)
    set_aside(team, more)
    assert FindingDismissal.objects.count() == 1
    with pytest.raises(FindingGone):
        set_aside(team, vacant)


def test_error_is_not_dismissed_even_beside_a_hint(team: Team, hint: Finding) -> None:
    with pytest.raises(ErrorStands):
        set_aside(team, hint, found(team, "H4"))
    version = load_matrix(team.project.pk).version
    assert FindingDismissal.objects.count() == 0
    assert version == 1
    FindingDismissal.objects.create(project=team.project, key=found(team, "H4").key, state=found(team, "H4").state)
    assert found(team, "H4") in open_findings(load_matrix(team.project.pk))


@pytest.mark.parametrize("seen", [{}, {"H8-d0": "x"}, {"": ""}, {"H8": "000000000000"}])
def test_dismissing_what_is_not_there_is_refused(team: Team, hint: Finding, seen: dict[str, str]) -> None:
    with pytest.raises(FindingGone):
        dismiss(team.project.pk, team.users["editor"], seen, "Voulu")
    with pytest.raises(FindingGone):
        dismiss(team.project.pk, team.users["editor"], {hint.key: "other"}, "Voulu")
    assert FindingDismissal.objects.count() == 0


def test_dismissible_of_a_check_is_all_of_it(team: Team, hint: Finding) -> None:
    matrix = load_matrix(team.project.pk)
    assert dismissible(matrix, code="H8") == [hint]
    with pytest.raises(FindingGone):
        dismissible(matrix, code="H9")


def test_restore_of_a_finding_that_stands_changes_nothing(team: Team, hint: Finding) -> None:
    version = load_matrix(team.project.pk).version
    restore(team.project.pk, team.users["editor"], hint.key)
    assert load_matrix(team.project.pk).version == version
