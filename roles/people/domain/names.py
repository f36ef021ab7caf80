"""One rule for names, wherever they come from: whether two of them may be the same person's."""

import re

from roles.formats.text import fold


def tidy(name: str) -> str:
    """A name without stray spaces."""
    return " ".join(name.split())


def name_key(name: str) -> str:
    """What names that may be one person's share: accents, case, punctuation and which name comes first say nothing."""
    folded = fold(name)
    return " ".join(sorted(re.findall(r"\w+", folded))) or folded


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's."""
    return name_key(one) == name_key(other)
