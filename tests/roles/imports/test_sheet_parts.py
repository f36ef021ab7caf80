"""How large a sheet from elsewhere may be, on its page as by the command, and the part of a larger one that is read."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError
from django.urls import reverse

from roles.formats.reading.selection import Selection
from roles.formats.reading.upload import read_tables
from tests.conftest import Team
from tests.formats.workbooks import with_sheet
from tests.roles.imports.test_import_matrix import run

TEXT = "Tâche;Cheffe;Analyste;Note\n" + "".join(f"Faire la chose {n};A;R;x{n}\n" for n in range(2_100))
WIDE = ";".join(["Tâche", *(f"Poste {n}" for n in range(120))]) + "\n" + "Valider;" + ";".join("R" * 120) + "\n"


@pytest.mark.parametrize("text", [TEXT, WIDE])
def test_large_sheet_is_refused_with_its_size_on_the_page_and_by_the_command(
    team: Team, tmp_path: Path, text: str
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError, match="2,000 rows and 100 columns can be taken") as refused:
        run("new", path)
    upload = {"file": SimpleUploadedFile("m.csv", text.encode())}
    for page in ("/en/projects/new/sheet/", reverse("project-import", args=[team.project.pk]).replace("/fr/", "/en/")):
        upload["file"].seek(0)
        answer = team.client("editor").post(page, upload)
        assert answer.status_code == 422
        assert str(refused.value) in answer.content.decode()
        assert "<details open>" in answer.content.decode()


def test_part_of_a_large_sheet_is_read_where_it_stands(team: Team, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(TEXT, "utf-8")
    text = run("new", path, "--rows", "1, 2000-2101", "--columns", "A-C")
    assert "102 duties, 2 positions, 204 letters" in text
    with pytest.raises(CommandError, match="like 5-300,310"):
        run("new", path, "--rows", "A")
    data = {"rows": "1, 2000-2101", "columns": "A-C"}
    page = team.client("editor").post(
        "/en/projects/new/sheet/", {"file": SimpleUploadedFile("m.csv", TEXT.encode()), **data}
    )
    assert page.status_code == 200
    assert len(page.context["plan"].duties) == 102
    wrong = team.client("editor").post("/en/projects/new/sheet/", {"pasted": "a", "rows": "0-3", "columns": "1"})
    assert wrong.context["form"].errors.keys() == {"rows", "columns"}


def test_cells_beyond_what_is_read_do_not_count_where_they_are_not_chosen() -> None:
    far = with_sheet(
        "<sheetData><row r='2'><c r='B2'><v>7</v></c><c r='ZZ2'><v>8</v></c></row>"
        "<row r='90000'><c r='A90000'><v>9</v></c></row></sheetData>"
    )
    (table,) = read_tables(far, selection=Selection.of("1-50", "a–c"))
    assert table.rows == ((), ("", "7"))
    assert Selection.of("50-1", "C:a") == Selection.of("1-50", "a–c")
