"""What was read of an upload, in a hidden field of its plan page: what is confirmed is what was read."""

from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError

MOST = 850_000  # characters; a form may hold a million, and carries choices too
HOUR = 3600


@dataclass(frozen=True)
class SealedPlan:
    """The seal of one kind of upload, compressed and signed.

    `bound_to` are the user who may confirm it and the project that it changes, 0 for none; `kept_for` are the seconds
    after which the file has to be chosen again.
    """

    salt: str
    bound_to: tuple[int, int]
    too_large: str  # what to say of more than a form can carry
    kept_for: int = HOUR

    def seal(self, data: object) -> str:
        """Return what JSON can hold as text for the field. Raises ValidationError for too much of it."""
        text = signing.dumps(data, salt=self._salt, compress=True)
        if len(text) > MOST:
            raise ValidationError(self.too_large)
        return text

    def unseal(self, text: str) -> Any:
        """Return what was sealed. Raises BadSignature for anything else, somebody else's, and what is too old."""
        return signing.loads(text, salt=self._salt, max_age=self.kept_for)

    @property
    def _salt(self) -> str:
        return ":".join(map(str, (self.salt, *self.bound_to)))
