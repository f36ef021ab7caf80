"""Texts of the catalogue in templates: `{% load catalogue %}{{ text|marked:words }}`."""

import re
from collections.abc import Sequence
from html import unescape

from django import template
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from aispec.web.templatetags.web import typo
from roles.catalogue.domain.catalogue import Catalogue
from roles.catalogue.domain.search import hits
from roles.enums import Letter

register = template.Library()
_TAG = re.compile(r"(</?em>)")


@register.filter
def marked(text: str, words: Sequence[str]) -> SafeString:
    """The text as `typo` gives it, with the words looked for in `<mark>`."""
    html = typo(text)
    if not words:
        return html
    parts = [part if _TAG.fullmatch(part) else unescape(part) for part in _TAG.split(html)]
    stretches = hits("".join(part for part in parts if not _TAG.fullmatch(part)), words)
    done, at = [], 0
    for part in parts:
        if _TAG.fullmatch(part):
            done.append(part)
            continue
        done.append(_with_marks(part, [(start - at, end - at) for start, end in stretches]))
        at += len(part)
    return mark_safe("".join(done))  # noqa: S308


def _with_marks(text: str, stretches: Sequence[tuple[int, int]]) -> str:
    """A plain text as HTML; stretches may begin before it and end after it."""
    done, at = [], 0
    for start, end in stretches:
        start, end = max(start, 0), min(end, len(text))  # noqa: PLW2901
        if start < end:
            done += [escape(text[at:start]), "<mark>", escape(text[start:end]), "</mark>"]
            at = end
    return "".join([*done, escape(text[at:])])


@register.filter
def page_of(code: str, catalogue: Catalogue) -> str:
    """The address of the page on which a statement always stands: of many profiles, only its own shows it."""
    statement = catalogue.by_code.get(code)
    if catalogue.is_large and statement:
        return reverse("profile", args=[catalogue.by_id[statement.profile_id].slug]) + catalogue.query
    return reverse("profiles") + catalogue.query


@register.filter
def letter_word(code: str) -> str:
    """What a stored letter stands for, in the active language."""
    return str(Letter(code).label) if code else ""
