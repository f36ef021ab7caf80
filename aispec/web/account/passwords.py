"""Passwords that anybody would try first at this site."""

import re
import unicodedata

from allauth.core import context
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

PRODUCT = ("raci", "matrice", "matrix", "aispec")
SHORTEST = 4  # characters of a part of an address or a host: shorter ones are met by chance
_BETWEEN_WORDS = re.compile(r"[^a-z0-9]+")


class OwnWordsValidator:
    """Refuse a password that contains a word of the product, of the host, or of the reader's own address."""

    def validate(self, password: str, user: AbstractBaseUser | None = None) -> None:
        """Raises ValidationError."""
        text = _plain(password)
        found = next((word for word in own_words(getattr(user, "email", "") or "") if word in text), "")
        if found:
            words = _("The password contains “%(word)s”, which anybody would try here. Choose other words.")
            raise ValidationError(words, code="own_words", params={"word": found})

    def get_help_text(self) -> str:
        """What the form says beforehand."""
        return _("Your password can’t contain a word of this product or site, nor of your email address.")


def own_words(email: str) -> list[str]:
    """Those of the product, of the host that is asked, and of this address."""
    host = context.request.get_host().partition(":")[0] if context.request else ""
    parts = _BETWEEN_WORDS.split(f"{_plain(host)} {_plain(email)}")
    return [*PRODUCT, *(part for part in parts if len(part) >= SHORTEST)]


def _plain(text: str) -> str:
    """Small letters without accents."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))
