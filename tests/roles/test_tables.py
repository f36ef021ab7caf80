"""Tables of text from files and pasted texts, whoever made them."""

from io import BytesIO

import pytest
from openpyxl import Workbook

from roles.documents.tables import pasted_tables, read_tables
from roles.documents.workbook_read import FileRefused

ROWS = (("Tâche", "Équipe, nord"), ("Écrire", "A"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_read_tables_of_text_in_each_encoding_and_separator(encoding: str, separator: str) -> None:
    """Accents and a quoted comma survive."""
    text = f'Tâche{separator}"Équipe, nord"\r\nÉcrire{separator}A \r\n'
    (table,) = read_tables(text.encode(encoding), "a.csv")
    assert table.rows == ROWS


def test_read_tables_of_a_workbook_tells_names_hidden_sheets_and_merges() -> None:
    """What the interpreter needs beyond the texts: a sheet's name, whether it is hidden, and its merged cells."""
    workbook = Workbook()
    sheet = workbook["Sheet"]
    sheet.title = "RACI"
    sheet["A1"], sheet["B2"], sheet["B3"] = "Titre\nlong", 2.0, "A"
    sheet.merge_cells("A1:C1")
    workbook.create_sheet("Vieux").sheet_state = "veryHidden"
    file = BytesIO()
    workbook.save(file)
    first, second = read_tables(file.getvalue(), "a.xlsx")
    assert (first.name, first.hidden, first.merges) == ("RACI", False, ((0, 0, 0, 2),))
    assert first.rows == (("Titre\nlong",), ("", "2"), ("", "A"))
    assert (second.name, second.hidden) == ("Vieux", True)


def test_pasted_markdown_keeps_its_lines_and_its_escaped_bars() -> None:
    """The rule goes, an escaped bar stays, and rows count as lines do."""
    (table,) = pasted_tables("# Titre\n| Duty | A |\n|---|:-:|\n| Write \\| read, sign | |\n")
    assert table.rows == (("Titre",), ("Duty", "A"), (), ("Write | read, sign",))


@pytest.mark.parametrize("text", ["a,b\n" * 5_001, "a" + ",b" * 300, "a" * 200_000, "", " \n ", ";;;"])
def test_pasted_text_without_bounds_or_table_is_refused(text: str) -> None:
    """One row or column too many, an endless cell, or nothing at all."""
    with pytest.raises(FileRefused):
        pasted_tables(text)
