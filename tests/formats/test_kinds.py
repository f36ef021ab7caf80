"""Every kind of file that is read keeps its texts and its merged cells, and none hurts."""

import re
from itertools import product
from pathlib import Path
from time import monotonic

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roles.catalogue.forms import FrameworkForm
from roles.formats.reading.file_types import ACCEPTED, ACCEPTED_FRAMEWORK, ACCEPTED_WORDS, FileRefused
from roles.formats.reading.kinds import READ
from roles.formats.reading.process import READERS, tables
from roles.formats.reading.table import Table, cleaned_table
from roles.formats.reading.upload import pasted_tables, read_tables
from roles.formats.upload_form import UploadForm
from roles.people.forms import PeopleForm
from tests.formats.workbooks import with_part
from tests.formats.written_kinds import WITHOUT_MERGES, WRITERS, docx, ods, odt, open_document, page

OLD = Path(__file__).with_name("files").joinpath("old.xls").read_bytes()
KIND = {"mediawiki": "text", "dokuwiki": "text", "confluence": "text", "html": "text"}  # as the process calls them
TEXTS = st.sampled_from(
    ["", "", "R", "A", "A/R", "c", "Écrire", "Équipe, nord", "<b> & co", "dix\nlignes", "1.2", "a=b"]
)
WIDE = '<w:gridSpan w:val="100000"/>'
FULL = st.sampled_from(["Tâche", "R", "Chef"])


@st.composite
def written(draw: st.DrawFn) -> tuple[list[list[str]], list[tuple[int, int, int, int]]]:
    """Texts whose first and last row and column are full, so that no edge is lost, and merged cells apart."""
    height, width = draw(st.integers(3, 5)), draw(st.integers(2, 5))
    rows = [
        [draw(FULL if row in (0, height - 1) or column in (0, width - 1) else TEXTS) for column in range(width)]
        for row in range(height)
    ]
    if height == 3 or not draw(st.booleans()):
        return rows, []
    top, left = draw(st.integers(1, height - 2)), draw(st.integers(0, width - 2))
    low, right = draw(st.integers(top, height - 2)), draw(st.integers(left, width - 2))
    for row, column in product(range(top, low + 1), range(left, right + 1)):
        rows[row][column] = "Fusion" if (row, column) == (top, left) else ""
    return rows, [(top, left, low, right)] if (top, left) != (low, right) else []


def one(kind: str, data: bytes) -> Table:
    (found,) = tables(KIND.get(kind, kind), data)
    return cleaned_table(found["name"], found["rows"], found["hidden"], found["merges"], found["unseen"])


@settings(max_examples=60)
@given(st.sampled_from(sorted(WRITERS)), written())
def test_file_of_any_kind_keeps_texts_and_merged_cells(
    kind: str, sheet: tuple[list[list[str]], list[tuple[int, int, int, int]]]
) -> None:
    rows, merges = sheet
    read = one(kind, WRITERS[kind](rows, merges))
    assert read.rows == tuple(map(tuple, rows))
    expected = [place for place in merges if kind != "dokuwiki" or place[0] == place[2] or place[1] == place[3]]
    assert kind == "dokuwiki" or list(read.merges) == expected


@settings(max_examples=20)
@given(st.sampled_from(sorted(WITHOUT_MERGES)), written())
def test_file_without_merged_cells_keeps_texts(
    kind: str, sheet: tuple[list[list[str]], list[tuple[int, int, int, int]]]
) -> None:
    rows = [[text.replace("\n", " ").replace("<b>", "b") for text in texts] for texts in sheet[0]]
    assert one(kind, WITHOUT_MERGES[kind](rows)).rows == tuple(map(tuple, rows))


def test_old_workbook_keeps_sheets_values_and_merged_cells() -> None:
    sheet, hidden = read_tables(OLD)
    assert (sheet.name, hidden.hidden) == ("RACI", True)
    assert sheet.rows[3] == ("Sol", "Creuser", "A", "R", "I", "", "1")
    assert [row[6] for row in sheet.rows[4:]] == ["0.5", "2026-01-05", "TRUE"]
    assert (3, 0, 4, 0) in sheet.merges
    assert (sheet.hidden_rows, sheet.hidden_columns) == ((4,), (6,))


def words_of(data: bytes) -> str:
    start = monotonic()
    with pytest.raises(FileRefused) as refused:
        read_tables(data)
    assert monotonic() - start < 20
    return str(refused.value)


def test_old_workbook_that_is_locked_or_cut_says_so() -> None:
    begins = OLD.index(b"\x09\x08\x10\x00\x00\x06\x05\x00") + 20
    assert "mot de passe" in words_of(OLD[:begins] + b"\x2f\x00" + OLD[begins + 2 :])
    assert "endommagé" in words_of(OLD[:600] + bytes(1000) + OLD[1600:])


def test_document_is_one_sheet_with_its_lines_around_its_tables() -> None:
    text = "".join(f"<p>Ligne {number}</p>" for number in range(30))
    (table,) = pasted_tables(f"<html>{text}<h2>Sol</h2>{page([['Tâche', 'Chef'], ['Creuser', 'R']])}{text}</html>")
    assert table.rows[10:17] == (("Ligne 29",), ("Sol",), (), ("Tâche", "Chef"), ("Creuser", "R"), (), ("Ligne 0",))
    assert len(table.rows) == 28  # twelve lines above, twelve below


def with_body(body: str) -> bytes:
    names = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document = f"<w:document {names}><w:body>{body}</w:body></w:document>"
    return with_part(docx([["x"]]), "word/document.xml", document.encode())


def tc(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def test_word_reads_controls_changes_signs_and_tables_in_cells() -> None:
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{tc('A')}</w:sdtContent></w:sdt>"
    gone = "<w:del><w:r><w:delText>C</w:delText></w:r></w:del>"
    changed = f"<w:tc><w:p>{gone}<w:ins><w:r><w:t>R</w:t></w:r></w:ins></w:p></w:tc>"
    sign = '<w:tc><w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r></w:p></w:tc>'
    inner = f"<w:tc><w:tbl><w:tr>{tc('dedans')}</w:tr></w:tbl><w:p/></w:tc>"
    body = (
        f"<w:tbl><w:tr>{tc('Tâche')}{control}{changed}{sign}</w:tr>"
        f'<w:tr><w:trPr><w:gridBefore w:val="2"/></w:trPr>{tc("loin")}{inner}</w:tr></w:tbl>'
    )
    (table,) = read_tables(with_body(body))
    assert table.rows == (("Tâche", "A", "R", "✓"), ("", "", "loin"), (), ("dedans",))


def test_spreadsheet_of_libreoffice_repeats_hides_and_comments() -> None:
    body = (
        '<table:table table:name="F"><table:table-column table:number-columns-repeated="2"/>'
        '<table:table-column table:visibility="collapse"/>'
        '<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>'
        "R<office:annotation><text:p>note</text:p></office:annotation></text:p></table:table-cell>"
        "<table:table-cell><text:p>a<text:s/><text:span>b</text:span></text:p><text:p>c</text:p></table:table-cell>"
        '</table:table-row><table:table-row table:visibility="filter">'
        '<table:table-cell office:value="0.5"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
    )
    (table,) = read_tables(open_document(body, "spreadsheet"))
    assert table.rows == (("R", "R", "a b\nc"), ("R", "R", "a b\nc"), ("0.5",))
    assert (table.hidden_rows, table.hidden_columns) == ((2,), (2,))


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("<tr><td>T<td style='display:none'>x<tr><td>a<td>b", (("T", "x"), ("a", "b"))),
        ("<tr><td rowspan=0>T<td>a<tr><td>b", (("T", "a"), ("", "b"))),
        ("<tr><td>T<span style='display: none'>secret</span><td><img alt='R'>", (("T", "R"),)),
        ("<tr><td>T<script>1<2</script><td><input type=checkbox checked>", (("T", "☑"),)),
        ("<caption>Titre</caption><tr><td>T<td>a&nbsp;&amp;b<tr><td>&nbsp;<td>c", (("T", "a\xa0&b"), ("", "c"))),
        ("<tr><td>T<td>a<table><tr><td>b<td>c</table><td>d", (("T", "a", "d"), (), ("b", "c"))),
        ("<tr><td colspan=100000>T<tr><td>a<td>b", (("T",), ("a", "b"))),
        ("<tr><td rowspan=99999999999999>T<td>a<tr><td>b", (("T", "a"), ("", "b"))),
        ("<tr><td colspan=x rowspan=-3>T<td>a", (("T", "a"),)),
    ],
    ids=["hidden", "to the end", "unseen", "script", "spaces", "nested", "wide", "tall", "nonsense"],
)
def test_page_is_read_as_a_browser_shows_it(body: str, rows: tuple[tuple[str, ...], ...]) -> None:
    (table,) = pasted_tables(f"<html><table>{body}</table>")
    assert tuple(row for row in table.rows if row != ("Titre",))[-len(rows) :] == rows


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"<html><table><tr><td colspan=100000>a<td>b</table>", "300 colonnes"),
        (b"<html><table>" + b"<tr><td rowspan=65000 colspan=200>a" * 5002 + b"</table>", "300 colonnes"),
        (b"<html>" + b"<table><tr><td>" * 20_000, "imbriqués"),
        (b"<html><table><tr><td>R" + b"<div>" * 200_000, ""),
        (b"<html><table>" + b"<tr><td>a" * 6_000, "lignes"),
        (b"{|\n|-\n" + b'| colspan="999999999" | a || b\n' * 40 + b"|}", "300 colonnes"),
        (b"^ a ^ b ^\n|" + b"|" * 1_000_000 + b" x |", "300 colonnes"),
        (open_document('<table:table><table:table-row table:number-rows-repeated="999999999"><table:table-cell '
                       'table:number-columns-repeated="299"><text:p>' + "R"
                       + "</text:p></table:table-cell></table:table-row></table:table>", "spreadsheet"), "lignes"),
        (open_document('<table:table><table:table-row><table:table-cell table:number-columns-repeated="999999999">'
                       "<text:p>R</text:p></table:table-cell></table:table-row></table:table>", "spreadsheet"), "300"),
        (with_body("<w:tbl><w:tr><w:tc>" * 50), "imbriqués"),
        (with_body("<w:tbl><w:tr><w:tc>"), "endommagé"),
        (with_body(f"<w:tbl><w:tr>{tc('a', WIDE)}{tc('b')}</w:tr></w:tbl>"), "300 colonnes"),
        (with_part(odt([["R"]]), "content.xml", b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>"),
         "Office ne range"),
        (with_part(docx([["R"]]), "word/document.xml", b" " * 40_000_000), "Office ne range"),
        (ods([["R"]])[:-40], "endommagé"),
    ],
    ids=["wide", "tall", "nested", "deep", "rows", "wiki", "bars", "repeated rows", "repeated cells",
         "word nested", "cut xml", "word span", "entity", "bomb", "cut"],
)  # fmt: skip
def test_file_made_to_hurt_is_refused_in_time(data: bytes, words: str) -> None:
    if words:
        assert words in words_of(data)
    else:
        assert read_tables(data)


def test_fields_and_documentation_name_the_kinds_that_are_read() -> None:
    ends = {end for end in ACCEPTED.split(",") if end.startswith(".")}
    named = set(re.findall(r"\.[a-z]+", Path("docs/imports.md").read_text("utf-8").split("## Accents")[0]))
    assert ends <= named
    assert set(re.findall(r"\.[a-z]+", str(ACCEPTED_WORDS))) <= ends
    fields = [form.base_fields["file"] for form in (UploadForm, PeopleForm, FrameworkForm)]
    assert [field.widget.attrs["accept"] for field in fields] == [ACCEPTED, ACCEPTED, ACCEPTED_FRAMEWORK]
    assert set(READERS) == {kind.value for kind in READ}


def test_markdown_with_empty_cells_at_both_ends_is_no_wiki() -> None:
    (table,) = pasted_tables("| T | R | A |\n|---|---|---|\n|| x ||\n| b | | c |\n")
    assert table.rows == (("T", "R", "A"), (), ("", "x"), ("b", "", "c"))


def test_signs_of_confluence_are_read_in_its_tables_alone() -> None:
    (confluence,) = pasted_tables("||T||R||\n|f|(/)|\n|g|(x)|\n")
    assert confluence.rows[1:] == (("f", "✓"), ("g", "✗"))
    (other,) = pasted_tables("{|\n|-\n| T || R\n|-\n| f(x) || A\n|}")
    assert other.rows[1] == ("f(x)", "A")
