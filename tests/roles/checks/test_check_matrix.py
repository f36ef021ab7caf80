"""`manage.py check_matrix`."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from roles.checks.domain.check import check
from roles.checks.domain.dismissals import dismiss
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, load_matrix
from tests.conftest import Team


def run(*args: str) -> tuple[int, str]:
    out = StringIO()
    try:
        call_command("check_matrix", *args, stdout=out)
    except SystemExit as end:
        return int(str(end.code)), out.getvalue()
    return 0, out.getvalue()


def test_check_matrix_with_errors_exits_1_and_says_them(team: Team) -> None:
    code, text = run(str(team.project.pk), "--lang", "en")
    assert code == 1
    assert "This duty has no letter yet." in text
    assert "0 errors, 6 to assign, 4 warnings, 0 hints" in text
    assert team.project.name in text


def test_check_matrix_counts_what_is_dismissed(team: Team) -> None:
    vacant = next(f for f in check(load_matrix(team.project.pk)) if f.code == "V5")
    dismiss(team.project.pk, team.users["owner"], {vacant.key: vacant.state}, "Voulu")
    _code, text = run(str(team.project.pk), "--lang", "en")
    assert "3 warnings, 0 hints, 1 dismissed" in text
    assert run(str(team.project.pk), "--lang", "fr")[1].count("écarté") == 1


def test_check_matrix_without_errors_exits_0(team: Team) -> None:
    position = team.project.positions.all()[0]
    changes = [CellChange(duty.pk, position.pk, "AR") for duty in team.project.duties.all()]
    set_cells(team.project.pk, None, changes)
    code, text = run(str(team.project.pk), "--lang", "en")
    assert code == 0
    assert "0 errors, 0 to assign" in text


@pytest.mark.parametrize("number", ["0", "x", "99999999999999999999999"])
def test_check_matrix_unknown_project_exits_2(team: Team, number: str) -> None:
    with pytest.raises(CommandError) as refused:
        call_command("check_matrix", number, "--lang", "en")
    assert refused.value.returncode == 2
    assert str(refused.value) == f"There is no project {number}."
