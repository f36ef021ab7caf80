"""The panel beside the grid: what it says, and that it stays small."""

import pytest
from django.utils.translation import override

from roles.checks.domain.board import Board
from roles.checks.views.panel_html import panel_html
from roles.matrix.matrix import Matrix
from tests.roles.layouts import column, matrix_of, row, rows


def panel(matrix: Matrix, *, can_edit: bool = True) -> str:
    with override("en"):
        return panel_html(Board.of(matrix), can_edit=can_edit)


def test_panel_offers_repairs_to_editors_only() -> None:
    matrix = rows("R . C")
    assert 'name="r" value="H1-d1-0"' in panel(matrix)
    assert "<button" not in panel(matrix, can_edit=False)
    assert "repair" not in panel(matrix, can_edit=False)


def test_panel_links_each_finding_to_its_row_or_phase() -> None:
    html = panel(rows("R . C"))
    assert 'href="#d-1">D01 Analyse les besoins 1</a>' in html
    assert 'href="#ph-1">1. Étape 1</a>' in html


def test_panel_shows_duties_to_assign_together() -> None:
    suggested = {"technicien": "AR"}
    duties = [row(n, [""], suggested=suggested) for n in range(1, 10)]
    html = panel(matrix_of(duties, [column(1, profile="technicien", holder="Maïka")]))
    assert "9 duties to assign" in html
    assert 'value="H4-0"' in html
    assert "and 3 others" in html
    assert "9 <span>to assign" in html


def test_panel_says_when_everything_complies() -> None:
    html = panel(rows("AR C", "C AR"))
    assert "All 2 duties comply" in html
    assert "Nothing to report" in html
    assert "No duties to check yet" in panel(matrix_of([], 2))


def test_panel_of_five_hundred_errors_stays_small() -> None:
    long = "Une tâche au nom <b>très</b> long & plein de mots " * 6
    duties = [row(n, ["R" if n % 3 else ""] * 50) for n in range(1, 501)]
    positions = [column(n, holder=f"Personne au nom composé {n}", title=long) for n in range(1, 51)]
    html = panel(matrix_of(duties, positions, {"max_c": 0, "max_i": 0}))
    assert len(html.encode()) < 6_500
    assert "See all 500" in html


def test_panel_escapes_what_users_typed() -> None:
    positions = [column(1, holder='<img src="x">'), column(2, title="<script>", holder="")]
    html = panel(matrix_of([row(1, ["R", ""]), row(2, ["", "A"])], positions))
    assert "<img" not in html
    assert "<script" not in html
    assert "&lt;img" in html


@pytest.mark.parametrize("code", ["P2", "P3"])
def test_panel_leads_to_naming_a_person(code: str) -> None:
    positions = [column(1, holder="Ici"), column(2, holder="Parti" if code == "P2" else "", active=False)]
    html = panel(matrix_of([row(1, ["R", "A"])], positions))
    assert "Name a person" in html


def test_panel_shows_many_hints_of_one_rule_as_one_line() -> None:
    suggested = {"technicien": "R", "universitaire": "A"}
    duties = [row(n, ["AR", "", "I"], suggested=suggested) for n in range(1, 31)]
    team = [column(n, profile=slug, holder=f"P{n}") for n, slug in enumerate(("universitaire", "technicien", ""), 1)]
    html = panel(matrix_of([*duties, row(31, ["AR", "C", ""], suggested={"universitaire": "AR"})], team))
    assert "30 duties with no one to step in" in html
    assert "30 duties with another profile" in html
    assert "?code=P5" in html
    assert 'value="P5' not in html
    assert "No one to step in" not in html
