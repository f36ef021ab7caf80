"""Tables in the markup of a wiki: MediaWiki, Confluence and Jira, DokuWiki. Runs in the process that parses.

What stands between the tables is read as lines, as of any document.
"""

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from roles.formats.reading.readers.document import BREAK, Document, number

_HEADING = re.compile(r"(?:=+|h[1-6]\.)\s*(.*?)\s*=*")
_COMMENT = re.compile(r"<!--.*?-->|<ref\b[^<>]*/>|<ref\b[^<>]*>[^<>]*</ref>", re.DOTALL | re.IGNORECASE)
_LINE = re.compile(r"<br\s?/?>|\\\\(?=\s|$)", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,500}>")
_WORDS = (  # what is kept of links, templates and marks
    (re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]"), r"\1"),
    (re.compile(r"\{\{(?:[^{}|]*\|)*([^{}|]*)\}\}"), r"\1"),
    (re.compile(r"'{2,5}|\*\*|__|%%"), ""),
)
_CONFLUENCE = (
    (re.compile(r"\[([^\[\]|]+)\|[^\[\]]*\]"), r"\1"),
    (re.compile(r"\{(?:[a-z]+(?::[^{}]*)?|[*_])\}"), ""),
    (re.compile(r"(?<!\w)[*_]([^*_\n]+)[*_](?!\w)"), r"\1"),
    (re.compile(r"\((?:/|on)\)"), "✓"),
    (re.compile(r"\(x\)"), "✗"),
)
_OUTSIDE = re.compile(r"\[\[[^\[\]]*\]\]|\[[^\[\]|]+\|[^\[\]]*\]|\{\{[^{}]*\}\}|%%.*?%%|<nowiki>.*?</nowiki>")
_DOUBLE = re.compile(r"\|\|(?:[^|\n]+\|\|)+")
_CARETS = re.compile(r"\^(?:[^^|\n]*[\^|])+")
_SAMPLE = 2_000  # lines that tell the dialect


def dialect_of(text: str) -> str:
    """Which wiki writes tables like the one in a text, "" for none."""
    lines = [line.strip() for line in text.splitlines()[:_SAMPLE]]
    if any(line.startswith("{|") for line in lines):
        return "mediawiki"
    barred = [line for line in lines if line.startswith(("|", "^"))]
    if any("--" in line and not line.strip("|:- ") for line in barred):
        return ""  # the line under the head of a Markdown table
    if len(barred) > 1 and any(map(_CARETS.fullmatch, barred)):
        return "dokuwiki"
    return "confluence" if len(barred) > 1 and any(map(_DOUBLE.fullmatch, barred)) else ""


def read(text: str) -> list[dict[str, Any]]:
    """The tables of a text that a wiki shows, as one sheet."""
    document = Document()
    lines = _COMMENT.sub("", text).splitlines()
    {"mediawiki": _mediawiki, "dokuwiki": _dokuwiki, "confluence": _confluence}[dialect_of(text)](lines, document)
    return document.tables()


def _write(document: Document, text: str, rules: Sequence[tuple[re.Pattern[str], str]] = _WORDS) -> None:
    """A text without the marks of its wiki."""
    text = _LINE.sub(BREAK, text)
    for pattern, kept in rules:
        text = pattern.sub(kept, text)
    document.text(html.unescape(_TAG.sub("", text)))


def _line(document: Document, line: str, rules: Sequence[tuple[re.Pattern[str], str]] = _WORDS) -> None:
    """A line outside of all tables."""
    heading = _HEADING.fullmatch(line.strip())
    _write(document, heading[1] if heading and heading[1] else line, rules)
    document.end_line()


def _mediawiki(lines: Sequence[str], document: Document) -> None:
    """Tables between {| and |}, a row after each |-, cells after | and !, which may have attributes."""
    depth = 0
    for line in map(str.strip, lines):
        if line.startswith("{|"):
            document.start_table()
            depth += 1
        elif not depth:
            _line(document, line)
        elif line.startswith("|}"):
            document.end_cell()
            document.end_table()
            depth -= 1
        elif line.startswith("|-"):
            document.end_cell()
            document.start_row()
        elif line.startswith("|+"):
            document.caption(line[2:].rpartition("|")[2])
        elif line.startswith(("|", "!")):
            _mediawiki_cells(line, document)
        else:
            document.end_line()
            _write(document, line)
    for _open in range(depth):
        document.end_cell()
        document.end_table()


def _mediawiki_cells(line: str, document: Document) -> None:
    """The cells of a line, the last of which may go on below."""
    for cell in _apart(line[1:], "||", "!!" if line.startswith("!") else "||"):
        document.end_cell()
        *attributes, words = _apart(cell, "|", "|")
        said = " ".join(attributes)
        document.start_cell(number(_attribute(said, "colspan")), number(_attribute(said, "rowspan")))
        _write(document, words)


def _attribute(said: str, name: str) -> str | None:
    found = re.search(rf"\b{name}\s*=\s*[\"']?\s*([0-9]+)", said, re.IGNORECASE)
    return found[1] if found else None


def _apart(text: str, *marks: str) -> list[str]:
    """A text at the marks that stand outside of links and templates."""
    pattern = re.compile(f"({_OUTSIDE.pattern})|{'|'.join(map(re.escape, dict.fromkeys(marks)))}")
    parts, last = [], 0
    for found in pattern.finditer(text):
        if found[1] is None:
            parts.append(text[last : found.start()])
            last = found.end()
    return [*parts, text[last:]]


def _rows(lines: Iterable[str], begins: str) -> Iterator[tuple[bool, list[str]]]:
    """Runs of lines that are a table, and runs that are none."""
    return ((table, list(run)) for table, run in groupby(lines, lambda line: line.strip().startswith(tuple(begins))))


def _dokuwiki(lines: Sequence[str], document: Document) -> None:
    """Lines of cells after ^ and |; one without even a space belongs to the one before it, ::: to the one above it."""
    for table, run in _rows(lines, "|^"):
        if table:
            document.start_table()
            for line in run:
                _dokuwiki_row(line.strip(), document)
            document.end_table()
        else:
            for line in run:
                _line(document, line)


def _dokuwiki_row(line: str, document: Document) -> None:
    document.start_row()
    *cells, _end = _apart(line[1:], "|", "^")
    for at, cell in enumerate(cells):
        if cell or not at:
            across = 1 + next((n for n, after in enumerate(cells[at + 1 :]) if after), len(cells) - at - 1)
            above = cell.strip() == ":::"
            column = document.start_cell(across, merged=not above)
            if above:
                document.grow(column)
            else:
                _write(document, cell)
            document.end_cell()


def _confluence(lines: Sequence[str], document: Document) -> None:
    """Lines of cells after |, of headings after ||; a row goes on until a line ends with a bar."""
    for table, run in _rows(_joined(lines), "|"):
        if not table:
            for line in run:
                _line(document, line, _CONFLUENCE)
            continue
        document.start_table()
        for row in run:
            document.start_row()
            line = row.strip()
            line = line.replace("||", "|") if _DOUBLE.fullmatch(line) else line.replace("||", "|", 1)  # heads a row
            for cell in _apart(line.removeprefix("|").removesuffix("|"), "|"):
                document.start_cell()
                _write(document, cell, (*_CONFLUENCE, *_WORDS[:1]))
                document.end_cell()
        document.end_table()


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """The lines, those joined that are one row."""
    row = ""
    for line in map(str.rstrip, lines):
        if row and (not line or line.lstrip().startswith("|")):
            yield row
            row = ""
        row = f"{row}{BREAK}{line}" if row else line if line.lstrip().startswith("|") else ""
        if not row:
            yield line
        elif row.endswith("|"):
            yield row
            row = ""
    if row:
        yield row
