"""The PDF renderer: tagged, in our own fonts, deaf to the network and the disk."""

import gc
import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pydyf
import pytest
from pypdf import PdfReader
from weasyprint.formatting_structure.boxes import TableCellBox
from weasyprint.urls import FatalURLFetchingError

from roles.formats.pdf.render import PRINT, document, h, render_pdf


def read(pdf: bytes) -> PdfReader:
    return PdfReader(BytesIO(pdf))


def test_render_is_tagged_with_language_title_and_variant() -> None:
    root, body = document("fr", "Essai", "Titre & <b>essai</b>")
    h(body, "h1", "Étape")
    reader = read(render_pdf(root))
    catalog: Any = reader.trailer["/Root"]
    assert catalog["/Lang"] == "fr-CA"
    assert catalog["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in catalog
    assert b"pdfuaid" in catalog["/Metadata"].get_data()
    assert reader.metadata is not None
    assert reader.metadata.title == "Essai, Titre & <b>essai</b>"
    assert (reader.metadata.subject, reader.metadata.author) == ("Essai", "Matrice RACI")
    assert [getattr(entry, "title", "") for entry in reader.outline] == ["Étape"]


HAZARDS = ["<img src=http://192.0.2.1/x.png>", "url(file:///etc/passwd)", "</title><script>alert(1)</script>", "&amp;"]


@pytest.mark.parametrize("text", HAZARDS)
def test_markup_somebody_typed_is_printed_as_text(text: str) -> None:
    root, body = document("fr", "Essai", text)
    h(body, "p", text)
    reader = read(render_pdf(root, PRINT))
    assert text in reader.pages[0].extract_text()
    assert not reader.attachments


@pytest.mark.parametrize("url", ["http://192.0.2.1/x.png", "file:///etc/passwd", "../fonts/../../manage.py", "data:,x"])
def test_any_resource_but_our_fonts_stops_the_render(url: str) -> None:
    root, body = document("fr", "Essai", "Titre")
    h(body, "img", alt="x", src=url)
    with pytest.raises(FatalURLFetchingError):
        render_pdf(root)


def reachable(reader: PdfReader) -> int:
    """How many pieces of marked content the structure tree leads to."""
    root: Any = reader.trailer["/Root"]
    waiting, count = [root["/StructTreeRoot"]["/K"]], 0
    while waiting:
        node = waiting.pop()
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, int):
            count += 1
        elif isinstance(node, list):
            waiting += node
        elif "/K" in node:
            waiting.append(node["/K"])
    return count


def test_foot_of_each_page_is_an_artifact_and_all_other_text_is_reached() -> None:
    root, body = document("fr", "Essai", "Titre")
    h(body, "h1", "Titre")
    for number in range(120):
        h(body, "p", f"Ligne {number}")
    reader = read(render_pdf(root, PRINT))
    contents = [page.get_contents() for page in reader.pages]
    streams = [content.get_data() for content in contents if content is not None]
    assert len(streams) > 1
    marked = sum(len(re.findall(rb"/MCID \d+", stream)) for stream in streams)
    assert marked == reachable(reader) == 121
    for page, stream in zip(reader.pages, streams, strict=True):
        assert f"sur {len(streams)}" in page.extract_text()
        shown = re.findall(rb"/Artifact\s+BMC(?:(?!EMC).)*?T[jJ]", stream, re.DOTALL)
        assert len(shown) == 2  # the title, and the number of the page


def test_collector_runs_again_after_a_render_that_failed() -> None:
    root, body = document("fr", "Essai", "Titre")
    h(body, "img", alt="x", src="file:///etc/passwd")
    with pytest.raises(FatalURLFetchingError):
        render_pdf(root)
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_boxes_are_let_go_before_the_file_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    root, body = document("fr", "Essai", "Titre")
    table = h(body, "table")
    h(h(table, "colgroup"), "col")
    for number in range(120):
        h(h(table, "tr"), "td", f"Une ligne qui ne revient pas, {number}")
    write: Callable[..., None] = pydyf.PDF.write
    alive = []

    def counting(pdf: pydyf.PDF, *args: Any) -> None:
        alive.append(sum(isinstance(thing, TableCellBox) for thing in gc.get_objects()))
        write(pdf, *args)

    monkeypatch.setattr(pydyf.PDF, "write", counting)
    assert len(read(render_pdf(root, PRINT)).pages) > 1
    assert alive == [0]


def test_file_is_packed_at_the_usual_level() -> None:
    root, body = document("fr", "Essai", "Titre")
    h(body, "p", "Ligne")
    pdf = render_pdf(root, PRINT)
    assert b"stream\nx\x9c" in pdf
    assert b"stream\nx\xda" not in pdf  # the last level, as pydyf asks for
