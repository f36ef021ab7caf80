"""What every page needs beside its own context."""

import re
from typing import TypedDict

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix
from django.utils.translation import get_language

from aispec.web.sign_in import page_of

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
        "other_language_url": in_language(_page_path(request), other),
    }


def _page_path(request: HttpRequest) -> str:
    """The page that is shown: after a form, whose address may take forms only, the page that the form stood on."""
    return (page_of(request) if request.method == "POST" else "") or request.get_full_path()


def in_language(path: str, language: str) -> str:
    """The same page in that language; a path that carries none leads to the first page."""
    prefix = re.escape(get_script_prefix())
    kept = re.match(rf"{prefix}(?:{'|'.join(code for code, _ in settings.LANGUAGES)})/(.*)", path, re.DOTALL)
    return f"{get_script_prefix()}{language}/{kept[1] if kept else ''}"
