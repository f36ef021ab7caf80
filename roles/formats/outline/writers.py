"""The formats that write a document in lines, by the ending of their files."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from roles.formats.outline.csv_writer import CSV, outline_csv
from roles.formats.outline.docx_writer import DOCX, outline_docx
from roles.formats.outline.markdown_writer import MARKDOWN, outline_md
from roles.formats.outline.model import Outline
from roles.formats.paper import Paper

JSON = "application/json"


class Lines(NamedTuple):
    """How an outline becomes a file, and what the file is for a browser."""

    write: Callable[[Outline, Paper], bytes]
    content_type: str


LINES: Mapping[str, Lines] = {
    "docx": Lines(outline_docx, DOCX),
    "csv": Lines(lambda outline, _paper: outline_csv(outline), CSV),
    "md": Lines(lambda outline, _paper: outline_md(outline), MARKDOWN),
}
