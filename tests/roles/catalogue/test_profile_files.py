"""Profiles as Excel and PDF: complete, text as text, in both languages."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import pytest
from django.test import Client
from openpyxl import Workbook, load_workbook
from pypdf import PdfReader
from pytest_django.fixtures import Settings

from roles.catalogue.documents import profile_pdf
from roles.catalogue.views import profile_files
from roles.models import Responsibility, RoleProfile
from tests.roles.catalogues import fixture_data, load, second_framework

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept(settings: Settings, tmp_path: Path) -> None:
    """Documents of other tests are none of these."""
    settings.VAR_DIR = tmp_path


@pytest.fixture(autouse=True)
def catalogue() -> None:
    load(fixture_data())


def fetch(path: str, name: str, content_type: str) -> bytes:
    response = Client().get(path)
    assert response.status_code == 200
    assert response["Content-Type"] == content_type
    assert response["Content-Disposition"] == f'attachment; filename="{name}"'
    return bytes(response.content)


def workbook(path: str, name: str) -> Workbook:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return load_workbook(BytesIO(fetch(path, name, kind)))


def pdf(path: str, name: str) -> PdfReader:
    return PdfReader(BytesIO(fetch(path, name, "application/pdf")))


def words(reader: PdfReader) -> str:
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def rows(book: Workbook) -> list[tuple[Any, ...]]:
    return list(book.worksheets[0].iter_rows(min_row=5, values_only=True))


def test_excel_of_a_profile_has_its_statements_letters_and_answers() -> None:
    book = workbook("/fr/profiles/technicien/sheet/xlsx/", "specialiste-ia-technicien.xlsx")
    found = rows(book)
    assert len(found) == 28
    phase, code, text, posting, own, other, rule, answers = found[26]
    assert (phase, code, own, other) == ("7. Suivi des modèles", "T27", "A/R", "I")
    assert text == "En mesure les impacts sur le système"
    assert posting == "Mesurer les impacts des modèles sur le système"
    assert rule == "R2 Exécution autonome"
    assert answers == "U23 Décide des recommandations à suivre"


def test_excel_of_all_profiles_compares_them() -> None:
    found = rows(workbook("/en/profiles/sheet/xlsx/", "specialiste-ia-profiles.xlsx"))
    assert len(found) == 51
    assert [row[2] for row in found[:3]] == ["T01", "T02", "U01"]
    assert found[2][1] == "University graduate"
    assert found[2][5:7] == ("C", "A/R")


def test_excel_is_comfortable_and_says_what_it_is() -> None:
    book = workbook("/fr/profiles/universitaire/sheet/xlsx/", "specialiste-ia-universitaire.xlsx")
    sheet = book.worksheets[0]
    assert sheet.freeze_panes == "D5"
    assert sheet.tables["Profil"].ref == "A4:H27"
    assert sheet.print_title_rows == "$4:$4"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (
        "landscape", 1, 0
    )  # fmt: skip
    assert [str(each.sqref) for each in sheet.conditional_formatting] == ["E5:F27"]
    assert book.properties.language == "fr-CA"
    assert "Spécialiste universitaire en intelligence artificielle" in str(book.properties.title)
    assert len(book.worksheets) == 3


@pytest.mark.parametrize("text", ["=1+1", "@SUM(A1)", "-2", "+3", "emoji 🌲 عربي", "tab\x07bell"])
def test_excel_text_is_always_text(text: str) -> None:
    Responsibility.objects.filter(code="T01").update(text_fr=text)
    RoleProfile.objects.filter(slug="technicien").update(title_fr=text)
    sheet = workbook("/fr/profiles/technicien/sheet/xlsx/", "specialiste-ia-technicien.xlsx").worksheets[0]
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value is not None} == {"s"}
    assert sheet["C5"].value == text.replace("\x07", "\\x07")


def test_pdf_of_a_profile_is_tagged_in_its_language_and_complete() -> None:
    reader = pdf("/fr/profiles/technicien/sheet/pdf/", "specialiste-ia-technicien.pdf")
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "fr-CA"
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    box = reader.pages[0].mediabox
    assert (round(box.width), round(box.height)) == (792, 612)
    text = words(reader)
    for code in range(1, 29):
        assert f"T{code:02}" in text
    assert "Technicienne ou technicien en intelligence artificielle" in text
    assert "Compare les différentes versions des systèmes intelligents" in text


def test_pdf_takes_the_wording_asked_for() -> None:
    text = words(pdf("/fr/profiles/technicien/sheet/pdf/?wording=posting", "specialiste-ia-technicien.pdf"))
    assert "Mesurer les impacts des modèles sur le système" in text
    assert "En mesure les impacts" not in text


def test_pdf_compares_in_english() -> None:
    text = words(pdf("/en/profiles/sheet/pdf/", "specialiste-ia-profiles.pdf"))
    assert "Assesses data quality following manipulation and transformation" in text
    assert "University graduate" in text


def test_pdf_loads_nothing_that_a_text_names(caplog: pytest.LogCaptureFixture) -> None:
    Responsibility.objects.filter(code="T01").update(text_fr='<img src="file:///etc/hostname"> <b>x</b>')
    text = words(pdf("/fr/profiles/technicien/sheet/pdf/", "specialiste-ia-technicien.pdf"))
    assert '<img src="file:///etc/hostname">' in text
    assert not caplog.records


@pytest.mark.parametrize("fmt", ["xlsx", "pdf"])
def test_sheets_of_many_profiles_keep_their_letters(fmt: str) -> None:
    load(second_framework(profiles=12, statements=1))
    path = f"/en/profiles/profil-3/sheet/{fmt}/?framework=deuxieme"
    name = f"deuxieme-profil-3.{fmt}"
    if fmt == "pdf":
        assert "Profil 3 A/R" in words(pdf(path, name))
    else:
        assert rows(workbook(path, name))[0][4] == "Profil 3 A/R, Profil 4 C"


def test_sheet_unchanged_is_not_made_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    def write(_document: object) -> bytes:
        made.append(1)
        return b"x"

    monkeypatch.setitem(profile_files.FORMATS, "pdf", (write, "application/pdf"))
    Responsibility.objects.filter(code="T02").update(text_fr="Contrôle l'infrastructure")
    for _time in range(2):
        Client().get("/fr/profiles/technicien/sheet/pdf/")
    assert len(made) == 1
    Responsibility.objects.filter(code="T02").update(text_fr="Entretient l'infrastructure")
    Client().get("/fr/profiles/technicien/sheet/pdf/")
    assert len(made) == 2


@pytest.mark.parametrize("path", ["/fr/profiles/technicien/sheet/pdf/", "/en/profiles/sheet/pdf/"])
def test_pdf_uses_no_class_that_its_stylesheets_lack(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    unstyled: set[str] = set()

    def look(root: Element, *stylesheets: Path) -> bytes:
        css = " ".join(path.read_text("utf-8") for path in stylesheets)
        used = {name for element in root.iter() for name in (element.get("class") or "").split()}
        unstyled.update(name for name in used if not re.search(rf"\.{name}\b", css))
        return b"%PDF"

    monkeypatch.setattr(profile_pdf, "render_pdf", look)
    assert Client().get(path).status_code == 200
    assert unstyled == set()
