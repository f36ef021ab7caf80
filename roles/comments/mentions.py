"""Members that a comment mentions: `@` and their name, written with or without capitals and accents."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from django.contrib.auth.models import User

Span = tuple[int, int]  # where a mention begins and ends in its text


def members_of(project_id: int) -> list[User]:
    """Those who may be mentioned: the accounts that have access, by name (one query)."""
    rows = User.objects.filter(memberships__project_id=project_id, is_active=True)
    return list(rows.order_by("first_name", "last_name", "pk"))


def mentioned(text: str, members: Iterable[User]) -> set[int]:
    """The ids of those who are mentioned."""
    return {user for user, _span in mentions(text, members)}


def mentions(text: str, members: Iterable[User]) -> Iterator[tuple[int, Span]]:
    """Each mention in the order of the text: the longest name that stands there, or a first name that one alone has."""
    if "@" not in text:
        return
    names = _names(members)
    folded = fold(text)
    place = folded.find("@")
    while place >= 0:
        for name, user in names:
            end = place + 1 + len(name)
            if folded.startswith(name, place + 1) and not folded[end : end + 1].isalnum():
                if not folded[max(place - 1, 0) : place].isalnum():  # as in an e-mail
                    yield user, (place, end)
                break
        place = folded.find("@", place + 1)


def fold(text: str) -> str:
    """The text without capitals and accents, as long as it was."""
    return "".join((unicodedata.normalize("NFD", char)[0].lower() or char)[0] for char in text)


def _names(members: Iterable[User]) -> list[tuple[str, int]]:
    """Each name that names one member, the longest first."""
    whole = [(fold(user.get_full_name()), user.pk) for user in members]
    firsts = [(name.split()[0], pk) for name, pk in whole if name]
    often = Counter(name for name, _pk in firsts)
    names = {name: pk for name, pk in firsts if often[name] == 1} | {name: pk for name, pk in whole if name}
    return sorted(names.items(), key=lambda pair: -len(pair[0]))
