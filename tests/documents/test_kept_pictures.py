"""The first page of every family looks as it did: a stylesheet that they share breaks no neighbour unseen.

`PICTURES=1 make test ARGS=tests/documents/test_kept_pictures.py` keeps the pictures anew; look at them then.
"""

import os
from functools import reduce
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops

from roles.catalogue.documents import profile_pdf
from roles.formats.pdf.render import PRINT, render_pdf
from tests.documents.families import PDFS, made, pdf_of, profile_document

FOLDER = Path(__file__).parent / "pictures"
SCALE = 0.6  # pixels a point: the words are just read
BLOCK = 6  # pixels whose mean is compared, so that a letter drawn otherwise elsewhere is no difference
TOLERANCE = 14  # of 255: how much lighter or darker a block may be
FEW = 6  # blocks that may differ more
BYTES = 16_000


def first_page(pdf: bytes) -> Image.Image:
    document = pypdfium2.PdfDocument(pdf)
    try:
        page: Image.Image = document[0].render(scale=SCALE, grayscale=True).to_pil()
        return page
    finally:
        document.close()


def blocks_that_differ(one: Image.Image, other: Image.Image) -> int:
    """How many blocks of two pages differ, moved by a pixel or not; all of them where the pages have not one size."""
    kept = other.convert("L").reduce(BLOCK)
    if one.size != other.size:
        return kept.width * kept.height
    moved = (ImageChops.offset(one, across, down).reduce(BLOCK) for across in (-1, 0, 1) for down in (-1, 0, 1))
    least = reduce(ImageChops.darker, (ImageChops.difference(each, kept) for each in moved))
    return sum(least.histogram()[TOLERANCE:])


@pytest.mark.parametrize("name", PDFS)
def test_first_page_looks_as_it_did(name: str) -> None:
    now, path = first_page(pdf_of(name)), FOLDER / f"{name}.png"
    if os.environ.get("PICTURES"):
        now.save(path, optimize=True)
    assert blocks_that_differ(now, Image.open(path)) <= FEW, (
        "Another look: if it is meant, keep it as this module says."
    )
    assert path.stat().st_size < BYTES


def test_no_picture_is_kept_of_a_family_that_is_no_more() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(PDFS)


@pytest.mark.parametrize(
    "wrong",
    ["h1 { font: 1em 'Source Sans 3' }", ".band { background: none }", ".l { font: inherit }"],
    ids=["head", "bands", "badges"],
)
def test_shared_style_that_breaks_a_neighbour_is_seen(wrong: str, tmp_path: Path) -> None:
    style = tmp_path / "print.css"
    style.write_text(f"{PRINT.read_text('utf-8')} {wrong}", "utf-8")
    own = Path(profile_pdf.__file__).with_name("print_profiles.css")
    page = first_page(made(lambda: render_pdf(profile_pdf.profile_tree(profile_document("technicien")), style, own)))
    assert blocks_that_differ(page, Image.open(FOLDER / "profile.png")) > FEW
