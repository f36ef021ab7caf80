"""Our own workbook after people have rearranged it: sorted, filtered, cut, copied and merged by hand."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from roles.imports.domain.edits import CellEdit, Edits, FileDoubt, FileDoubtKind, TextEdit, WordsDoubt
from roles.imports.domain.merge import plan_merge
from roles.matrix.matrix import Matrix
from tests.roles.imports.own_workbook.returns import Edit, edited, edits_of, put, stamp_of, written
from tests.roles.matrices import matrix_of

LETTERS = [["A", "R", "", "C"], ["AR", "C", "I", ""], ["", "", "", ""], ["R", "A", "", "I"], ["I", "R", "A", ""]]
TEXTS = ["Valide l’essai", "Analyse les données", "Rédige le bilan", "Met en service", "Forme les équipes"]
MATRIX = matrix_of(LETTERS, texts=TEXTS, descriptions=["Un", "", "Deux", "", "Trois"])
BODY = written(MATRIX)
# Rows 8 to 10 are duties 1001 to 1003, 11 the second phase, 12 and 13 duties 1004 and 1005; columns E to H 101 to 104.
NOTHING = Edits(12, "fr")


def sort(first: int, by: int, *, top: int = 7, last_column: int = 9, backwards: bool = False) -> Edit:
    """Sort the rows of a sheet from a row on by a column, only in the columns from the first on."""

    def edit(sheet: Worksheet) -> None:
        columns = range(first, last_column + 1)
        rows: list[list[Any]] = [[sheet.cell(row, at).value for at in columns] for row in range(top, sheet.max_row + 1)]
        rows.sort(key=lambda row: str(row[by - first] or ""), reverse=backwards)
        for number, row in enumerate(rows, start=top):
            for at, value in zip(columns, row, strict=True):
                sheet.cell(number, at).value = value

    return edit


def test_filter_covers_the_hidden_ids_so_that_a_sort_takes_them_along() -> None:
    workbook = load_workbook(BytesIO(BODY))
    assert workbook["Matrice"].auto_filter.ref == "A6:I13"
    assert workbook["Descriptions"].tables["Descriptions"].ref == "A4:D9"
    for column in range(1, 10):
        assert edits_of(edited(BODY, sort(1, column)), MATRIX) == NOTHING


@pytest.mark.parametrize("backwards", [False, True])
@pytest.mark.parametrize("column", range(2, 10))
def test_sheet_sorted_without_its_ids_changes_nothing_and_says_so(column: int, backwards: bool) -> None:
    edits = edits_of(edited(BODY, sort(2, column, backwards=backwards)), MATRIX)
    kinds = {doubt.kind for doubt in edits.doubts}
    assert edits == Edits(12, "fr", doubts=edits.doubts)
    assert kinds <= {FileDoubtKind.SORTED}
    assert kinds or column in (2, 3)  # the order of old


def test_letters_and_words_changed_in_a_sorted_sheet_are_those_of_their_row() -> None:
    body = edited(BODY, put("G8", "I"), put("D12", "Met en ligne"), sort(2, 4, backwards=True))
    edits = edits_of(body, MATRIX)
    assert edits.cells == (CellEdit("1001", "103", "", "I"),)
    assert edits.texts == (TextEdit("1004", TEXTS[3], "Met en ligne"),)
    assert {doubt.kind for doubt in edits.doubts} == {FileDoubtKind.SORTED}


def test_new_row_that_a_sort_has_moved_takes_the_number_of_none() -> None:
    def add(sheet: Worksheet) -> None:
        for place, value in {"B14": "2 Étape 2", "D14": "Archive", "E14": "A"}.items():
            sheet[place].value = value

    edits = edits_of(edited(BODY, add, sort(2, 4)), MATRIX)
    assert [(row.text, row.phase) for row in edits.rows] == [("Archive", 2)]
    assert [(cell.duty, cell.text) for cell in edits.cells] == [(edits.rows[0].ref, "A")]
    assert (edits.texts, edits.gone_duties) == ((), ())


def test_words_that_were_sorted_alone_are_asked_about() -> None:
    edits = edits_of(edited(BODY, sort(4, 4, last_column=4, top=8)), MATRIX)
    assert not edits.cells
    assert [row.text for row in edits.rows] == [TEXTS[3]]  # where the row of the phase was
    assert {edit.doubt for edit in edits.texts if edit.text} == {WordsDoubt.MOVED}
    assert not plan_merge(edits, MATRIX, MATRIX).free


def test_columns_moved_with_or_without_their_numbers_change_nothing() -> None:
    def swap(first_row: int) -> Edit:
        def edit(sheet: Worksheet) -> None:
            for row in range(first_row, sheet.max_row + 1):
                left, right = sheet.cell(row, 5), sheet.cell(row, 7)
                left.value, right.value = right.value, left.value

        return edit

    assert edits_of(edited(BODY, swap(4)), MATRIX) == NOTHING
    parted = edits_of(edited(BODY, swap(5)), MATRIX)
    assert parted == Edits(12, "fr", doubts=(FileDoubt(FileDoubtKind.COLUMNS_MOVED, "2"),))


def test_column_of_the_duties_may_stand_elsewhere() -> None:
    body = edited(
        BODY, lambda sheet: sheet.move_range("E1:I13", cols=1), lambda sheet: sheet.move_range("D1:D13", cols=6)
    )
    assert edits_of(body, MATRIX) == NOTHING


def without_top(sheet: Worksheet) -> None:
    """Without the rows above the holders and titles, nor the merged cells of these, which openpyxl would leave."""
    for area in [str(area) for area in sheet.merged_cells.ranges if area.max_row <= 4]:
        sheet.unmerge_cells(area)
    sheet.delete_rows(1, 4)


@pytest.mark.parametrize(
    "edit",
    [
        lambda sheet: sheet.insert_rows(1, 2),
        lambda sheet: sheet.insert_rows(2),
        lambda sheet: sheet.delete_cols(1),
        lambda sheet: sheet.insert_cols(1),
        without_top,
        lambda sheet: (sheet.insert_rows(1, 2), sheet.delete_cols(1)),
        lambda sheet: (sheet.delete_cols(1), sheet.insert_rows(3), sort(1, 3, top=9)(sheet)),
    ],
)
def test_sheet_with_rows_above_or_without_its_hidden_column_is_still_ours(edit: Callable[[Worksheet], None]) -> None:
    body = edited(BODY, edit)
    returned = stamp_of(body)
    assert returned is not None
    assert (returned.project_id, returned.version) == (7, 12)
    assert edits_of(body, MATRIX) == NOTHING


def copied(sheet: Worksheet, row: int, to: int) -> None:
    for column in range(1, 10):
        sheet.cell(to, column).value = sheet.cell(row, column).value


def test_two_files_merged_by_hand_bring_what_either_changed() -> None:
    def merge(sheet: Worksheet) -> None:
        for row in range(1, 14):
            copied(sheet, row, row + 20)
        sheet["G8"].value, sheet["H30"].value = "I", "R"  # duty 1001 in one, duty 1003 in the other
        sheet["E32"].value, sheet["E12"].value = "C", "I"  # duty 1004 in both

    edits = edits_of(edited(BODY, merge), MATRIX)
    assert set(edits.cells) == {CellEdit("1001", "103", "", "I"), CellEdit("1003", "104", "", "R")}
    assert (edits.rows, edits.texts, edits.gone_duties) == ((), (), ())
    assert FileDoubt(FileDoubtKind.TWO_LETTERS, "12", "1004", "101", "I / C") in edits.doubts
    assert [doubt.place for doubt in edits.doubts if doubt.kind == FileDoubtKind.REPEATED] == [
        "28",
        "29",
        "30",
        "32",
        "33",
    ]


def test_row_copied_over_another_repeats_it_and_the_other_is_missing() -> None:
    edits = edits_of(edited(BODY, lambda sheet: copied(sheet, 8, 12)), MATRIX)
    assert (edits.gone_duties, edits.rows, edits.cells) == ((1004,), (), ())
    assert edits.doubts[0] == FileDoubt(FileDoubtKind.REPEATED, "12", "1001")


def test_letters_where_no_duty_or_title_is_are_named() -> None:
    edits = edits_of(edited(BODY, put("E7", "A"), put("J8", "R"), put("B15", "Note"), put("B9", "2 Étape 2")), MATRIX)
    assert edits == Edits(
        12,
        "fr",
        doubts=(
            FileDoubt(FileDoubtKind.OTHER_PHASE, "9", "1002", text="2 Étape 2"),
            FileDoubt(FileDoubtKind.NO_DUTY, "7", text="A"),
            FileDoubt(FileDoubtKind.NO_DUTY, "15", text="Note"),
            FileDoubt(FileDoubtKind.NO_TITLE, "J", text="1"),
        ),
    )


def test_english_words_in_a_french_file_are_asked_about() -> None:
    words = {
        "D8": "Validates the test",
        "D9": "Analyzes data",
        "D10": "Writes the report",
        "D12": "Met en ligne les données",
    }
    edits = edits_of(edited(BODY, *[put(place, text) for place, text in words.items()]), MATRIX)
    assert [edit.doubt for edit in edits.texts] == [*[WordsDoubt.LANGUAGE] * 3, WordsDoubt.NONE]
    assert plan_merge(edits, MATRIX, MATRIX).free == {"text-1004-"}


def test_descriptions_sorted_without_their_ids_stay_with_their_duty() -> None:
    body = edited(BODY, sort(2, 4, top=5, last_column=4, backwards=True), put("D5", "Encore"), sheet_number=1)
    assert [edit.text for edit in edits_of(body, MATRIX).descriptions] == ["Encore"]


def test_two_duties_of_the_same_words_keep_their_letters_when_sorted() -> None:
    twins: Matrix = matrix_of(LETTERS, texts=["Valide", "Valide", "Rédige", "Valide", "Forme"])
    edits = edits_of(edited(written(twins), sort(2, 5, backwards=True)), twins)
    assert edits == Edits(12, "fr", doubts=edits.doubts)
