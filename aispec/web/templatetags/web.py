"""Tags that every template has without loading them."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from typing import Any

from django import template
from django.contrib.auth.models import AbstractUser
from django.template import defaultfilters
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

from aispec.web.fields.days import ordinal, until_words
from aispec.web.links import linked
from aispec.web.words.sorting import alphabetical
from aispec.web.words.typography import emphasised, typeset

register = template.Library()


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """An icon of static/icons.svg, hidden from screen readers: words stand beside it."""
    return format_html('<svg class="i" aria-hidden="true"><use href="{}#{}"/></svg>', static("icons.svg"), name)


@register.filter
def typo(text: str) -> SafeString:
    """The text as it shall be read: escaped, typeset in the active language, `*…*` as emphasis."""
    return mark_safe(emphasised(conditional_escape(typeset(str(text)))))  # noqa: S308


register.filter("linked", linked)


@register.filter
def by_name(things: Iterable[Any]) -> list[Any]:
    """Whatever has a name, in its order."""
    return sorted(things, key=lambda thing: alphabetical(thing.name))


@register.filter
def initials(user: AbstractUser) -> str:
    """Two letters for an avatar: "Anaïs Lavoie" becomes AL."""
    words = (user.get_full_name() or user.email or user.get_username()).split()
    return "".join(word[0] for word in (words[0], words[-1])[: len(words)]).upper()


@register.filter(expects_localtime=True, is_safe=False)
def date(value: Any, form: str | None = None) -> str:
    """A day or a moment as Django writes it, and the first of a month as French says it."""
    return ordinal(defaultfilters.date(value, form))


@register.filter
def until(moment: datetime) -> str:
    """Until when, in words."""
    return until_words(moment)
