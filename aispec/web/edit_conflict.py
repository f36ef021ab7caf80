"""Nobody's change is lost: a form carries the fingerprint of what its reader saw."""

import hashlib
import json


class EditConflict(Exception):
    """Somebody else has changed what the form was about since it was shown."""


def fingerprint(*values: object) -> str:
    """A short mark of these values, which changes as soon as one of them does."""
    text = json.dumps(values, default=str, ensure_ascii=False)
    return hashlib.blake2s(text.encode(), digest_size=8).hexdigest()


def check_seen(seen: str | None, mark: str) -> None:
    """Raises EditConflict when the reader saw another mark; None stands for a writer that saw nothing."""
    if seen not in (None, mark):
        raise EditConflict
