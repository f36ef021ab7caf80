"""The language of an address."""

import re

from django.conf import settings
from django.urls import get_script_prefix


def in_language(path: str, language: str) -> str:
    """The same page in that language; a path that carries none leads to the first page."""
    prefix = re.escape(get_script_prefix())
    kept = re.match(rf"{prefix}(?:{'|'.join(code for code, _ in settings.LANGUAGES)})/(.*)", path, re.DOTALL)
    return f"{get_script_prefix()}{language}/{kept[1] if kept else ''}"
