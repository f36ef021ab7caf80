"""A document as CSV: one header line, then a line a row, for spreadsheets and programs.

UTF-8 with a byte order mark and lines that end as RFC 4180 wants, for Excel reads anything else as Windows-1252.
The separator is the one that Excel expects in the reader's language: a comma in English, a semicolon in French.

A text that a spreadsheet would take for a formula gets an apostrophe before it, as people do it by hand; so does
one that has the apostrophe already. Whoever reads the file takes one away from such a text, `csv_read`, and has
what was typed: nothing is lost, which a space or a deleted sign would not give.
"""

import csv
import re
from io import StringIO

from roles.formats.outline.model import Outline
from roles.formats.text import printed

CSV = "text/csv; charset=utf-8"
# The signs, also in full width, that begin a formula, after what spreadsheets pass over.
_FORMULA = re.compile(r"[\s']*[=+\-@\t\r\n＝＋－＠]")


def outline_csv(outline: Outline) -> bytes:
    """The file. Raises DocumentRefused for a text that no file can hold."""
    buffer = StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";" if outline.language == "fr" else ",", lineterminator="\r\n")
    head = [name.replace("\n", " · ") for name in outline.head]  # one line, for programs that read no other
    writer.writerow(map(csv_text, [*(outline.band_head or ()), *head]))
    for band in outline.bands:
        front = [band.number, band.name] if outline.band_head else []
        writer.writerows([*map(csv_text, [*front, *row])] for row in band.rows)
    return buffer.getvalue().encode("utf-8-sig")


def csv_text(text: str) -> str:
    """A cell that stays text in a spreadsheet."""
    text = printed(text)
    return f"'{text}" if _FORMULA.match(text) else text


def csv_read(text: str) -> str:
    """What a cell of such a file says."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text[1:]) else text
