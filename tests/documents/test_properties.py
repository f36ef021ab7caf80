"""What a file of every family says of itself: to whoever searches files, calculates, or does not see a chart."""

import zipfile
from io import BytesIO
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pypdf import PdfReader

from roles.acceptance.documents.duty_sheet import duty_sheet_outline
from roles.catalogue.documents.profile import profile_outline
from roles.exports.documents.matrix_outline import matrix_outline
from roles.formats.outline.docx_writer import outline_docx
from roles.history.documents.difference import difference_outline
from roles.postings.documents.docx import posting_docx
from tests.documents.families import (
    PDFS,
    WORKBOOKS,
    differences,
    duty_sheet,
    made,
    matrix_document,
    pdf_of,
    posting,
    profile_document,
    workbook_of,
)

PRODUCT = "Matrice RACI"
CHARTED = {"matrix", "load", "load-of-people"}
WORD = {
    "matrix": lambda: outline_docx(matrix_outline(matrix_document())),
    "profile": lambda: outline_docx(profile_outline(profile_document("technicien"))),
    "duty-sheet": lambda: outline_docx(duty_sheet_outline(duty_sheet())),
    "differences": lambda: outline_docx(difference_outline(differences())),
    "posting": lambda: posting_docx(posting()),
}


@pytest.mark.parametrize("name", WORKBOOKS)
def test_workbook_says_what_it_is_and_its_charts_in_words(name: str) -> None:
    body = workbook_of(name)
    workbook = load_workbook(BytesIO(body))
    found = workbook.properties
    assert (found.creator, found.language) == (PRODUCT, "fr-CA")
    assert found.subject
    assert str(found.title).startswith(found.subject)
    with zipfile.ZipFile(BytesIO(body)) as archive:
        drawings = [archive.read(part) for part in archive.namelist() if part.startswith("xl/drawings/drawing")]
    assert len(drawings) == (name in CHARTED)
    charts = [node for drawing in drawings for node in ElementTree.fromstring(drawing).iter() if "cNvPr" in node.tag]  # noqa: S314
    assert all(len(chart.get("descr", "")) > 20 for chart in charts)


@pytest.mark.parametrize("name", sorted(WORKBOOKS.keys() - {"framework"}))  # which is filled in below its last row
def test_tables_of_a_workbook_are_headed_by_their_cells_and_end_with_their_rows(name: str) -> None:
    sheets = [sheet for sheet in load_workbook(BytesIO(workbook_of(name))) if isinstance(sheet, Worksheet)]
    tables = [(sheet, table) for sheet in sheets for table in sheet.tables.values()]
    names = [table.name for _sheet, table in tables]
    assert names
    assert len(names) == len(set(names))
    for sheet, table in tables:
        head, *rows = sheet[table.ref]
        assert [cell.value for cell in head] == table.column_names
        assert len(set(table.column_names)) == len(table.column_names)
        assert any(cell.value not in (None, "") for cell in rows[-1])
        assert sheet.auto_filter.ref is None


@pytest.mark.parametrize("name", WORD)
def test_word_file_says_what_it_is(name: str) -> None:
    found = Document(BytesIO(made(WORD[name]))).core_properties
    assert (found.author, found.language) == (PRODUCT, "fr-CA")
    assert found.subject
    assert found.title.startswith(f"{found.subject}, ")


@pytest.mark.parametrize(("state", "said"), [("draft", "Brouillon"), ("closed", "Fermé"), ("published", "")])
def test_posting_in_word_says_above_and_below_each_page_what_is_no_offer(state: str, said: str) -> None:
    document = posting()
    document.posting.state = state
    word = Document(BytesIO(made(lambda: posting_docx(document))))
    first, foot = word.paragraphs[0].text, word.sections[0].footer.paragraphs[0].text
    assert first == (said or "Affichage de poste · Société d’essai")
    assert foot.startswith(f"{said} · {document.title}" if said else document.title)
    assert "mailto:emplois@exemple.ca" in [rel.target_ref for rel in word.part.rels.values() if rel.is_external]


@pytest.mark.parametrize("name", PDFS)
def test_pdf_says_what_it_is(name: str) -> None:
    reader = PdfReader(BytesIO(pdf_of(name)))
    assert reader.metadata is not None
    assert reader.metadata.author == PRODUCT
    assert reader.metadata.subject
    assert str(reader.metadata.title).startswith(f"{reader.metadata.subject}, ")
