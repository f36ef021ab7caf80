"""Taking somebody's names and e-mails out of a text, however they are written there."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from html import unescape
from urllib.parse import unquote

from aispec.web.words.folding import fold
from roles.models import Person
from roles.privacy.subject import Subject

_SAME = dict.fromkeys("’‘ʼ´`", "'") | dict.fromkeys("‐‑–−", "-") | dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060", "")
# As JSON, HTML and addresses write a letter.
_ESCAPE = re.compile(r"\\+u([0-9a-f]{4})|(&#?\w{1,8};)|(?:%[0-9a-f]{2})+", re.IGNORECASE)
ERASED = "[…]"  # where a name was, in any language
Cleaner = Callable[[str], str]


def cleaner(subject: Subject) -> Cleaner:
    """A function that takes out every e-mail of theirs, and the names that nobody else bears.

    Case, accents, spaces, hyphens and apostrophes make no difference, nor which name comes first, nor how JSON, HTML
    or an address write a letter. A name of one word may be a word of the language too: it is taken out where it has a
    capital.
    """
    borne = {fold(name) for name in _others(subject)}
    names = [name for name in subject.names() if fold(name) not in borne]
    # The longest first: one name may begin another.
    words = sorted({*map(fold, subject.emails()), *_ways(names)}, key=len, reverse=True)
    if not words:
        return str
    named = re.compile(rf"(?<!\w)(?:{'|'.join(map(_pattern, words))})(?!\w)")
    return lambda text: _without(text, named)


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


def _pattern(word: str) -> str:
    word = "".join(map(_plain, word))
    return re.escape(word) if "@" in word else r"[\s+-]+".join(map(re.escape, re.split(r"[\s-]+", word)))


def _without(text: str, named: re.Pattern[str]) -> str:
    signs = list(_signs(text))
    said = [letters for _written, letters in signs]
    plain = ["".join(map(_plain, letters)) for letters in said]
    found = [match.span() for match in named.finditer("".join(plain))]
    if not found:
        return text
    place = [place for place, letters in enumerate(plain) for _letter in letters]
    kept, done = [], 0
    for start, end in found:
        first, last = place[start], place[end - 1]
        name = "".join(said[first : last + 1])
        if not name.islower() or not name.isalpha():
            kept += [*(written for written, _letters in signs[done:first]), ERASED]
            done = last + 1
            while done < len(signs) and not plain[done]:  # an accent that is written apart
                done += 1
    return "".join([*kept, *(written for written, _letters in signs[done:])])


def _signs(text: str) -> Iterator[tuple[str, str]]:
    """The letters of a text, each as it is written there and as it is meant."""
    done = 0
    for found in _ESCAPE.finditer(text):
        yield from ((letter, letter) for letter in text[done : found.start()])
        yield found[0], chr(int(found[1], 16)) if found[1] else unescape(found[0]) if found[2] else unquote(found[0])
        done = found.end()
    yield from ((letter, letter) for letter in text[done:])


@cache
def _plain(char: str) -> str:
    """A letter for comparing; "" for an accent that stands apart, and for what only says where a line may break."""
    if char.isspace():
        return " "
    if char in _SAME:
        return _SAME[char]
    plain = unicodedata.normalize("NFKD", char.casefold())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
