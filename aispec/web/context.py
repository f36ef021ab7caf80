"""What every page needs beside its own context."""

from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language

THEME_COOKIE = "theme"
THEMES = ("light", "dark")


class PageContext(TypedDict):
    """`theme` is "" when the reader follows the system; `other_language_url` keeps the page."""

    demo: bool
    theme: str
    other_language: str
    other_language_url: str


def page(request: HttpRequest) -> PageContext:
    """The theme from its cookie and the same page in the other language."""
    other = "en" if get_language() == "fr" else "fr"
    theme = request.COOKIES.get(THEME_COOKIE, "")
    return {
        "demo": settings.DEMO,
        "theme": theme if theme in THEMES else "",
        "other_language": other,
        "other_language_url": translate_url(request.get_full_path(), other),
    }
