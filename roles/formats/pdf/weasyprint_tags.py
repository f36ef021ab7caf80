"""What becomes of a page once it is drawn: all but its foot is tagged, then its boxes are let go.

The foot of a page is no part of the document: a screen reader that met it on every page would be in the way.
WeasyPrint tags the text of a margin like any other and then leaves its tags out of the structure, so that a checker
finds text that belongs nowhere; here such text is marked as an artifact, as the lines are. And it keeps the boxes, the
tags and each word of the drawing of all pages until the file is written, a third of the memory of a large matrix; here
the tags and the drawing stay, as they will be written.

What it says of a table's head is which cells it heads; here it says of what it is the head, too. And a list of terms
has its groups as items, the term as the label, where it would make a list of lists.

While a document is made, four functions of its pinned version give way to ones that do so; tests/formats/test_pdf.py
and tests/documents tell when they no longer do.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def pages_tagged_once() -> Iterator[None]:
    """Within it one document may be made, by one thread."""
    import pydyf  # noqa: PLC0415
    from weasyprint.document import Page  # noqa: PLC0415
    from weasyprint.formatting_structure.boxes import MarginBox, PageBox  # noqa: PLC0415
    from weasyprint.pdf import tags  # noqa: PLC0415
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415

    marked, build, named, paint = Stream.marked, tags._build_box_tree, tags._get_pdf_tag, Page.paint

    def marked_or_artifact(stream: Any, box: Any, tag: str) -> Any:
        """Text that comes from no element is that of a margin."""
        return stream.artifact() if box.element is None else marked(stream, box, tag)

    def build_once(box: Any, parent: Any, pdf: Any, *args: Any) -> Any:
        if isinstance(box, MarginBox):
            return iter(())
        tree = build(box, parent, pdf, *args)
        if box.element_tag == "th" or (box.element_tag == "div" and parent["S"] == "/L"):
            return _said(tree, box)
        return _then_let_go(tree, box, pdf) if isinstance(box, PageBox) else tree

    def named_in_a_list(tag: str | None) -> Any:
        return _OF_TERMS.get(tag) or named(tag)

    def paint_and_join(page: Any, stream: Any, *args: Any) -> None:
        paint(page, stream, *args)
        stream.stream = [b"\n".join(map(pydyf._to_bytes, stream.stream))]

    Stream.marked, Page.paint = marked_or_artifact, paint_and_join
    tags._build_box_tree, tags._get_pdf_tag = build_once, named_in_a_list
    try:
        yield
    finally:
        Stream.marked, Page.paint = marked, paint
        tags._build_box_tree, tags._get_pdf_tag = build, named


_OF_TERMS: Mapping[str | None, str] = {"dt": "Lbl", "dd": "LBody"}
_SCOPES = {"col": "/Column", "row": "/Row", "rowgroup": "/Row"}


def _said(tree: Iterator[Any], box: Any) -> Iterator[Any]:
    """The element of a head with its scope, or of a group of terms as an item of their list."""
    for element in tree:
        if element["S"] == "/TH":
            element["A"]["Scope"] = _SCOPES.get(box.element.get("scope"), "/Column")
        elif element["S"] == "/Div":
            element["S"] = "/LI"
        yield element


class _Written:
    """An object of the file as it will be written: as a dictionary it takes several times the room."""

    __slots__ = ("data", "number", "offset")
    generation, free, compressible = 0, "n", True

    def __init__(self, made: Any) -> None:
        self.number, self.offset, self.data = made.number, 0, made.data


def _then_let_go(tree: Iterator[Any], page: Any, pdf: Any) -> Iterator[Any]:
    """The tags of a page; after the last, nothing changes them and nobody asks for its boxes.

    A column of a table knows itself and the table: both would stay until the collector, at rest now, found them.
    """
    first = len(pdf.objects)
    yield from tree
    pdf.objects[first:] = map(_Written, pdf.objects[first:])
    for table in _tables(page):
        for group in table.column_groups:
            for column in group.children:
                del column.get_cells
    page.children = []


def _tables(box: Any) -> Iterator[Any]:
    if hasattr(box, "column_groups"):
        yield box
    else:
        for child in box.children:
            yield from _tables(child)
