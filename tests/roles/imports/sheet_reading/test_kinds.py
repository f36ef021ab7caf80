"""One matrix in every kind of file is one plan, and a text whose encoding is in doubt is asked about."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from roles.formats.reading.file_types import FileRefused
from roles.formats.reading.upload import read_tables
from roles.imports.sheet_reading.corrected import Corrections
from roles.imports.sheet_reading.interpret import interpret
from roles.imports.sheet_reading.model import DoubtKind
from roles.people.documents.directory_reader import people_in
from tests.conftest import Team
from tests.formats.written_kinds import WITHOUT_MERGES, WRITERS, Merges, Rows
from tests.roles.imports.sheet_reading.corpus import plan_lines
from tests.roles.imports.sheet_reading.test_law import holds_the_law

ROWS = (
    ("Phase", "Tâche", "Cheffe", "Équipe", "Voisins"),
    ("Sol", "Creuser la tranchée", "A", "R", "I"),
    ("", "Poser le drain", "A/R", "", "C"),
    ("Murs", "Monter le mur", "A", "R", "I"),
    ("", "Peindre", "I", "A/R", ""),
)
MERGES = ((1, 0, 2, 0), (3, 0, 4, 0))
PLAN = [
    "phases: Sol; Murs",
    "positions: Cheffe; Équipe; Voisins",
    "2 | Sol | | Creuser la tranchée | A R I",
    "3 | Sol | | Poser le drain | AR . C",
    "4 | Murs | | Monter le mur | A R I",
    "5 | Murs | | Peindre | I AR .",
]


def with_phases(write: Callable[[Rows], bytes]) -> Callable[[Rows, Merges], bytes]:
    """A writer without merged cells: the phase stands in each row."""
    tops = (0, 1, 1, 3, 3)
    return lambda rows, _merges: write([[rows[tops[at]][0], *texts[1:]] for at, texts in enumerate(rows)])


KINDS = {**WRITERS, **{kind: with_phases(write) for kind, write in WITHOUT_MERGES.items()}}


@pytest.mark.parametrize("kind", KINDS)
def test_matrix_in_any_kind_of_file_is_one_plan(kind: str) -> None:
    found = interpret(read_tables(KINDS[kind](ROWS, MERGES)))
    assert plan_lines(found) == PLAN
    assert found.certain
    holds_the_law(found)


def test_text_in_doubt_of_its_encoding_is_not_certain_until_somebody_says() -> None:
    tables = read_tables("Задача;Роль;Группа\nПисать;R;A\nЧитать;A;R\n".encode("cp1251"))
    found = interpret(tables, Corrections())
    assert DoubtKind.ENCODING in {doubt.kind for doubt in found.plan.doubts}
    assert not found.certain
    said = interpret(tables, Corrections(encoding="cp1251"))
    assert said.plan.positions == ("Роль", "Группа")
    assert DoubtKind.ENCODING not in {doubt.kind for doubt in said.plan.doubts}


def test_page_shows_how_each_encoding_reads_and_follows_the_choice(team: Team) -> None:
    client, address = team.client("outsider"), reverse("project-sheet")
    data = "Tâche;Équipe;Chef\nRédiger;R;A\nVérifier;A;R\n".encode("mac_roman")
    answer = client.post(address, {"file": SimpleUploadedFile("a.csv", data)})
    page = answer.content.decode()
    assert '<option value="mac_roman" selected>' in page
    assert "Équipe" in page
    sealed = answer.context["tables"]
    again = client.post(address, {"tables": sealed, "encoding": "cp1250"})
    assert again.context["plan"].positions != ("Équipe", "Chef")
    back = client.post(address, {"tables": sealed, "encoding": "mac_roman"})
    assert back.context["plan"].positions == ("Équipe", "Chef")
    assert client.post(address, {"tables": sealed, "encoding": "rot13"}).context["plan"].positions == ("Équipe", "Chef")


def test_command_says_which_encoding_was_read_and_takes_another(db: None, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_bytes("Tâche;Équipe;Chef\nRédiger;R;A\nVérifier;A;R\n".encode("cp850"))
    out = StringIO()
    call_command("import_matrix", "new", str(file), "--lang", "en", stdout=out)
    assert "Accents read as of DOS, Western Europe" in out.getvalue()
    assert "Équipe" in out.getvalue()
    call_command("import_matrix", "new", str(file), "--lang", "en", "--encoding", "cp1251", stdout=out)
    assert "Windows, Cyrillic" in out.getvalue()


def test_people_are_read_from_any_kind_and_not_from_a_text_in_doubt() -> None:
    rows = (("Nom", "Courriel"), ("Émilie Côté", "e@example.org"))
    for kind, write in WRITERS.items():
        assert [row.name for row in people_in(read_tables(write(rows, ()))).rows] == ["Émilie Côté"], kind
    with pytest.raises(FileRefused, match="accents"):
        people_in(read_tables("Name;Email\nИван;i@example.org\n".encode("cp1251")))
