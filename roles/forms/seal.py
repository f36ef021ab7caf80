"""Data for a hidden field of a confirmation: what is confirmed is what was read, and no server need keep it."""

from django.core import signing

MOST = 900_000  # characters; a form of text may hold a million
HOUR = 3600


class TooLarge(Exception):
    """More than a form can carry."""


def seal(data: object, salt: str) -> str:
    """The data, compressed and signed. Raises TooLarge."""
    text = signing.dumps(data, salt=salt, compress=True)
    if len(text) > MOST:
        raise TooLarge
    return text


def unseal(text: str, salt: str) -> object:
    """What `seal` sealed. Raises BadSignature for anything else, and for what is older than an hour."""
    return signing.loads(text, salt=salt, max_age=HOUR)
