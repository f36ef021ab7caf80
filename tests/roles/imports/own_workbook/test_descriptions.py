"""Descriptions in a workbook that comes back: read, compared, previewed and taken."""

from dataclasses import replace
from io import BytesIO

import pytest
from openpyxl import load_workbook

from roles.imports.domain.edits import Edits, SkipReason, TextEdit
from roles.imports.domain.merge import plan_merge
from roles.matrix.matrix import load_matrix
from roles.models import Duty
from roles.undo.undo import undo
from tests.roles.imports.own_workbook.file import File
from tests.roles.imports.own_workbook.returns import HAZARDS, edited, edits_of, put, written
from tests.roles.matrices import matrix_of

DESCRIBED = matrix_of([["A"], ["R"], [""]], descriptions=["Voir\nhttps://guide.test/", "", ""])


@pytest.mark.parametrize("text", [*HAZARDS, "a\n\n  b  \tc", "  \nx\n"])
def test_any_description_comes_back_as_it_was(text: str) -> None:
    matrix = matrix_of([["A"], ["R"]], descriptions=[text, "x"])
    assert edits_of(written(matrix), matrix) == Edits(version=12, language="fr")


def test_descriptions_changed_added_and_emptied_in_the_file_are_read() -> None:
    body = edited(written(DESCRIBED), put("D5", None), put("D6", "Une\nautre"), sheet_number=1)
    edits = edits_of(body, DESCRIBED)
    assert edits == Edits(
        12,
        "fr",
        descriptions=(
            TextEdit("1001", "Voir\nhttps://guide.test/", ""),
            TextEdit("1002", "", "Une\nautre"),
        ),
    )
    assert Edits.from_json(edits.to_json()) == edits
    plan = plan_merge(edits, DESCRIBED, DESCRIBED)
    assert [(item.duty, item.there, item.conflict) for item in plan.items] == [
        ("1001", "", False),
        ("1002", "Une\nautre", False),
    ]


def test_description_without_its_id_is_known_by_its_code_and_a_row_twice_counts_once() -> None:
    body = edited(written(DESCRIBED), put("A5", None), put("D5", "Autre"), put("A7", 1001), sheet_number=1)
    assert edits_of(body, DESCRIBED).descriptions == (TextEdit("1001", "Voir\nhttps://guide.test/", "Autre"),)


def test_file_without_the_sheet_of_descriptions_changes_none() -> None:
    workbook = load_workbook(BytesIO(written(DESCRIBED)))
    del workbook["Descriptions"]
    buffer = BytesIO()
    workbook.save(buffer)
    assert edits_of(buffer.getvalue(), DESCRIBED) == Edits(12, "fr")


def test_description_changed_on_both_sides_is_a_conflict_unless_alike() -> None:
    edits = Edits(12, "fr", descriptions=(TextEdit("1002", "", "Le fichier"),))
    first, second, third = DESCRIBED.duties
    for here, conflicts in (("Le projet", [True]), (" Le  fichier", []), ("", [False])):
        after = replace(DESCRIBED, duties=(first, second._replace(description=here), third))
        assert [item.conflict for item in plan_merge(edits, DESCRIBED, after).items] == conflicts


def test_description_too_long_or_of_a_duty_that_went_is_left_out() -> None:
    edits = Edits(12, "fr", descriptions=(TextEdit("1001", "", "x" * 2001), TextEdit("1003", "", "Autre")))
    plan = plan_merge(edits, DESCRIBED, replace(DESCRIBED, duties=DESCRIBED.duties[:2]))
    assert not plan.items
    assert [(problem.duty, problem.reason) for problem in plan.problems] == [
        ("1001", SkipReason.LONG),
        ("1003", SkipReason.GONE),
    ]


def test_descriptions_are_previewed_taken_and_undone(file: File) -> None:
    described, other = file.duties[:2]
    Duty.objects.filter(pk=described.pk).update(description_fr="Avant", description_en="Before")
    sent = edited(file.body(), put("D5", "Après <b>\nla suite"), put("D6", "Neuve"), sheet_number=1)
    preview = file.upload(sent)
    page = preview.content.decode()
    assert "Après &lt;b&gt;<br>la suite" in page
    assert page.count("Autre description") == 2
    assert file.take(preview, everything=True).status_code == 302
    told = Duty.objects.in_bulk([described.pk, other.pk])
    assert (told[described.pk].description_fr, told[described.pk].description_en) == ("Après <b>\nla suite", "Before")
    assert told[other.pk].description_fr == "Neuve"
    undo(file.project.pk, file.team.users["editor"])
    told = Duty.objects.in_bulk([described.pk, other.pk])
    assert (told[described.pk].description_fr, told[other.pk].description_fr) == ("Avant", "")


def test_description_emptied_in_the_other_language_goes(file: File) -> None:
    """An English file shows the French one where there is no other: emptied, it is that one that goes."""
    Duty.objects.filter(pk=file.duties[0].pk).update(description_fr="Avant", description_en="")
    preview = file.upload(edited(file.body(language="en"), put("D5", None), sheet_number=1))
    file.take(preview, everything=True)
    assert not load_matrix(file.project.pk, "en").duty(file.duties[0].pk).description
