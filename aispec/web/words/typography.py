"""What a reader sees of a text. French typography, at rendering only: the database keeps every text as it was typed."""

import re
from functools import lru_cache

from django.utils.translation import get_language

NBSP, NARROW = "\u00a0", "\u202f"
_TYPESET = re.compile(r"[':;!?«»]")  # a text without any of these stays as it is
_BEFORE_COLON = re.compile(r"(?<=[^\s:])[ \u00a0]?:(?=\s|$)")
_BEFORE_HIGH = re.compile(r"(?<=[\w»)%…])[ \u00a0\u202f]?([;!?])(?=\s|$)")
_OPENING = re.compile(r"«[ \u00a0\u202f]*")
_CLOSING = re.compile(r"[ \u00a0\u202f]*»")
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_EMPHASIS = re.compile(r"(?<!\w)\*(\S(?:[^*]*\S)?)\*(?!\w)")
# What no reader sees, though it stands in texts that were copied: soft hyphens, zero-width signs, marks of direction.
_INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]+"
)


def typeset(text: str, language: str | None = None) -> str:
    """Curly apostrophes in both languages; in French, no-break spaces before `: ; ! ?` and inside « ».

    In the active language if none is given, which costs more than the rest: most texts need not know it.
    """
    return _typeset(text, language or get_language() or "fr") if _TYPESET.search(text) else text


@lru_cache(maxsize=2048)
def _typeset(text: str, language: str) -> str:
    """As typeset, cached: the same duties are shown on every page of a matrix."""
    text = _APOSTROPHE.sub("’", text)
    if language != "fr":
        return text
    text = _CLOSING.sub(f"{NBSP}»", _OPENING.sub(f"«{NBSP}", text))
    text = _BEFORE_COLON.sub(f"{NBSP}:", text)
    return _BEFORE_HIGH.sub(rf"{NARROW}\1", text)


def without_emphasis(text: str) -> str:
    """Plain text for places that have no italics: `(*workflow*)` becomes `(workflow)`."""
    return _EMPHASIS.sub(r"\1", text) if "*" in text else text


def emphasised(escaped: str) -> str:
    """HTML for an already escaped text: `*workflow*` becomes an `<em>`."""
    return _EMPHASIS.sub(r"<em>\1</em>", escaped) if "*" in escaped else escaped


def visible(text: str) -> str:
    """The text without what no reader sees."""
    return text if text.isascii() else _INVISIBLE.sub("", text)
