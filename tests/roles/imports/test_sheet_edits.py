"""A foreign sheet set against a project: its words find the duties, and what it leaves empty clears nothing."""

import pytest

from roles.imports.domain.apply import apply_merge
from roles.imports.domain.edits import EditKind, Edits, MergePlan, SkipReason
from roles.imports.domain.matching import likeness, match_texts
from roles.imports.domain.merge import plan_merge
from roles.imports.domain.sheet_edits import ADDED, ASIDE, MatchChoices, edits_of, match_project
from roles.imports.sheet_reading.model import NO_PHASE, Doubt, DoubtKind, ImportedDuty, ImportPlan, Place
from roles.matrix.changes import set_cells
from roles.matrix.matrix import CellChange, Matrix, load_matrix
from roles.models import Duty, Position
from tests.conftest import Team
from tests.factories import PersonFactory

TEXTS = ("Recueillir les besoins", "Rédiger la charte du projet", "Tester la solution")


@pytest.fixture
def matrix(team: Team) -> Matrix:
    """Three duties in the first phase, three in the second; two positions, the second one held."""
    phases = team.project.phases.order_by("order")
    phases.filter(pk=phases[0].pk).update(name_fr="Cadrage")
    for duty, text in zip(
        Duty.objects.filter(project=team.project).order_by("phase__order", "order"), TEXTS, strict=False
    ):
        Duty.objects.filter(pk=duty.pk).update(text_fr=text)
    first, second = Position.objects.filter(project=team.project).order_by("order")
    Position.objects.filter(pk=first.pk).update(title_fr="Cheffe de projet")
    Position.objects.filter(pk=second.pk).update(title_fr="Analyste", holder=PersonFactory.create(name="Zoé Roy"))
    return load_matrix(team.project.pk)


def plan_of(*duties: ImportedDuty, doubts: tuple[Doubt, ...] = ()) -> ImportPlan:
    return ImportPlan("", ("CADRAGE",), ("cheffe de  PROJET", "Zoe Roy", "Cliente"), duties, doubts)


def row(number: int, text: str, phase: int = 0, **letters: str) -> ImportedDuty:
    return ImportedDuty(Place(0, number), phase, text, "", {int(key[1:]): letter for key, letter in letters.items()})


def found(plan: ImportPlan, matrix: Matrix, *, clear: bool = False) -> Edits:
    return edits_of(plan, matrix, MatchChoices.of(match_project(plan, matrix), similar=True, clear=clear))


def differences(edits: Edits, matrix: Matrix) -> MergePlan:
    return plan_merge(edits, matrix, matrix)


def put(team: Team, matrix: Matrix, duty: int, position: int, letter: str) -> Matrix:
    change = CellChange(matrix.duties[duty].id, matrix.positions[position].id, letter)
    set_cells(team.project.pk, team.users["owner"], [change])
    return load_matrix(team.project.pk)


def test_position_answers_to_each_of_its_holders_and_to_all_of_them(matrix: Matrix, team: Team) -> None:
    second = Position.objects.get(project=team.project, title_fr="Analyste")
    second.co_holders.add(PersonFactory.create(name="Luc Côté"))
    shared = load_matrix(team.project.pk)
    for title in ("Luc Cote", "ZOÉ ROY", "Zoé Roy / Luc Côté", "Analyste"):
        plan = ImportPlan("", ("CADRAGE",), (title,), (row(1, TEXTS[0], p0="R"),))
        (match,) = match_project(plan, shared).positions
        assert (match.found, match.exact) == (second.pk, True)


@pytest.mark.parametrize(
    ("one", "other", "low", "high"),
    [
        ("Rédiger la charte", "rediger LA charte !", 1, 1),
        ("Rédiger la charte", "Rédiger la charte du projet", 0.6, 0.99),
        ("Réalisation", "Modélisation", 0, 0),
        ("Recueillir", "Recueilir", 0.85, 0.99),
        ("", "", 1, 1),
    ],
)
def test_likeness_of_texts(one: str, other: str, low: float, high: float) -> None:
    assert low <= likeness(one, other) <= high


def test_texts_that_stand_twice_are_matched_in_order() -> None:
    matches = match_texts(["Tester", "Livrer", "tester", "Tester"], {7: ["Tester"], 8: ["TESTER"], 9: ["Autre"]})
    assert [match.found for match in matches] == [7, None, 8, None]
    assert [match.exact for match in matches] == [True, False, True, False]


def test_the_most_similar_text_is_taken_once_and_the_next_are_offered() -> None:
    known = {1: ["Rédiger la charte du projet"], 2: ["Rédiger le plan du projet"], 3: ["Former"]}
    one, other = match_texts(["Rédiger la charte de projet", "Rédiger la charte"], known)
    assert (one.found, one.exact) == (1, False)
    assert other.found != 1
    assert other.others[0] == 1
    assert 3 not in other.others


def test_words_titles_and_holders_find_what_they_mean(matrix: Matrix) -> None:
    matching = match_project(plan_of(row(3, "RECUEILLIR LES BESOINS"), row(4, "Rédiger la charte")), matrix)
    assert [(match.found, match.exact) for match in matching.duties] == [
        (matrix.duties[0].id, True), (matrix.duties[1].id, False),
    ]  # fmt: skip
    ids = [position.id for position in matrix.positions]
    assert [match.found for match in matching.positions] == [*ids, None]
    assert matching.phases == {NO_PHASE: 0, 0: matrix.phases[0].id}


def test_what_is_only_similar_is_left_out_where_nobody_looks(matrix: Matrix) -> None:
    plan = plan_of(row(3, TEXTS[0]), row(4, "Rédiger la charte"), row(5, "Planter des arbres"))
    chosen = MatchChoices.of(match_project(plan, matrix), similar=False)
    assert chosen.duties == [matrix.duties[0].id, ASIDE, ADDED]


def test_letters_duties_and_positions_become_edits(matrix: Matrix) -> None:
    edits = found(plan_of(row(3, TEXTS[0], p0="A", p2="C"), row(4, "Planter des arbres", p1="R")), matrix)
    plan = differences(edits, matrix)
    assert {item.kind for item in plan.items} == {EditKind.CELL, EditKind.ROW, EditKind.COLUMN}
    assert [row.phase for row in edits.rows] == [matrix.phases[0].id]
    assert len(plan.free) == 4
    assert not plan.problems


def test_empty_cell_clears_only_when_that_is_asked(team: Team, matrix: Matrix) -> None:
    matrix = put(team, matrix, 0, 1, "R")
    plan = plan_of(row(3, TEXTS[0], p0="A"))
    assert [(cell.old, cell.text) for cell in found(plan, matrix).cells] == [("", "A")]
    cleared = found(plan, matrix, clear=True).cells
    assert [(cell.old, cell.text) for cell in cleared] == [("", "A"), ("R", "")]


@pytest.mark.parametrize("kind", [DoubtKind.TWO_A, DoubtKind.UNKNOWN, DoubtKind.SEVERAL, DoubtKind.TWICE])
def test_row_in_doubt_clears_nothing(team: Team, matrix: Matrix, kind: DoubtKind) -> None:
    matrix = put(team, matrix, 0, 1, "R")
    doubts = (Doubt(kind, Place(0, 3, 2)),)
    assert found(plan_of(row(3, TEXTS[0]), doubts=doubts), matrix, clear=True).cells == ()


def test_a_that_another_position_has_here_is_a_conflict_that_moves_it(team: Team, matrix: Matrix) -> None:
    matrix = put(team, matrix, 0, 1, "AR")
    edits = found(plan_of(row(3, TEXTS[0], p0="A")), matrix)
    plan = differences(edits, matrix)
    (item,) = [item for item in plan.items if item.kind is EditKind.CELL]
    assert (item.conflict, item.over, plan.problems) == (True, (matrix.positions[1].id,), ())
    apply_merge(team.project.pk, team.users["editor"], edits, matrix, seen=matrix.version, taken={item.key})
    assert load_matrix(team.project.pk).duties[0].letters == ("A", "R")


def test_a_that_the_sheet_moves_is_no_conflict(team: Team, matrix: Matrix) -> None:
    matrix = put(team, matrix, 0, 1, "A")
    plan = differences(found(plan_of(row(3, TEXTS[0], p0="A", p1="C")), matrix), matrix)
    assert [item.conflict for item in plan.items if item.kind is EditKind.CELL] == [False, False]
    assert not plan.problems


def test_what_is_left_out_is_in_no_edit(matrix: Matrix) -> None:
    plan = plan_of(row(3, TEXTS[0], p0="A", p1="R"), row(4, "Nouvelle", p0="A"))
    matching = match_project(plan, matrix)
    chosen = MatchChoices([matrix.duties[0].id, ASIDE], [ASIDE, matrix.positions[1].id, ASIDE], matching.phases)
    edits = edits_of(plan, matrix, chosen)
    assert [(cell.duty, cell.position) for cell in edits.cells] == [
        (str(matrix.duties[0].id), str(matrix.positions[1].id))
    ]
    assert (edits.rows, edits.columns) == ((), ())


def test_new_duty_without_a_phase_here_is_named(matrix: Matrix) -> None:
    plan = plan_of(row(3, "Planter des arbres", NO_PHASE, p0="A"))
    assert [problem.reason for problem in differences(found(plan, matrix), matrix).problems] == [SkipReason.NO_PHASE]


def test_rows_of_two_sheets_and_of_two_tables_side_by_side_are_told_apart(matrix: Matrix) -> None:
    first, twin, other = (ImportedDuty(Place(at, 3), 0, text) for at, text in ((0, "Un"), (0, "Deux"), (1, "Trois")))
    plan = plan_of(first, twin, other)
    edits = edits_of(plan, matrix, MatchChoices([ADDED] * 3, [ASIDE] * 3, {0: matrix.phases[0].id}))
    assert len({row.ref for row in edits.rows}) == 3
    assert len(differences(edits, matrix).items) == 3


def test_edits_of_a_sheet_travel_as_json(matrix: Matrix) -> None:
    edits = found(plan_of(row(3, TEXTS[0], p0="A")), matrix)
    assert Edits.from_json(edits.to_json()) == edits
