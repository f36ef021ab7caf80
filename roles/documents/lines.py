"""The formats that write a document in lines, by the ending of their files."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from roles.documents.matrix_document import Paper
from roles.documents.outline import Outline
from roles.documents.outline_csv import CSV, outline_csv
from roles.documents.outline_docx import DOCX, outline_docx
from roles.documents.outline_md import MARKDOWN, outline_md


class Lines(NamedTuple):
    """How an outline becomes a file, and what the file is for a browser."""

    write: Callable[[Outline, Paper], bytes]
    content_type: str


LINES: Mapping[str, Lines] = {
    "docx": Lines(outline_docx, DOCX),
    "csv": Lines(lambda outline, _paper: outline_csv(outline), CSV),
    "md": Lines(lambda outline, _paper: outline_md(outline), MARKDOWN),
}
