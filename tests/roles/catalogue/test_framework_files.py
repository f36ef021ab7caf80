"""A framework as a file: a round trip by JSON or Excel changes nothing."""

import re
import zipfile
from io import BytesIO
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import HealthCheck, given
from hypothesis import settings as effort
from hypothesis import strategies as st
from openpyxl import load_workbook

from phases.models import Framework
from roles.catalogue.documents.framework_reader import CatalogueUpload, from_tables, read_upload
from roles.catalogue.documents.framework_xlsx import catalogue_template, catalogue_xlsx
from roles.catalogue.domain.file_export import catalogue_data
from roles.catalogue.domain.file_format import CatalogueError
from roles.catalogue.domain.file_loading import plan_catalogue
from roles.catalogue.domain.file_validation import read_catalogue
from roles.formats.reading.table import Table
from roles.formats.reading.upload import read_tables
from roles.formats.text import json_bytes
from tests.formats.written_kinds import open_document, table_xml
from tests.roles.catalogues import example_data, fixture_data, load, refused_by_schema, second_framework


def stored(data: dict[str, Any]) -> dict[str, Any]:
    load(data)
    return catalogue_data(Framework.objects.get(slug=data["framework"]["slug"]).pk)


def by_json(data: dict[str, Any]) -> CatalogueUpload:
    return read_upload(json_bytes(data), "referentiel.json")


def by_excel(data: dict[str, Any], language: str) -> CatalogueUpload:
    return from_tables(read_tables(catalogue_xlsx(data, language)))


@pytest.mark.django_db
@pytest.mark.parametrize("data", [fixture_data(), second_framework(7), example_data()])
def test_round_trip_changes_nothing(data: dict[str, Any]) -> None:
    kept = stored(data)
    assert not refused_by_schema(kept)
    for upload in (by_json(kept), by_excel(kept, "fr"), by_excel(kept, "en")):
        assert upload.problems == ()
        file = read_catalogue(upload.data, upload.source, upload.problems)
        assert file == read_catalogue(kept)
        assert plan_catalogue(file).lines == []


_WORDS = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff"), max_size=30
)
_GIVEN = _WORDS.map(lambda text: f"{text}=x")
_LINES = st.text(
    st.characters(
        exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029\ufffe\uffff", include_characters="\t\n"
    ),
    max_size=30,
)


@st.composite
def frameworks(draw: st.DrawFn) -> dict[str, Any]:
    """Any texts in a framework of any small shape."""
    data = second_framework(draw(st.integers(1, 4)), draw(st.integers(1, 3)))
    data["framework"] |= {"source": draw(_LINES), "subtitle_en": draw(_WORDS), "title_fr": draw(_GIVEN)}
    for row in data["phases"]:
        row |= {"name_fr": draw(_GIVEN), "short_en": draw(_WORDS), "lead_in_fr": draw(_WORDS)}
    for row in data["responsibilities"]:
        row |= {"text_fr": draw(_GIVEN), "text_en": draw(_WORDS), "posting_fr": draw(_WORDS), "note_en": draw(_LINES)}
    data["rules"][0]["condition_fr"] = draw(_LINES.map(lambda text: f"+{text}"))
    return data


def test_workbook_of_libreoffice_is_a_framework_too() -> None:
    workbook = catalogue_xlsx(fixture_data(), "fr")
    sheets = "".join(table_xml(table.rows, table.merges, table.name) for table in read_tables(workbook))
    assert read_upload(open_document(sheets, "spreadsheet"), "a.xlsx").data == read_upload(workbook, "a.xlsx").data


@pytest.mark.parametrize("language", ["fr", "en"])
def test_long_text_comes_back_whole_from_excel(language: str) -> None:
    data = example_data()
    data["responsibilities"][0]["note_fr"] = "Une phrase.\n" * 1_000
    assert by_excel(data, language).data["responsibilities"][0]["note_fr"] == "Une phrase.\n" * 1_000


@given(data=frameworks(), language=st.sampled_from(["fr", "en"]))
@effort(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_round_trip_of_any_texts_changes_nothing(data: dict[str, Any], language: str) -> None:
    file = read_catalogue(data)
    assert read_catalogue(by_json(data).data) == file
    upload = by_excel(data, language)
    assert upload.problems == ()
    assert read_catalogue(upload.data, upload.source) == file


_CELLS = st.one_of(
    st.sampled_from(
        ["Code", "Identifiant *", "Nom (français)", "Profil", "Lettre : p1", "p1", "T01", "ex. T01", "A", ""]
    ),
    st.text(max_size=3),
)
_TABLES = st.builds(
    Table,
    st.sampled_from(["Référentiel", "Framework", "Phases", "Profils", "Rules", "Responsabilités", "Feuil1", ""]),
    st.lists(st.lists(_CELLS, max_size=6).map(tuple), max_size=6).map(tuple),
)


@given(tables=st.lists(_TABLES, max_size=6))
@effort(max_examples=200, deadline=None)
def test_any_tables_are_a_framework_or_named_problems(tables: list[Table]) -> None:
    upload, problems = from_tables(tables), ["none yet"]
    try:
        read_catalogue(upload.data, upload.source, upload.problems)
    except CatalogueError as error:
        problems = error.problems
    assert all(problems)


def sheet(name: str, *rows: tuple[str, ...]) -> Table:
    return Table(name, rows)


def told(*tables: Table) -> list[str]:
    with override("en"):
        upload = from_tables(tables)
        with pytest.raises(CatalogueError) as caught:
            read_catalogue(upload.data, upload.source, upload.problems)
    return caught.value.problems


def test_problems_of_a_workbook_are_named_by_sheet_and_row_all_at_once() -> None:
    profiles = ("Identifier", "Name (French)", "Job title (French)")
    assert told(
        sheet("Référentiel", ("Identifiant *", "Titre (français) *"), ("essai", "Essai")),
        sheet("Profiles", ("Note",), profiles, ("p1", "P", "T"), ("p1", "Q", "")),
        sheet("PHASES", ("identifiant", "nom (francais)", "Remarque"), ("a", "A", "?"), ("", "B")),
        sheet("Responsibilities",
              ("Code", "Phase", "Profile", "Responsibility (French)", "Lettre : p1", "Letter: p9"),
              ("T1", "a", "p1", "Fait", "X"), ("t2", "z", "p1", "", "A", "R")),
    ) == [
        "PHASES: the column headed “Remarque” is not known.",
        "Responsibilities: the column headed “Letter: p9” is not known.",
        "Phases, row 3: “Identifier” must be small letters without accents, digits and hyphens, at most 50 characters.",
        "Profiles, row 4 (p1): “Identifier” p1 is already that of Profiles, row 3 (p1).",
        "Profiles, row 4 (p1): “Job title (French)” is missing: every text needs its French.",
        "Responsibilities, row 2 (T1): “X” is not a letter of the matrix.",
        "Responsibilities, row 3 (t2): “Code” must be capital letters, digits, . _ or -, at most 20.",
        "Responsibilities, row 3 (t2): “Responsibility (French)” is missing: every text needs its French.",
        "Responsibilities, row 3 (t2): unknown Phase “z”.",
    ]  # fmt: skip


def test_workbook_of_something_else_is_refused_sheet_by_sheet() -> None:
    assert told(sheet("Feuil1", ("Tâche", "Camille"), ("Coder", "R"))) == [
        "There is no sheet “Framework”.",
        "There is no sheet “Phases”.",
        "There is no sheet “Profiles”.",
        "There is no sheet “Responsibilities”.",
        "“Framework” is missing.",
        "A framework needs at least one phase and one profile.",
    ]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_template_reads_as_empty_until_somebody_fills_it(language: str) -> None:
    tables = read_tables(catalogue_template(language))
    with override(language):
        assert len(tables) == 6
        assert any("ex. T01" in row or "e.g. T01" in row for table in tables for row in table.rows)
        upload = from_tables(tables)
        assert upload.problems == ()
        assert upload.data == {"phases": [], "profiles": [], "rules": [], "responsibilities": []}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_template_without_the_marks_of_its_examples_is_a_framework(language: str) -> None:
    tables = read_tables(catalogue_template(language))
    filled = [
        Table(table.name, tuple(tuple(re.sub(r"^(ex|e\.g)\. ", "", cell) for cell in row) for row in table.rows))
        for table in tables
    ]
    upload = from_tables(filled)
    assert read_catalogue(upload.data, upload.source, upload.problems) == read_catalogue(example_data())


@pytest.mark.parametrize(("example", "color"), [(False, "001C2624"), (True, "008A5200")])
def test_rows_and_examples_have_looks_of_their_own(example: bool, color: str) -> None:
    workbook = load_workbook(BytesIO(catalogue_xlsx(example_data(), "fr", example=example)))
    sheet = workbook["Responsabilités"]
    assert sheet["A1"].font.size == 18
    assert (sheet["A4"].font.bold, sheet["A5"].font.bold) == (True, False)
    assert [sheet[cell].font.color.rgb for cell in ("A5", "D5")] == [color, color]
    assert {cell.number_format for cell in sheet[5] if cell.value} == {"@"}


def test_cells_of_a_workbook_are_never_formulas() -> None:
    data = example_data()
    data["framework"]["title_fr"] = "=1+1"
    data["responsibilities"][0]["text_fr"] = '=HYPERLINK("http://evil.example")'
    with zipfile.ZipFile(BytesIO(catalogue_xlsx(data, "fr"))) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any("<f>" in text for text in sheets)
    assert 'quotePrefix="1"' in zipfile.ZipFile(BytesIO(catalogue_xlsx(data, "fr"))).read("xl/styles.xml").decode()
