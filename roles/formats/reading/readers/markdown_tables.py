"""A Markdown text with tables, as GitHub and this application's own export write it, as rows of text.

No expression here can take more than one way through a text: a long line made to hurt would stop the server.
"""

import html
import re
from collections.abc import Iterable, Iterator

from roles.formats.reading.limits import COLUMNS, TooMuch

_RULE = "|:- \t"  # all that the line under a head consists of
_BLANK = "| \t"  # all that a line of empty cells consists of
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_HEADING = re.compile(r"#{1,6}\s")
_CLOSING = re.compile(r"\s#+$")
_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_STRONG = re.compile(r"(?<!\\)(?:\*\*([^*]+)\*\*|__([^_]+)__|`([^`]+)`)")
_LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_markdown(lines: list[str]) -> bool:
    """Whether a text has a table of bars: by the rule under a head, or by a bar at the start of every line."""
    barred = [line for line in lines if "|" in line]
    framed = len(barred) > 1 and all(line.lstrip().startswith("|") for line in lines if line.strip())
    return framed or any(map(_is_rule, barred))


def markdown_rows(lines: Iterable[str]) -> Iterator[list[str]]:
    """Every line as a row, so that rows count as lines do; what is no table is a row of one text, a rule an empty one.

    So headings and legends stand above and below the tables, as they do on a sheet. Raises TooMuch.
    """
    for line in lines:
        blank = _is_rule(line) or not line.strip(_BLANK)
        yield [] if blank else [_words(cell) for cell in _cells(line)]


def _is_rule(line: str) -> bool:
    return "|" in line and "-" in line and not line.strip(_RULE)


def _cells(line: str) -> list[str]:
    """The cells between bars, of which those at both ends are only a frame. Of too many, none is cut off."""
    line = line.strip()
    if "|" not in line:
        return [_CLOSING.sub("", line.lstrip("#")) if _HEADING.match(line) else line]
    *cells, rest = _BAR.sub("\\1\0", line, count=COLUMNS + 1).split("\0")
    if len(cells) > COLUMNS and rest.strip(_BLANK):
        raise TooMuch("columns", "")
    cells.append(rest.strip(_BLANK) if len(cells) > COLUMNS else rest)
    return cells[not cells[0].strip() : len(cells) - (len(cells) > 1 and not cells[-1].strip())]


def _words(text: str) -> str:
    """The words without marks and addresses; single asterisks stay, for texts here keep emphasis that way."""
    text = _STRONG.sub(r"\1\2\3", _LINK.sub(r"\1", _BREAK.sub("\n", text)))
    return html.unescape(_ESCAPED.sub(r"\1", text))
