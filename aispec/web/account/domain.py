"""What an account keeps about its reader: the name that others see, and the language."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import get_language

from aispec.web.logs.lines import current
from aispec.web.models import AccountSettings


def set_name(user: User, name: str) -> None:
    """Let an account have this name, said in one line; only what comes first and what follows is told apart."""
    user.first_name, _space, user.last_name = name.partition(" ")
    user.save(update_fields=["first_name", "last_name"])


def begin_settings(user: User) -> bool:
    """Keep the language of the page at the first sign-in; whether this is the first."""
    language = get_language() or settings.LANGUAGE_CODE
    return AccountSettings.objects.get_or_create(user=user, defaults={"language": language})[1]


def kept_language(user: User) -> str:
    """The language of an account, "" when nothing is known of it."""
    return AccountSettings.objects.filter(user=user).values_list("language", flat=True).first() or ""


def language_of(email: str) -> str:
    """The language in which mail is written to this address: its account's, or else that of the page at hand."""
    addresses = EmailAddress.objects.filter(email=email.lower()).order_by("-verified", "pk")
    language = addresses.values_list("user__settings__language", flat=True).first()
    return language or get_language() or settings.LANGUAGE_CODE


def set_language(user: User, language: str) -> None:
    """Let an account be written to, and begin, in this language."""
    AccountSettings.objects.update_or_create(user=user, defaults={"language": language})


def reader() -> User | None:
    """Who has signed in, of the request at hand; None for a command of the server, too."""
    user = getattr(current.get(), "user", None)
    return user if isinstance(user, User) else None
