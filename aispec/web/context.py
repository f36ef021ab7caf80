"""What every page needs beside its own context."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from aispec.web.language import in_language
from aispec.web.mail import is_kept
from aispec.web.sign_in import page_of

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


class PageContext(TypedDict):
    """`theme` is "" when the reader follows the system; `other_language_url` keeps the page; `mailbox`
    is whether there is a page of kept mail."""

    demo: bool
    mailbox: bool
    theme: str
    other_language: str
    other_language_url: str


def page(request: HttpRequest) -> PageContext:
    """The theme from its cookie and the same page in the other language."""
    other = "en" if get_language() == "fr" else "fr"
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "demo": settings.DEMO,
        "mailbox": is_kept(),
        "theme": theme if theme in THEMES else "",
        "other_language": other,
        "other_language_url": in_language(_page_path(request), other),
    }


def _page_path(request: HttpRequest) -> str:
    """The page that is shown: after a form, whose address may take forms only, the page that the form stood on."""
    return (page_of(request) if request.method == "POST" else "") or request.get_full_path()
