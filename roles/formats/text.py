"""Text that people typed, made fit for a file: it stays text, whatever it holds.

Every text of a document goes through one of these functions. What cannot be kept is refused by name,
never dropped in silence.
"""

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from aispec.web.words.typography import typeset, without_emphasis

EXCEL_LIMIT = 32_767  # UTF-16 units a cell holds


FOOTER_LIMIT = 80  # the three parts of an Excel footer share 255 units


MAX_TEXT = 200


_LINE_END = re.compile(r"\r\n?|[\u2028\u2029\u0085]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
# What XML 1.0 has no place for, and the literal "_x0041_" that a spreadsheet would decode.
_EXCEL_ESCAPED = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
_HAZARD = re.compile(r"[\x00-\x08\x0b-\x1f&<>_\x85\u2028\u2029\ud800-\udfff\ufffe\uffff]")  # what ordinary text has not
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_FORMULA = ("=", "+", "-", "@", "\t")


class DocumentRefused(Exception):
    """A document that cannot be written as asked; the message says why, in the reader's language."""


def plain(text: str, language: str) -> str:
    """A text of the database as a document shows it: typeset, without the marks of emphasis."""
    return typeset(without_emphasis(text), language)


def checked(text: str) -> str:
    """The text with one kind of line end; raises DocumentRefused for half a character (a lone surrogate)."""
    if not _HAZARD.search(text):
        return text
    if found := _SURROGATE.search(text):
        raise DocumentRefused(
            _("A text holds half a character and cannot be written: “%(text)s”. Type it again, then export.")
            % {"text": _SURROGATE.sub("�", text[: found.end() + 20])}
        )
    return _LINE_END.sub("\n", text)


def escaped(text: str) -> str:
    """Text as XML content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@lru_cache(maxsize=4096)
def excel_text(text: str) -> str:
    """XML content of a text cell; control characters are kept in the format's own escapes (`_x0007_`).

    Raises DocumentRefused for a text longer than a cell holds.
    """
    if not _HAZARD.search(text) and len(text) <= EXCEL_LIMIT // 2:
        return text
    text = checked(text)
    if len(text) > EXCEL_LIMIT // 2 and len(text.encode("utf-16-le")) // 2 > EXCEL_LIMIT:
        raise DocumentRefused(
            _("A text of %(count)s characters does not fit in a cell, which holds %(limit)s: “%(text)s…”.")
            % {"count": len(text), "limit": EXCEL_LIMIT, "text": text[:60]}
        )
    return escaped(_EXCEL_ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


def json_bytes(data: object) -> bytes:
    """Data as a JSON file, one entry a line; raises DocumentRefused for half a character."""
    text = json.dumps(data, ensure_ascii=False, indent=1)
    try:
        return f"{text}\n".encode()
    except UnicodeEncodeError:
        checked(text)  # says where
        raise


def cell_text(text: str) -> str:
    """Text for openpyxl, which knows no escapes: control characters become spaces; half a character is refused."""
    return "".join(letter if letter.isprintable() or letter == "\n" else " " for letter in checked(text))


@lru_cache(maxsize=4096)
def is_formula(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula when somebody edits its cell."""
    return text.lstrip(" ").startswith(_FORMULA)


def excel_footer(text: str) -> str:
    """Text for a header or footer of a sheet, where `&` begins a code; one line, shortened."""
    line = " ".join(_UNPRINTABLE.sub(" ", checked(text)).split())
    line = line if len(line) <= FOOTER_LIMIT else line[: FOOTER_LIMIT - 1] + "…"
    return line.replace("&", "&&")


def printed(text: str) -> str:
    r"""Text for a PDF: a control character shows as its number (`\x07`), never as nothing."""
    return _UNPRINTABLE.sub(_picture, checked(text))


def _picture(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02X}" if code < 0x100 else f"\\u{code:04X}"


def file_name(name: str, version: int, day: date, extension: str, state: str = "") -> str:
    """`prevision-de-la-demande-v12-2026-11-23.xlsx`, `…-v12-figee-…`: plain letters, so that every system keeps it."""
    stem = slugify(name)[:60].strip("-_") or _("matrix")
    return f"{stem}-v{version}{state and f'-{state}'}-{day.isoformat()}.{extension}"


def in_language(row: Mapping[str, Any], field: str, language: str) -> str:
    """A translated field, French when the language has none, English when French has none."""
    return row[f"{field}_{language}"] or row[f"{field}_fr"] or row[f"{field}_en"] or ""


def in_both(words: str) -> tuple[str, str]:
    """French and English words from those that a reader typed: of the active language, and none of the other."""
    return (words, "") if get_language() == "fr" else ("", words)
