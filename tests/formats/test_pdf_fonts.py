"""The fonts of a PDF: ours have what the product writes, and what no font has is named, on a machine without any."""

import os
import re
import subprocess
import sys
import unicodedata
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from roles.formats.pdf.fonts import FONTS

BASE = Path(settings.BASE_DIR)
OURS = ("Source-Sans", "Newsreader", "Atkinson", "RACI", "Other-letters")
# A matrix of A3 whose narrow titles are hyphenated, with the texts of the arguments, on the output.
PROGRAM = """
import sys
from datetime import date
import django
django.setup()
from django.utils.translation import override
from roles.checks.domain.check import check
from roles.exports.documents.matrix import prepare
from roles.exports.documents.matrix_pdf import matrix_pdf
from roles.formats.paper import Mode, Paper
from tests.roles.matrices import matrix_of
text = sys.argv[1]
titles = [f"Coordonnatrice-conseil interministérielle {number}" for number in range(20)]
matrix = matrix_of([["A"] * 20] * 3, titles=titles, holders=[text] * 20, texts=[text] * 3, name=text)
with override("fr"):
    document = prepare(matrix, check(matrix), mode=Mode.INTERNAL, day=date(2026, 11, 23))
    sys.stdout.buffer.write(matrix_pdf(document, Paper.A3))
"""


@cache
def letters(name: str) -> frozenset[int]:
    return frozenset(TTFont(FONTS / name).getBestCmap())


def written_by_the_product() -> set[str]:
    """What catalogues, documents, rules and the catalogue of duties say, but for what no document prints."""
    folders = [BASE / "fixtures", *(BASE / "roles").glob("**/documents"), BASE / "roles/checks", BASE / "roles/formats"]
    files = [*BASE.glob("locale/*/LC_MESSAGES/*.po"), *(file for folder in folders for file in folder.rglob("*.py"))]
    files += [*(BASE / "fixtures").glob("*")]
    return {letter for file in files for letter in file.read_text("utf-8") if letter.isprintable()}


def test_our_fonts_have_all_that_the_product_writes() -> None:
    ours = letters("source-sans-3-400.ttf") | letters("dejavu-sans.ttf")
    read = {"＝", "＋", "－", "＠", "✅"}  # of sheets from elsewhere: read and never written
    assert {letter for letter in written_by_the_product() - read if ord(letter) not in ours} == set()


@pytest.mark.parametrize("weight", [400, 600])
def test_text_font_has_hyphens_spaces_arrows_and_the_letters_of_europe(weight: int) -> None:
    ours = letters(f"source-sans-3-{weight}.ttf")
    signs = "\u2010\u2011\u00a0\u202f→←≠▸○œŒ" + "ąćęłńóśźżőűșțğışřžðþāēġķļņŵŷạằẽỗữαωЖя"
    assert [sign for sign in signs if ord(sign) not in ours] == []


def test_our_fonts_have_latin_with_all_its_diacritics() -> None:
    ours = letters("source-sans-3-400.ttf") | letters("dejavu-sans.ttf")
    composed = [code for code in range(0xA0, 0x2000) if "LATIN" in unicodedata.name(chr(code), "")]
    marked = [
        code for code in composed if " WITH " in unicodedata.name(chr(code)) and unicodedata.decomposition(chr(code))
    ]
    assert len(marked) > 500
    assert [hex(code) for code in marked if code not in ours] == []


def made_without_fonts(text: str, folder: Path) -> PdfReader:
    """The document of PROGRAM, made where fontconfig finds nothing."""
    nothing = folder / "fonts.conf"
    nothing.write_text(f"<fontconfig><cachedir>{folder}</cachedir></fontconfig>")
    env = {**os.environ, "FONTCONFIG_FILE": str(nothing), "DJANGO_SETTINGS_MODULE": "tests.settings"}
    program = [sys.executable, "-W", "ignore", "-c", PROGRAM, text]
    return PdfReader(BytesIO(subprocess.run(program, env=env, cwd=BASE, check=True, stdout=subprocess.PIPE).stdout))


def fonts_of(reader: PdfReader) -> set[str]:
    found: set[str] = set()
    for page in reader.pages:
        resources: Any = page["/Resources"]
        found |= {font.get_object()["/BaseFont"].split("+")[-1] for font in resources["/Font"].values()}
    return found


def test_without_any_font_on_the_machine_all_is_printed_in_ours(tmp_path: Path) -> None:
    reader = made_without_fonts("Ő → Ș Ḁ Ж ☂", tmp_path)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Ő → Ș Ḁ Ж ☂" in text
    assert re.search("intermi[-‐]\\s*nistérielle", text)  # whose hyphen came from the machine
    assert "U+" not in text
    assert {font for font in fonts_of(reader) if not font.startswith(OURS)} == set()


def test_character_that_no_font_has_is_printed_by_its_number_and_named(tmp_path: Path) -> None:
    reader = made_without_fonts("Nom 山 🦊", tmp_path)
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert "Nom [U+5C71] [U+1F98A]" in text
    assert "U+5C71, U+1F98A." in " ".join(reader.pages[-1].extract_text().split())
    assert reader.metadata is not None
    assert "山" in (reader.metadata.title or "")
