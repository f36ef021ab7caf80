"""Data for a hidden field of a confirmation: what is confirmed is what was read, and no server need keep it."""

from typing import Any

from django.core import signing

MOST = 900_000  # characters; a form of text may hold a million
HOUR = 3600


class TooLarge(Exception):
    """More than a form can carry."""


def seal(data: object, salt: str, most: int = MOST) -> str:
    """The data, compressed and signed. Raises TooLarge for more than that many characters."""
    text = signing.dumps(data, salt=salt, compress=True)
    if len(text) > most:
        raise TooLarge
    return text


def unseal(text: str, salt: str, kept_for: int = HOUR) -> Any:
    """What `seal` sealed. Raises BadSignature for anything else, and for what is older than that many seconds."""
    return signing.loads(text, salt=salt, max_age=kept_for)
