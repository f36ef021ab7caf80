"""The order of names, as French sorts them: É beside E, œ as oe, an apostrophe as nothing, case and accents last.

Databases disagree on it, each by its own settings, so lists that a page shows are sorted here.
"""

from functools import cache, lru_cache

from pyuca import Collator

_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_Key = tuple[tuple[int, ...], str]


@lru_cache(maxsize=20_000)
def alphabetical(text: str) -> _Key:
    """What to sort a text by; two texts that are written differently never tie."""
    return _collator().sort_key(text.translate(_APOSTROPHES)), text


@cache
def _collator() -> Collator:
    """The Unicode table of weights: it takes a fifth of a second to read, so only who sorts waits for it."""
    return Collator()
