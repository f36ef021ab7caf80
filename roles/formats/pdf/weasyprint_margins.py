"""The foot of a page is no part of the document: a screen reader that met it on every page would be in the way.

WeasyPrint tags the text of a margin like any other and then leaves its tags out of the structure, so that a checker
finds text that belongs nowhere. While a document is made, two functions of its pinned version give way to ones that
mark such text as an artifact, as the lines are; tests/formats/test_pdf.py tells when they no longer do.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def margins_as_artifacts() -> Iterator[None]:
    """Within it one document may be made, by one thread."""
    from weasyprint.formatting_structure.boxes import MarginBox  # noqa: PLC0415
    from weasyprint.pdf import tags  # noqa: PLC0415
    from weasyprint.pdf.stream import Stream  # noqa: PLC0415

    marked, build = Stream.marked, tags._build_box_tree

    def marked_or_artifact(stream: Any, box: Any, tag: str) -> Any:
        """Text that comes from no element is that of a margin."""
        return stream.artifact() if box.element is None else marked(stream, box, tag)

    def build_but_margins(box: Any, *args: Any) -> Any:
        return iter(()) if isinstance(box, MarginBox) else build(box, *args)

    Stream.marked, tags._build_box_tree = marked_or_artifact, build_but_margins
    try:
        yield
    finally:
        Stream.marked, tags._build_box_tree = marked, build
