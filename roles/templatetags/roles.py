"""Letters in templates: `{% load roles %}{% letter "AR" %}`."""

from collections.abc import Mapping
from typing import Any

from django import template

from roles.enums import Letter
from roles.formats.letter_html import letter_html
from roles.matrix import letters

register = template.Library()


@register.simple_tag
def letter(code: str, small: bool = False) -> str:
    """The badge of a letter, stored (`AR`) or as people write it (`A/R`)."""
    return letter_html(code.replace("/", ""), small=small)


@register.simple_tag
def letter_name(code: str, rules: Mapping[str, Any]) -> str:
    """What a project with these rules calls a stored letter."""
    return letters.letter_name(rules, Letter(code))
