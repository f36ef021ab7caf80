"""A Markdown text with tables, as GitHub, wikis and this application's own export write it, as rows of text."""

import html
import re

_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*")
_BAR = re.compile(r"(?<!\\)((?:\\\\)*)\|")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.+?)\s*#*\s*")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_STRONG = re.compile(r"(?<!\\)(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"(?<!\\)!?\[([^\[\]]*)\]\([^()\s]*\)")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")


def is_markdown(lines: list[str]) -> bool:
    """Whether a text has a table of bars: by the rule under a head, or by a bar at the start of every line."""
    barred = [line for line in lines if "|" in line]
    framed = len(barred) > 1 and all(line.lstrip().startswith("|") for line in lines if line.strip())
    return framed or any(map(_RULE.fullmatch, barred))


def markdown_rows(lines: list[str]) -> list[list[str]]:
    """Every line as a row, so that rows count as lines do; what is no table is a row of one text, a rule an empty one.

    So headings and legends stand above and below the tables, as they do on a sheet.
    """
    return [[] if "|" in line and _RULE.fullmatch(line) else [_words(cell) for cell in _cells(line)] for line in lines]


def _cells(line: str) -> list[str]:
    """The cells between bars, of which those at both ends are only a frame."""
    if "|" not in line:
        heading = _HEADING.fullmatch(line)
        return [heading[1] if heading else line]
    cells = _BAR.sub("\\1\0", line.strip()).split("\0")
    return cells[not cells[0].strip() : len(cells) - (len(cells) > 1 and not cells[-1].strip())]


def _words(text: str) -> str:
    """The words without marks and addresses; single asterisks stay, for texts here keep emphasis that way."""
    text = _STRONG.sub(r"\2", _LINK.sub(r"\1", _BREAK.sub("\n", text)))
    return html.unescape(_ESCAPED.sub(r"\1", text))
