"""The order of names, as French sorts them: É beside E, œ as oe, an apostrophe as nothing, case and accents last.

Databases disagree on it, each by its own settings, so lists that a page shows are sorted here, or by bytes made here.
"""

from functools import cache, lru_cache

from pyuca import Collator

MOST_BYTES = 1_300  # of an entry of an index, which may have 2,704 in PostgreSQL
_APOSTROPHES = str.maketrans("", "", "'’ʼ")
_Key = tuple[tuple[int, ...], str]


@lru_cache(maxsize=20_000)
def alphabetical(text: str) -> _Key:
    """What to sort a text by; two texts that are written differently never tie."""
    return _collator().sort_key(text.translate(_APOSTROPHES)), text


def sort_bytes(text: str) -> bytes:
    """The same as bytes, by which a database sorts a list too long to be read whole: a name of 120 letters fits."""
    weights, written = alphabetical(text)
    # Weight by weight, what ends sooner first.
    sorted_by = b"".join((weight + 1).to_bytes(2) for weight in weights) + bytes(2) + written.encode(errors="replace")
    return sorted_by[:MOST_BYTES]


@cache
def _collator() -> Collator:
    """The Unicode table of weights: it takes a fifth of a second to read, so only who sorts waits for it."""
    return Collator()
