"""The page that takes a changed workbook back: who may, what it shows, what it writes, and what it refuses."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from phases.models import ProjectChange
from roles.formats.paper import Mode
from roles.history.domain.replay import verify
from roles.imports.forms import upload
from roles.matrix.matrix import load_matrix
from roles.models import Duty
from roles.undo.undo import undo
from tests.conftest import READERS
from tests.factories import MembershipFactory, small_project
from tests.roles.imports.own_workbook.file import File
from tests.roles.imports.own_workbook.returns import put


@pytest.mark.parametrize(("reader", "status"), list(zip(READERS, (200, 200, 403, 404, 302), strict=True)))
def test_readers_may_or_may_not_bring_a_file(file: File, reader: str, status: int) -> None:
    body = file.body(put("E8", "A"))
    client = file.team.client(reader)
    assert client.get(file.path).status_code == status
    preview = client.post(file.path, {"file": SimpleUploadedFile("m.xlsx", body)})
    assert preview.status_code == status
    sealed = file.upload(body).context["edits"]
    answer = client.post(file.path, {"edits": sealed, "seen": file.version, "take": [file.cell(0, 0)]})
    assert answer.status_code == (302 if reader == "editor" else 422 if reader == "owner" else status)
    assert file.letters(0)[0] == ("A" if reader == "editor" else "")


def checked(page: Any) -> int:
    """How many boxes of a page are ticked."""
    return len(re.findall(rb"\schecked\b", page.content))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_unchanged_file_brings_nothing_in_either_language(file: File, language: str) -> None:
    file.put(0, 0, "AR")
    preview = file.upload(file.body(language=language))
    assert (preview.status_code, preview.context["sections"], preview.context["problems"]) == (200, [], [])
    assert "Rien à reprendre de ce fichier" in preview.content.decode()


def test_changed_letters_are_previewed_taken_and_undone_in_one_step(file: File) -> None:
    file.put(0, 0, "A")
    preview = file.upload(file.body(put("E8", None), put("F8", "a"), put("E9", "R")))
    assert file.letters(0) == ("A", "")
    assert preview.content.count(b'name="take"') == checked(preview) == 3
    before = file.version
    answer = file.take(preview, everything=True)
    assert (answer.status_code, answer.url) == (302, reverse("project", args=[file.project.pk]))
    assert (file.letters(0), file.letters(1), file.version) == (("", "A"), ("R", ""), before + 1)
    undo(file.project.pk, file.team.users["editor"])
    assert (file.letters(0), file.letters(1)) == (("A", ""), ("", ""))


def test_only_what_is_ticked_is_taken(file: File) -> None:
    preview = file.upload(file.body(put("E8", "A"), put("E9", "R")))
    file.take(preview, file.cell(1, 0))
    assert (file.letters(0)[0], file.letters(1)[0]) == ("", "R")


def test_new_rows_columns_and_words_are_taken_in_the_same_change(file: File) -> None:
    def add(sheet: Worksheet) -> None:
        sheet.insert_rows(11)
        sheet["D11"].value, sheet["F11"].value = "Conseille l’équipe", "R"
        sheet["G6"].value, sheet["G8"].value = "Conseil", "C"
        sheet["D8"].value, sheet["E6"].value = "Décide", "Direction"

    preview = file.upload(file.body(add))
    before = file.version
    assert file.take(preview, everything=True).status_code == 302
    matrix = load_matrix(file.project.pk)
    assert [position.title for position in matrix.positions] == ["Direction", file.positions[1].title, "Conseil"]
    assert matrix.positions[2].vacant
    assert (matrix.duties[0].text, matrix.duties[0].letters) == ("Décide", ("", "", "C"))
    new = matrix.duties[3]
    assert (new.text, new.phase_id, new.own, new.letters) == (
        "Conseille l’équipe", file.duties[0].phase_id, True, ("", "R", "")
    )  # fmt: skip
    assert matrix.version == before + 1
    assert verify(file.project.pk) == []
    again = file.upload(file.body())
    assert again.context["sections"] == []


def test_letters_of_a_new_column_that_is_not_ticked_stay_away(file: File) -> None:
    preview = file.upload(file.body(put("G6", "Conseil"), put("G8", "C"), put("E8", "R")))
    keys = {item.key for item in preview.context["plan"].items} - {"column--n7"}
    file.take(preview, *keys)
    assert file.letters(0) == ("R", "")


def test_english_file_changes_the_english_words(file: File) -> None:
    file.take(file.upload(file.body(put("D8", "Decides"), language="en")), everything=True)
    duty = Duty.objects.get(pk=file.duties[0].pk)
    assert (duty.text_fr, duty.text_en) == (file.duties[0].text_fr, "Decides")


def test_text_that_looks_like_a_formula_stays_text(file: File) -> None:
    def hazard(sheet: Worksheet) -> None:
        sheet["D8"].value = '=HYPERLINK("x")<script>'
        sheet["D8"].data_type = "s"

    preview = file.upload(file.body(hazard))
    assert b"<script>&" not in preview.content
    file.take(preview, everything=True)
    assert Duty.objects.get(pk=file.duties[0].pk).text_fr == '=HYPERLINK("x")<script>'
    assert file.upload(file.body()).context["sections"] == []


def test_conflict_is_named_and_not_ticked_and_can_be_taken(file: File) -> None:
    body = file.body(put("E8", "A"))
    file.put(0, 0, "C")
    preview = file.upload(body)
    assert preview.context["conflicts"] == 1
    assert checked(preview) == 0
    assert "Conflit\u00a0: vide à l’exportation, C ici maintenant." in preview.content.decode()
    file.take(preview, file.cell(0, 0))
    assert file.letters(0)[0] == "A"


def test_a_is_taken_over_only_when_ticked(file: File) -> None:
    body = file.body(put("E8", "A"))
    file.put(0, 1, "AR")
    preview = file.upload(body)
    assert preview.context["conflicts"] == 1
    file.take(preview, file.cell(0, 0))
    assert file.letters(0) == ("A", "R")


def test_choice_that_leaves_two_a_is_refused_whole(file: File) -> None:
    file.put(0, 0, "A")
    preview = file.upload(file.body(put("E8", None), put("F8", "A"), put("E9", "R")))
    answer = file.take(preview, file.cell(0, 1), file.cell(1, 0))
    assert answer.status_code == 422
    assert file.duties[0].code in answer.context["refused"]
    assert (file.letters(0), file.letters(1)) == (("A", ""), ("", ""))
    assert checked(answer) == 2


def test_change_between_preview_and_taking_makes_the_preview_again(file: File) -> None:
    preview = file.upload(file.body(put("E8", "A"), put("E9", "R")))
    file.put(0, 0, "C")
    answer = file.take(preview, everything=True)
    assert answer.status_code == 409
    assert (file.letters(0)[0], file.letters(1)[0]) == ("C", "")
    assert len(answer.context["news"]) == 1
    assert checked(answer) == 1
    file.take(answer, everything=True)
    assert (file.letters(0)[0], file.letters(1)[0]) == ("C", "R")


def test_row_with_trouble_is_named_and_cannot_be_forced(file: File) -> None:
    preview = file.upload(file.body(put("E8", "zut"), put("E9", "R")))
    (problem,) = preview.context["problems"]
    assert problem.startswith(file.duties[0].code)
    assert file.take(preview, file.cell(0, 0)).status_code == 422
    assert file.letters(0)[0] == ""


def test_nothing_ticked_writes_nothing(file: File) -> None:
    assert file.take(file.upload(file.body(put("E8", "A")))).status_code == 422
    assert not ProjectChange.objects.filter(project=file.project).exists()


def test_file_of_another_project_says_so_and_leads_only_those_who_may(file: File) -> None:
    other = small_project()
    path = reverse("project-import", args=[other.pk])
    MembershipFactory.create(project=other, user=file.team.users["editor"])
    answer = file.upload(file.body(), path=path)
    assert answer.status_code == 422
    assert f'href="{file.path}"' in answer.content.decode()
    MembershipFactory.create(project=other, user=file.team.users["outsider"])
    file.client = file.team.client("outsider")
    answer = file.upload(file.body(), path=path)
    assert file.path not in answer.content.decode()
    assert "Ce fichier est celui d’un autre projet." in answer.content.decode()


def foreign() -> bytes:
    workbook, buffer = Workbook(), BytesIO()
    workbook.worksheets[0].append(["Tâche", "Poste"])
    workbook.save(buffer)
    return buffer.getvalue()


def zipped(name: str, content: bytes) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "est vide"),
        (b"<html></html>", "aucun tableau"),
        (foreign()[:2000], "est endommagé"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage\0".encode("utf-16-le"), "mot de passe"),
        (b"PK" + b"0" * 5_000_001, "dépasse 5"),
        (zipped("xl/a.xml", b"0" * 1_000_001), "Office ne range"),
        (zipped("xl/../a.xml", b"0"), "Office ne range"),
        (zipped("xl/a.xml", b"0" * 65_530 + b"<!DOCTYPE x>"), "Office ne range"),
        (zipped("xl/a.xml", "<!DOCTYPE x>".encode("utf-16")), "Office ne range"),
        (zipped("xl/a.xml", b"0"), "est endommagé"),
    ],
    ids=["empty", "html", "cut", "xls", "large", "bomb", "path", "doctype", "doctype-16", "no workbook"],
)
def test_file_that_cannot_be_taken_says_why(file: File, body: bytes, words: str) -> None:
    answer = file.upload(body)
    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_posting_and_unknown_version_say_why(file: File) -> None:
    assert "ne revient pas" in file.upload(file.body(mode=Mode.POSTING)).content.decode()
    assert "n’a pas atteinte" in file.upload(file.body(put("A3", 99))).content.decode()


def test_preview_too_old_or_of_somebody_else_asks_for_the_file_again(
    file: File, monkeypatch: pytest.MonkeyPatch
) -> None:
    preview = file.upload(file.body(put("E8", "A")))
    file.client = file.team.client("owner")
    assert file.take(preview, everything=True).status_code == 422
    file.client = file.team.client("editor")
    monkeypatch.setattr(upload, "KEPT_FOR", -1)
    answer = file.take(preview, everything=True)
    assert answer.status_code == 422
    assert "trop ancien" in answer.content.decode()
    assert file.letters(0)[0] == ""


def test_too_many_differences_are_refused(file: File, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("roles.imports.views.own_workbook.LIMIT", 1)
    answer = file.upload(file.body(put("E8", "A"), put("E9", "R")))
    assert "diffère à 2 endroits" in answer.content.decode()


def test_preview_asks_the_database_as_often_whatever_the_size(file: File, django_assert_num_queries: Any) -> None:
    few = file.upload(file.body(put("E8", "A")))
    assert few.status_code == 200
    with override("fr"):
        one, many = file.body(put("E8", "R")), file.body(*[put(f"E{row}", "R") for row in (8, 9, 10, 12, 13, 14)])
    with django_assert_num_queries(13):
        file.upload(one)
    with django_assert_num_queries(13):
        file.upload(many)


def test_menu_offers_it_to_those_who_may(file: File) -> None:
    page = reverse("findings", args=[file.project.pk])
    assert file.path in file.team.client("editor").get(page).content.decode()
    assert file.path not in file.team.client("viewer").get(page).content.decode()
