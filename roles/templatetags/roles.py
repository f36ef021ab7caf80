"""Letters in templates: `{% load roles %}{% letter "AR" %}`."""

from django import template

from roles.letters import letter_html

register = template.Library()


@register.simple_tag
def letter(code: str, small: bool = False) -> str:
    """The badge of a letter, stored (`AR`) or as people write it (`A/R`)."""
    return letter_html(code.replace("/", ""), small=small)
