"""Where somebody begins who has just signed in."""

from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from aispec.web.account.domain import settings_of
from aispec.web.language import in_language


def landing(user: User, url: str) -> str:
    """The page that was wanted, in the language of the account; the first time by way of the name, if it has none."""
    settings, first = settings_of(user)
    url = in_language(url, settings.language) if get_language_from_path(url) else url
    user.refresh_from_db(fields=["first_name", "last_name"])  # the directory may just have given them
    if first and not user.get_full_name():
        with override(settings.language):
            return f"{reverse('account-name')}?{urlencode({'next': url})}"
    return url
