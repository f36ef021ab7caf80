"""A file that comes back: what is read from it, and what becomes of that beside the project as it is now."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from roles.enums import Letter
from roles.formats.paper import Mode
from roles.formats.reading.table import Table
from roles.imports.documents.own_workbook.stamp import MadeForPosting, Stamp, find_matrix
from roles.imports.domain.edits import CellEdit, Edits, NewRow, Problem, SkipReason, TextEdit
from roles.imports.domain.merge import plan_merge
from roles.matrix.holders import Holder
from roles.matrix.matrix import CellChange, Matrix
from tests.roles.imports.own_workbook.returns import HAZARDS, edited, edits_of, put, rows_of, stamp_of, written
from tests.roles.matrices import matrix_of

SMALL = matrix_of([["A", "R", ""], ["AR", "C", "I"], ["", "", ""]], holders=["Maïka Essai", "", "Noé Essai"])
BODY = written(SMALL)
# Row 8 is duty 1001, 9 is 1002, 10 the band of the second phase, 11 duty 1003; E, F, G are positions 101, 102, 103.
LETTERS = st.sampled_from(["", *Letter.values])
ROWS = st.lists(LETTERS, min_size=3, max_size=3)


def test_stamp_says_what_the_file_is_of() -> None:
    assert stamp_of(BODY) == Stamp(7, 12, "fr", False)


def test_posting_and_foreign_workbook_are_told_apart() -> None:
    with pytest.raises(MadeForPosting):
        stamp_of(written(SMALL, Mode.POSTING))
    assert find_matrix([Table("", (("Tâche", "Poste 1"), ("Valide", "A")))]) is None
    assert find_matrix([Table("", tuple(map(tuple, rows_of(edited(BODY, put("A3", "douze"))))))]) is None
    assert find_matrix([]) is None
    assert find_matrix([Table("", ())]) is None


@given(st.lists(ROWS, max_size=6), st.sampled_from(["fr", "en"]))
@settings(max_examples=40, deadline=None)
def test_file_that_nobody_changed_has_no_edit(letters: list[list[str]], language: str) -> None:
    matrix = matrix_of(letters, titles=["P", "Q", "R"], language=language)
    assert edits_of(written(matrix), matrix) == Edits(version=12, language=language)


@pytest.mark.parametrize("text", HAZARDS)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    matrix = matrix_of([["A"], ["R"]], titles=[text], holders=[text], texts=[text, "x"], name=text)
    assert edits_of(written(matrix), matrix) == Edits(version=12, language="fr")


@given(ROWS, ROWS, ROWS, ROWS)
@settings(max_examples=60, deadline=None)
def test_any_set_of_edits_is_what_the_file_brings(a: list[str], b: list[str], c: list[str], d: list[str]) -> None:
    base, there = matrix_of([a, b]), matrix_of([c, d])
    expected = {
        (duty.id, position.id): (base.letter(duty.id, position.id), letter)
        for duty in there.duties
        for position, letter in zip(there.positions, duty.letters, strict=True)
        if base.letter(duty.id, position.id) != letter
    }
    edits = edits_of(written(there), base)
    found = {(int(e.duty), int(e.position)): (e.old, Letter.parse(e.text)) for e in edits.cells}
    assert found == expected
    plan = plan_merge(edits, base, replace(base, rules={"support": True}))
    barred = {int(problem.duty) for problem in plan.problems}
    assert {(int(i.duty), int(i.position)) for i in plan.items} == {cell for cell in expected if cell[0] not in barred}
    assert not plan.here
    assert not any(item.conflict for item in plan.items if not item.over)


def now(*changes: CellChange) -> Matrix:
    return replace(SMALL.with_changes(changes), version=13)


def cell_edit(duty: int, position: int, old: str, text: str) -> Edits:
    return Edits(12, "fr", cells=(CellEdit(str(duty), str(position), old, text),))


def test_cell_changed_only_there_is_free() -> None:
    (item,) = plan_merge(cell_edit(1001, 103, "", "C"), SMALL, now()).items
    assert (item.here, item.there, item.conflict) == ("", "C", False)


def test_cell_changed_only_here_is_told_and_no_item() -> None:
    plan = plan_merge(Edits(12, "fr"), SMALL, now(CellChange(1001, 103, "I")))
    assert not plan.items
    assert [(cell.duty_id, cell.position_id, cell.old, cell.new) for cell in plan.here] == [(1001, 103, "", "I")]


def test_cell_changed_on_both_sides_is_a_conflict_unless_alike() -> None:
    edits = cell_edit(1001, 103, "", "C")
    (item,) = plan_merge(edits, SMALL, now(CellChange(1001, 103, "I"))).items
    assert (item.old, item.here, item.there, item.conflict) == ("", "I", "C", True)
    alike = plan_merge(edits, SMALL, now(CellChange(1001, 103, "C")))
    assert not alike.items
    assert not alike.here


def test_a_that_another_position_got_here_is_a_conflict_that_takes_it_over() -> None:
    edits = Edits(12, "fr", cells=(CellEdit("1001", "101", "A", ""), CellEdit("1001", "103", "", "A")))
    plan = plan_merge(edits, SMALL, now(CellChange(1001, 101, ""), CellChange(1001, 102, "AR")))
    (item,) = plan.items
    assert (item.position, item.there, item.conflict, item.over) == ("103", "A", True, (102,))
    assert not plan.problems


def test_a_moved_in_the_file_is_free() -> None:
    edits = Edits(12, "fr", cells=(CellEdit("1001", "101", "A", ""), CellEdit("1001", "103", "", "a")))
    plan = plan_merge(edits, SMALL, now())
    assert [item.conflict for item in plan.items] == [False, False]


@pytest.mark.parametrize(
    ("text", "reason"),
    [("x", SkipReason.UNREAD), ("=A", SkipReason.UNREAD), ("S", SkipReason.NOT_OFFERED), ("A", SkipReason.TWO)],
)
def test_row_with_trouble_is_left_out_and_the_others_are_not(text: str, reason: SkipReason) -> None:
    body = edited(BODY, put("G8", text), put("F8", "I"), put("E11", "a / r"))
    plan = plan_merge(edits_of(body, SMALL), SMALL, now())
    assert [(problem.reason, problem.duty) for problem in plan.problems] == [(reason, "1001")]
    assert [(item.duty, item.there) for item in plan.items] == [("1003", "AR")]


def test_duty_that_went_or_does_not_apply_takes_no_letter() -> None:
    edits = Edits(12, "fr", cells=(CellEdit("1001", "103", "", "C"), CellEdit("1003", "103", "", "C")))
    duties = (SMALL.duties[1], SMALL.duties[2]._replace(applicable=False, reason="Hors projet"))
    plan = plan_merge(edits, SMALL, replace(SMALL, duties=duties))
    assert {(problem.reason, problem.duty) for problem in plan.problems} == {
        (SkipReason.GONE, "1001"),
        (SkipReason.OFF, "1003"),
    }
    assert not plan.items


def test_position_that_went_is_told_once() -> None:
    edits = Edits(12, "fr", cells=(CellEdit("1001", "103", "", "C"), CellEdit("1003", "103", "", "C")))
    gone = matrix_of([list(duty.letters[:2]) for duty in SMALL.duties])
    assert plan_merge(edits, SMALL, gone).problems == (Problem(SkipReason.GONE, "", "103", "Poste 3"),)


def test_words_changed_in_the_file_are_read_and_compared() -> None:
    body = edited(BODY, put("D8", " Valide\u00a0l’essai\n"), put("F6", "Analyste"), put("F5", "Camille"))
    edits = edits_of(body, SMALL)
    assert edits.texts == (TextEdit("1001", "Tâche 1", "Valide l’essai"),)
    assert edits.titles == (TextEdit("102", "Poste 2", "Analyste"),)
    assert edits.holders == ("Poste 2",)
    assert [item.conflict for item in plan_merge(edits, SMALL, now()).items] == [False, False]
    here = replace(SMALL, duties=(SMALL.duties[0]._replace(text="Autre"), *SMALL.duties[1:]))
    assert [item.conflict for item in plan_merge(edits, SMALL, here).items] == [False, True]


def test_names_of_all_holders_are_compared() -> None:
    shared = SMALL.positions[0]._replace(holders=(Holder(1, "Maïka Essai"), Holder(2, "Luc Côté")))
    matrix = replace(SMALL, positions=(shared, *SMALL.positions[1:]))
    body = written(matrix)
    assert edits_of(body, matrix).holders == ()
    assert edits_of(edited(body, put("E5", "Maïka Essai")), matrix).holders == ("Poste 1",)


@pytest.mark.parametrize(("text", "reason"), [(None, SkipReason.BLANK), ("é" * 501, SkipReason.LONG)])
def test_words_that_no_duty_can_have_are_left_out(text: str | None, reason: SkipReason) -> None:
    plan = plan_merge(edits_of(edited(BODY, put("D8", text)), SMALL), SMALL, now())
    assert [problem.reason for problem in plan.problems] == [reason]


def new_row(sheet: Worksheet) -> None:
    sheet.insert_rows(9)
    for place, value in {"B9": "1 Étape 1", "D9": "=Nouvelle()", "E9": "A", "G9": "R"}.items():
        sheet[place].value = value
        sheet[place].data_type = "s" if value.startswith("=") else sheet[place].data_type


def new_column(sheet: Worksheet) -> None:
    sheet.insert_cols(7)
    for row, value in {6: "Conseil", 8: "C", 9: "I"}.items():
        sheet.cell(row, 7).value = value


def test_new_row_and_column_are_found_and_the_others_keep_their_place() -> None:
    edits = edits_of(edited(BODY, new_row, new_column), SMALL)
    assert edits.rows == (NewRow("n9", 1, "=Nouvelle()"),)
    assert edits.columns == (TextEdit("n7", "", "Conseil"),)
    assert {(cell.duty, cell.position, cell.text) for cell in edits.cells} == {
        ("1001", "n7", "C"),
        ("n9", "101", "A"),
        ("n9", "n7", "I"),
        ("n9", "103", "R"),
    }
    kinds = [(item.kind.value, item.letters) for item in plan_merge(edits, SMALL, now()).items]
    assert kinds == [("column", ()), ("row", (("101", "A"), ("n7", "I"), ("103", "R"))), ("cell", ())]


def test_new_row_of_no_phase_is_named_and_one_without_a_phase_joins_those_above() -> None:
    lost = edits_of(edited(BODY, new_row, put("B9", "9 Ailleurs")), SMALL)
    assert [problem.reason for problem in plan_merge(lost, SMALL, now()).problems] == [SkipReason.NO_PHASE]
    assert edits_of(edited(BODY, new_row, put("B9", None)), SMALL).rows[0].phase == 1


@pytest.mark.parametrize("said", ["2 Prod.", "2 Mise en production", "2 Mise en production · Ensuite"])
def test_new_row_names_its_phase_by_its_short_name_or_whole(said: str) -> None:
    first, second = SMALL.phases
    named = replace(second, name="Mise en production", short_name="Prod.", lead_in="Ensuite")
    matrix = replace(SMALL, phases=(first, named))
    assert edits_of(edited(written(matrix), new_row, put("B9", said)), matrix).rows[0].phase == 2


def test_column_of_remarks_is_no_position() -> None:
    edits = edits_of(edited(BODY, put("I6", "Remarques"), put("I8", "à voir"), put("I9", "avec Noé")), SMALL)
    assert edits == Edits(12, "fr")


def test_copied_row_is_new_and_rows_sorted_or_without_ids_are_known() -> None:
    def copy(sheet: Worksheet) -> None:
        sheet.insert_rows(8)
        for column in range(1, 8):
            sheet.cell(8, column).value = sheet.cell(9, column).value
        sheet["D8"].value = "Copie"

    edits = edits_of(edited(BODY, copy), SMALL)
    assert [row.text for row in edits.rows] == ["Copie"]
    assert not edits.texts
    bare = edited(BODY, *[put(f"A{row}", None) for row in (8, 9, 11)], put("F4", None), put("G8", "C"))
    assert edits_of(bare, SMALL) == cell_edit(1001, 103, "", "C")


def test_removed_row_and_column_are_told_and_a_filtered_file_misses_none() -> None:
    body = edited(BODY, lambda sheet: sheet.delete_rows(9), lambda sheet: sheet.delete_cols(6))
    edits = edits_of(body, SMALL)
    assert (edits.gone_duties, edits.gone_positions, edits.cells) == ((1002,), (102,), ())
    assert edits_of(edited(body, put("A4", "fr filtered")), SMALL).gone_duties == ()


def test_new_row_or_column_that_the_project_has_by_now_is_a_conflict() -> None:
    edits = Edits(12, "fr", rows=(NewRow("n9", 1, "Tâche  1"),), columns=(TextEdit("n7", "", "Poste 2"),))
    assert all(item.conflict for item in plan_merge(edits, SMALL, now()).items)


def test_duty_that_did_not_apply_comes_back_with_its_reason_apart() -> None:
    off = replace(SMALL, duties=(*SMALL.duties[:2], SMALL.duties[2]._replace(applicable=False, reason="Hors projet")))
    body = written(off)
    assert edits_of(body, off) == Edits(12, "fr")
    words = rows_of(body)[10][3].replace("Tâche 3", "Autre tâche")
    assert edits_of(edited(body, put("D11", words)), off).texts == (TextEdit("1003", "Tâche 3", "Autre tâche"),)


def test_edits_survive_the_form_that_carries_them() -> None:
    edits = edits_of(edited(BODY, new_row, new_column, put("D8", "x"), put("E6", "y")), SMALL)
    assert Edits.from_json(edits.to_json()) == edits
