"""Texts made alike for comparing: what differs in case, accents or spaces only is the same."""

import re
import unicodedata
from functools import lru_cache

from aispec.web.words.typography import visible

MOST_KEY = 500  # characters, for an entry of an index has its limit
_SPELLING = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "\0": ""})  # PostgreSQL knows no zero


@lru_cache(maxsize=4096)
def fold(text: str) -> str:
    """The text for comparing: no case, no accents, plain apostrophes and spaces, nothing that no reader sees."""
    plain = unicodedata.normalize("NFKD", visible(text).casefold().translate(_SPELLING))
    return " ".join("".join(char for char in plain if not unicodedata.combining(char)).split())


def name_key(name: str) -> str:
    """What names that may be one person's share: accents, case, punctuation and which name comes first say nothing."""
    folded = fold(name)
    return (" ".join(sorted(re.findall(r"\w+", folded))) or folded)[:MOST_KEY]
