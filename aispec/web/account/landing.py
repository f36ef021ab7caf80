"""Where somebody begins who has just signed in."""

from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from aispec.web.account.domain import begin_settings, kept_language
from aispec.web.language import in_language


def landing(user: User, url: str) -> str:
    """The page that was wanted, in the language of the account; the first time by way of the name, if it has none."""
    first = begin_settings(user)
    url = in_own_language(user, url)
    user.refresh_from_db(fields=["first_name", "last_name"])  # the directory may just have given them
    if not first or user.get_full_name():
        return url
    with override(kept_language(user)):
        return f"{reverse('account-name')}?{urlencode({'next': url})}"


def in_own_language(user: User, url: str) -> str:
    """The same page in the language of the account, if it has one and the page has a language."""
    language = kept_language(user)
    return in_language(url, language) if language and get_language_from_path(url) else url
