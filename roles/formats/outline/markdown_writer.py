"""A document as Markdown, as GitHub and most wikis read it: a table for each phase."""

import re
from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from roles.formats.outline.model import Outline
from roles.formats.text import printed

MARKDOWN = "text/markdown; charset=utf-8"
_ACTIVE = re.compile(r"[\\`*_\[\]<>|~#$&]")


def outline_md(outline: Outline) -> bytes:
    """The file, UTF-8. Raises DocumentRefused for a text that no file can hold."""
    return ("\n".join(_lines(outline)).strip() + "\n").encode()


def md_text(text: str) -> str:
    """A text that Markdown leaves as it is, on one line."""
    return _ACTIVE.sub(_escape, printed(text).strip()).replace("\n", "<br>").replace("\t", " ")


def _escape(found: re.Match[str]) -> str:
    return {"<": "&lt;", ">": "&gt;", "&": "&amp;"}.get(found[0], f"\\{found[0]}")


def _lines(outline: Outline) -> Iterator[str]:
    yield from (f"# {md_text(outline.title)}", "", f"**{md_text(outline.kind)}**", "")
    for fact in outline.facts:
        yield from (f"- {md_text(fact)}",)
    yield ""
    for band in outline.bands:
        if band.label:
            yield from (f"## {md_text(band.label)}", "")
        if band.note:
            yield from (md_text(band.note), "")
        yield from (*_table(outline, band.rows), "") if band.rows else ()
    if not any(band.rows for band in outline.bands):
        yield from (outline.none, "")
    if outline.legend:
        yield from (f"## {md_text(_('Legend'))}", "")
        yield from (*(f"- **{md_text(mark)}** {md_text(words)}" for mark, words in outline.legend), "")
    if outline.closing:
        yield from (f"## {md_text(outline.closing)}", "")
        for name, text in outline.entries:
            yield f"- **{md_text(name)}** {md_text(text)}".rstrip()


def _table(outline: Outline, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    yield _row(outline.head)
    yield "|" + "|".join(" :-: " if index in outline.letters else " --- " for index in range(len(outline.head))) + "|"
    yield from map(_row, rows)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(map(md_text, cells)) + " |"
