"""Names in the cells of an imported table whose columns are letters."""

import re
from collections.abc import Container, Iterable

from roles.formats.marks import read_mark
from roles.formats.text import fold

_LINES = re.compile(r"[\n;]|,(?!\s*(?:ing|ph\.?d|mba|cpa|pmp|m\.?sc)\b)", re.IGNORECASE)
# Whoever it will be, nobody has been named yet.
_UNDECIDED = frozenset(
    prefix + word
    for prefix, words in (
        ("", ("?", "tbd", "tbc", "tba")),
        ("to be ", ("determined", "defined", "confirmed", "named")),
        ("a ", ("determiner", "definir", "confirmer", "venir", "nommer", "preciser")),
    )
    for word in words
)
_LINKS = re.compile(r"\s+(?:et|and|&|\+)\s+|\s*/\s*", re.IGNORECASE)


def is_undecided(name: str) -> bool:
    """Whether a text says that a name is still to come."""
    return fold(name).strip(" ().") in _UNDECIDED


def plain_names(texts: Iterable[str]) -> frozenset[str]:
    """The names that stand alone somewhere, for comparing."""
    return frozenset(fold(name) for text in texts for name in _LINES.split(text) if name.strip())


def split_names(text: str, known: Container[str]) -> list[str]:
    """The names of a cell, each once. "Vente et marketing" is one name unless both halves stand alone elsewhere."""
    names: dict[str, None] = {}
    for line in _LINES.split(text):
        whole = " ".join(line.split()).strip(" •-–")
        parts = [part for part in _LINKS.split(whole) if part]
        for name in parts if len(parts) > 1 and all(fold(part) in known for part in parts) else [whole]:
            if name and not read_mark(name).nothing:
                names.setdefault(name)
    return list(names)
