"""Letters in templates: `{% load roles %}{% letter "AR" %}`."""

from django import template

from roles.enums import Letter
from roles.letters import letter_html

register = template.Library()


@register.simple_tag
def letter(code: str, small: bool = False) -> str:
    """The badge of a letter, stored (`AR`) or as people write it (`A/R`)."""
    return letter_html(code.replace("/", ""), small=small)


@register.simple_tag
def letter_name(code: str) -> str:
    """What a stored letter means, in a word or two."""
    return str(Letter(code).label)
