"""Taking somebody's names and e-mails out of a text, however they are written there."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from functools import cache

from aispec.web.words.folding import fold
from roles.models import Person
from roles.privacy.subject import Subject

_SAME = dict.fromkeys("’‘ʼ´`", "'") | dict.fromkeys("‐‑–", "-") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060", "")
_NOT_ASCII = re.compile(r"[^\x00-\x7f]")
_ESCAPE = re.compile(r"\\u([0-9a-f]{4})")
ERASED = "[…]"  # where a name was, in any language
Cleaner = Callable[[str], str]


def cleaner(subject: Subject) -> Cleaner:
    """A function that takes out every e-mail of theirs, and the names that nobody else bears.

    Case, accents, spaces, hyphens and apostrophes make no difference, nor which name comes first. A name of one word
    may be a word of the language too: it is taken out where it has a capital.
    """
    borne = {fold(name) for name in _others(subject)}
    names = [name for name in subject.names() if fold(name) not in borne]
    # The longest first: one name may begin another.
    words = sorted({*map(fold, subject.emails()), *_ways(names)}, key=len, reverse=True)
    if not words:
        return str
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, words))})(?!\w)")
    return lambda text: _escaped(text, named) if "\\u" in text else _without(text, named)


def _others(subject: Subject) -> Iterable[str]:
    """What everybody else of the directory is called."""
    return Person.objects.exclude(pk=subject.person_id).values_list("name", flat=True)


def _ways(names: Iterable[str]) -> Iterable[str]:
    """Each name as it is said, and with its first word, or its last one, at the other end."""
    for name in map(fold, names):
        yield name
        first, _space, rest = name.partition(" ")
        if rest:
            before, _space, last = name.rpartition(" ")
            yield from (f"{rest} {first}", f"{rest}, {first}", f"{last} {before}", f"{last}, {before}")


def _escaped(text: str, named: re.Pattern[str]) -> str:
    """The same of a text in which letters are written as JSON escapes them, as the log of the administration does."""
    plain = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    left = _without(plain, named)
    return text if left == plain else _NOT_ASCII.sub(lambda found: f"\\u{ord(found[0]):04x}", left)


def _pattern(word: str) -> str:
    word = "".join(map(_plain, word))
    return re.escape(word) if "@" in word else r"[\s-]+".join(map(re.escape, re.split(r"[\s-]+", word)))


def _without(text: str, named: re.Pattern[str]) -> str:
    plain = [_plain(char) for char in text]
    found = [match.span() for match in named.finditer("".join(plain))]
    if not found:
        return text
    place = [place for place, letters in enumerate(plain) for _letter in letters]
    kept, done = [], 0
    for start, end in found:
        first, last = place[start], place[end - 1]
        if not text[first : last + 1].islower() or not text[first : last + 1].isalpha():
            kept += [text[done:first], ERASED]
            done = last + 1
            while done < len(text) and not plain[done]:  # an accent that is written apart
                done += 1
    return "".join([*kept, text[done:]])


@cache
def _plain(char: str) -> str:
    """A letter for comparing; "" for an accent that stands apart, and for what only says where a line may break."""
    if char.isspace():
        return " "
    if char in _SAME:
        return _SAME[char]
    plain = unicodedata.normalize("NFKD", char.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
