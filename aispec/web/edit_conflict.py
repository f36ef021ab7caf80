"""Edit conflicts: a form carries the fingerprint of what its reader saw, so that no change overwrites another."""

import hashlib
import json


class EditConflict(Exception):
    """Somebody else has changed what the form was about since it was shown."""


def fingerprint(*values: object) -> str:
    """A short digest of these values, which changes as soon as one of them does."""
    text = json.dumps(values, default=str, ensure_ascii=False)
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def check_seen(seen: str | None, now: str) -> None:
    """Raise EditConflict when the reader saw another fingerprint; None stands for a writer that saw nothing."""
    if seen not in (None, now):
        raise EditConflict
