"""Files that are not read: each says what it is and what to do, and no bound is left to the parser."""

import json
import zipfile
from io import BytesIO
from random import Random
from time import monotonic
from uuid import uuid4

import pytest
from django.test import override_settings
from django.utils.translation import override

from roles.formats.reading import archive, parsing
from roles.formats.reading.file_types import WORDS, FileRefused
from roles.formats.reading.kinds import READ, Kind
from roles.formats.reading.stopping import stop, stoppable
from roles.formats.reading.upload import pasted_tables, read_tables
from tests.formats.workbooks import (
    MAIN,
    RELATIONS,
    SHEET,
    ole,
    packed,
    parts_of,
    shared,
    with_part,
    with_sheet,
    workbook,
)

WORKBOOK = workbook()
TYPES = "[Content_Types].xml"
MACROS = parts_of(WORKBOOK)[TYPES].replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
SECRET = {"META-INF/manifest.xml": b'<manifest:encryption-data manifest:checksum="0"/>'}
ODF = b"application/vnd.oasis.opendocument."

KINDS = [
    (b"", Kind.EMPTY),
    (b" \r\n\t", Kind.EMPTY),
    ("".encode("utf-16"), Kind.EMPTY),
    (b";;\n;;\n", Kind.BLANK),
    (b"|" * 4_900_000 + b"\n| |\n", Kind.BLANK),
    (ole("Workbook"), Kind.DAMAGED),
    (ole("Book"), Kind.DAMAGED),
    (ole("_VBA_PROJECT_CUR") + ole("Workbook"), Kind.MACROS),
    (ole("EncryptedPackage"), Kind.LOCKED),
    (ole("WordDocument"), Kind.DOC),
    (ole("PowerPoint Document"), Kind.SLIDES),
    (ole("VisioDocument"), Kind.OLD_OFFICE),
    (packed({"xl/workbook.bin": b"0"}), Kind.DAMAGED),
    (packed({"xl/workbook.xml": b"0", "xl/vbaProject.bin": b"0"}), Kind.MACROS),
    (packed({"xl/workbook.bin": b"0", "xl/vbaProject.bin": b"0"}), Kind.MACROS),
    (packed({"word/document.xml": b"0", "word/vbaProject.bin": b"0"}), Kind.MACROS),
    (with_part(WORKBOOK, TYPES, MACROS), Kind.MACROS),
    (packed({"mimetype": ODF + b"spreadsheet", "content.xml": b"0", "Basic/script-lc.xml": b"0"}), Kind.MACROS),
    (packed({"mimetype": ODF + b"spreadsheet", "content.xml": b"0"}), Kind.DAMAGED),
    (packed({"mimetype": ODF + b"spreadsheet", "content.xml": b"0", **SECRET}), Kind.LOCKED),
    (packed({"mimetype": ODF + b"text", "content.xml": b"<a/>"}), Kind.NO_TABLE),
    (packed({"mimetype": ODF + b"presentation", "content.xml": b"0"}), Kind.OPEN_DOCUMENT),
    (packed({TYPES: b"0", "word/document.xml": b"0"}), Kind.DAMAGED),
    (packed({TYPES: b"0", "ppt/presentation.xml": b"0"}), Kind.SLIDES),
    (packed({"Index/Document.iwa": b"0"}), Kind.NUMBERS),
    (packed({"lisez-moi.txt": b"0"}), Kind.ARCHIVE),
    (packed({}), Kind.ARCHIVE),
    (WORKBOOK[:2000], Kind.DAMAGED),
    (WORKBOOK[:-30], Kind.DAMAGED),
    (b"PK\x03\x04", Kind.DAMAGED),
    (with_part(WORKBOOK, "xl/workbook.xml", b"<no xml"), Kind.DAMAGED),
    (packed({"xl/workbook.xml": b"<workbook/>"}), Kind.DAMAGED),
    (with_sheet("<sheetData><row><c r='1A'><v>1</v></c></row></sheetData>"), Kind.DAMAGED),
    (with_sheet("<sheetData><row><c t='s'><v>99</v></c></row></sheetData>"), Kind.DAMAGED),
    (b"%PDF-1.7\n\xe2\xe3\xcf\xd3", Kind.PDF),
    (b"\x89PNG\r\n\x1a\n\0\0", Kind.IMAGE),
    (b"\xff\xd8\xff\xe0\0\x10JFIF", Kind.IMAGE),
    (b"GIF89a\x01\x00", Kind.IMAGE),
    (b"RIFF\x10\0\0\0WEBPVP8 ", Kind.IMAGE),
    (b"\0\0\0\x18ftypheic", Kind.IMAGE),
    (b"BM\x0a\0\0\0\0\0\0\0", Kind.IMAGE),
    (b"<html><body><table><tr><td> </td></tr></table>", Kind.NO_TABLE),
    ("\n<!DOCTYPE html>\n<title>É</title>".encode("utf-16"), Kind.NO_TABLE),
    (b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', Kind.NO_TABLE),
    (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Kind.NO_TABLE),
    (b'<?xml version="1.0"?><Workbook><Worksheet><Table/></Worksheet></Workbook>', Kind.XML),
    (json.dumps({"format": "raci-matrix/1"}).encode(), Kind.JSON),
    (b"[1, 2]", Kind.JSON),
    (b"{\\rtf1\\ansi}", Kind.OLD_OFFICE),
    (bytes(range(256)) * 4, Kind.BINARY),
    (b"R;A\n" + b"\x01\x02\x03" * 20, Kind.BINARY),
]


def words_of(data: bytes) -> str:
    with pytest.raises(FileRefused) as refused:
        read_tables(data)
    return str(refused.value)


@pytest.mark.parametrize(("data", "kind"), KINDS, ids=[f"{n} {kind.value}" for n, (_, kind) in enumerate(KINDS)])
def test_file_of_another_kind_says_so(data: bytes, kind: Kind) -> None:
    assert words_of(data) == str(WORDS[kind])


def test_every_kind_has_words_of_its_own_in_both_languages() -> None:
    assert set(WORDS) == set(Kind) - {*READ, Kind.PAGE}
    assert {kind for _, kind in KINDS} == set(WORDS)
    spoken = []
    for language in ("fr", "en"):
        with override(language):
            spoken += [str(words) for words in WORDS.values()]
    assert len(set(spoken)) == 2 * len(WORDS)


def test_pasted_nothing_and_pasted_pages_say_so() -> None:
    for text, words in (("", "rien à lire"), (" \n", "rien à lire"), ("<table><tr></tr></table>", "aucun tableau")):
        with pytest.raises(FileRefused, match=words):
            pasted_tables(text)
    with pytest.raises(FileRefused, match="dépasse 5"):
        pasted_tables("é" * 2_500_001)


@pytest.mark.parametrize(
    "name",
    [
        "../a.xml",
        "xl/../../a.xml",
        "xl/..",
        "/etc/passwd",
        "C:/a.xml",
        "c:a.xml",
        "xl\\a.xml",
        "..\\a.xml",
        "xl/./a.xml",
    ],
)
def test_names_that_lead_out_of_the_archive_are_refused(name: str) -> None:
    assert "Office ne range" in words_of(with_part(WORKBOOK, name, b"0"))


def test_dots_in_a_name_are_no_way_out() -> None:
    assert read_tables(with_part(WORKBOOK, "xl/media/photo..2.png", b"0"))


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("name", [SHEET, SHEET.upper()])
def test_two_parts_of_one_name_are_refused(name: str) -> None:
    buffer = BytesIO(WORKBOOK)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr(name, b"<worksheet/>")
    assert "Office ne range" in words_of(buffer.getvalue())


def test_number_of_parts_is_bounded() -> None:
    few = len(parts_of(WORKBOOK))
    extra = {f"xl/media/{number}.png": b"" for number in range(501 - few)}
    assert "Office ne range" in words_of(packed({**parts_of(WORKBOOK), **extra}))
    extra.popitem()
    assert read_tables(packed({**parts_of(WORKBOOK), **extra}))


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_the_format_does_not_know_are_refused(method: int) -> None:
    assert "Office ne range" in words_of(packed(parts_of(WORKBOOK), method))


def test_size_is_bounded() -> None:
    assert "dépasse 5\u00a0Mo" in words_of(b"PK\x03\x04" + bytes(5_000_000))


def test_expansion_is_bounded_while_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "EXPANDED", 50_000)
    assert "dépasse 50\u00a0Mo" in words_of(with_part(WORKBOOK, "xl/a.xml", bytes(45_000)))


def test_ratio_is_bounded_for_parts_that_are_large() -> None:
    assert "Office ne range" in words_of(with_part(WORKBOOK, "xl/a.xml", b" " * 1_000_001))
    assert read_tables(with_part(WORKBOOK, "xl/a.xml", b" " * 1_000_000))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("declaration", ['<!DOCTYPE x SYSTEM "file:///etc/passwd">', "<!doctype x>", "<!ENTITY a 'b'>"])
def test_declarations_are_refused_in_any_encoding(declaration: str, encoding: str) -> None:
    part = " " * 65_530 + declaration  # where one piece ends and the next begins
    assert "Office ne range" in words_of(with_part(WORKBOOK, "xl/a.xml", part.encode(encoding)))


def test_declaration_in_an_encoding_that_hides_it_stops_at_the_parser() -> None:
    declared = b"<?xml version='1.0' encoding='cp037'?>"
    hidden = declared + "<!DOCTYPE x [<!ENTITY a 'b'>]><x>&a;</x>".encode("cp037")
    assert words_of(with_part(WORKBOOK, SHEET, hidden)) == str(WORDS[Kind.DAMAGED])


def cell(place: str) -> bytes:
    first = '<row><c r="A1" t="str"><v>x</v></c>'
    return with_sheet(f'<sheetData>{first}<c r="{place}" t="str"><v>y</v></c></row></sheetData>')


@pytest.mark.parametrize(
    ("place", "words"),
    [("XFD1048576", "5\u00a0000 lignes"), ("A5001", "5\u00a0000 lignes"), ("KO1", "300 colonnes"), ("XFD1", "300 col")],
)
def test_cell_far_out_is_refused_at_once_and_its_sheet_named(place: str, words: str) -> None:
    start = monotonic()
    said = words_of(cell(place))
    assert words in said
    assert "«\u00a0Sheet\u00a0»" in said
    assert monotonic() - start < 5


@pytest.mark.parametrize("place", ["A5000", "KN1"])
def test_cell_at_the_edge_is_read(place: str) -> None:
    (table,) = read_tables(cell(place))
    assert table.rows[-1][-1] == "y"


def test_merges_are_bounded() -> None:
    def merged(count: int) -> bytes:
        ranges = "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, count + 1))
        return with_sheet(f"<sheetData><row><c><v>1</v></c></row></sheetData><mergeCells>{ranges}</mergeCells>")

    assert "2\u00a0000 cellules fusionnées" in words_of(merged(2001))
    assert read_tables(merged(2000))


def with_sheets(data: bytes, count: int) -> bytes:
    """The workbook with its first sheet listed so many times more."""
    link = f'<sheet xmlns:r="{RELATIONS}" name="Autre" r:id="rId1"/>'
    book = parts_of(data)["xl/workbook.xml"]
    return with_part(data, "xl/workbook.xml", book.replace(b"</sheets>", link.encode() * count + b"</sheets>"))


def test_sheets_are_bounded() -> None:
    assert len(read_tables(with_sheets(WORKBOOK, 19))) == 20
    assert "20 feuilles" in words_of(with_sheets(WORKBOOK, 20))


def test_cells_are_bounded_over_all_sheets() -> None:
    far = "".join(f'<row r="{n}"><c r="KN{n}"><v>1</v></c></row>' for n in range(1, 5001))
    body = with_sheet(f"<sheetData>{far}</sheetData>")
    assert read_tables(body)
    assert "1\u00a0500\u00a0000 cellules" in words_of(with_sheets(body, 1))


def test_shared_texts_are_bounded() -> None:
    text = "".join(Random(4).choices("ab", k=1_000_000))
    strings = "".join(f"<si><t>{text[start : start + 1000]}</t></si>" for start in range(0, 1_000_000, 1000))
    part = f'<sst xmlns="{MAIN}">{strings * 10}</sst>'.encode()
    assert read_tables(with_part(shared(), "xl/sharedStrings.xml", part))
    part = part.replace(b"</sst>", b"<si><t>c</t></si></sst>")
    assert "10 millions" in words_of(with_part(shared(), "xl/sharedStrings.xml", part))


def test_long_text_of_a_cell_is_cut() -> None:
    (table,) = read_tables(with_sheet(f'<sheetData><row><c t="str"><v>{"é" * 40_000}</v></c></row></sheetData>'))
    assert table.rows == (("é" * 32_767,),)


def test_reading_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "SECONDS", 1)
    monkeypatch.setattr(parsing, "PATIENCE", 1)
    monkeypatch.setattr(parsing, "_PROGRAM", "import time; time.sleep(60)")
    assert "trop long à lire" in words_of(WORKBOOK)


def test_reading_that_takes_too_much_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    greedy = "child.tables = lambda *given: bytearray(600 * 2**20)"
    child = "from roles.formats.reading import process as child"
    program = f"import sys; sys.path += sys.argv[1].splitlines(); {child}; {greedy}"
    monkeypatch.setattr(parsing, "_PROGRAM", f"{program}; child.main()")
    assert "trop de mémoire" in words_of(WORKBOOK)


def test_reading_that_keeps_a_processor_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = "import resource; resource.setrlimit(resource.RLIMIT_CPU, (1, 2))\nwhile True: pass"
    monkeypatch.setattr(parsing, "_PROGRAM", busy)
    assert "trop long à lire" in words_of(WORKBOOK)


@override_settings(CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
def test_reading_is_stopped_by_whoever_waits_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parsing, "PATIENCE", 1)
    monkeypatch.setattr(parsing, "_PROGRAM", "import time; time.sleep(60)")
    mine, other = uuid4(), uuid4()
    stop(mine)
    with stoppable(mine):
        assert "lecture a été arrêtée" in words_of(WORKBOOK)
    monkeypatch.setattr(parsing, "SECONDS", 1)
    with stoppable(other):
        assert "trop long à lire" in words_of(WORKBOOK)
