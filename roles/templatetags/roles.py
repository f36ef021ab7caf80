"""Letters in templates: `{% load roles %}{% letter "AR" %}`."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.contrib.auth.models import User

from roles.comments.html import said_html
from roles.enums import Letter
from roles.formats.letter_html import letter_html
from roles.matrix import letters
from roles.notices.domain.choices import choices_of, kinds_for
from roles.notices.domain.reading import unread_count
from roles.notices.forms import ChoicesForm

register = template.Library()


@register.simple_tag
def letter(code: str, small: bool = False) -> str:
    """The badge of a letter, stored (`AR`) or as people write it (`A/R`)."""
    return letter_html(code.replace("/", ""), small=small)


@register.simple_tag
def letter_name(code: str, rules: Mapping[str, Any]) -> str:
    """What a project with these rules calls a stored letter."""
    return letters.letter_name(rules, Letter(code))


register.filter("said", said_html)


@register.inclusion_tag("roles/notices/bell.html")
def bell(user: User) -> dict[str, int]:
    """The way to the reader's notices, with the number of those that are unread (one query)."""
    return {"unread": unread_count(user.pk)}


@register.simple_tag
def notice_choices(user: User) -> ChoicesForm:
    """The form by which a reader chooses how notices come."""
    return ChoicesForm(choices_of([user.pk])[user.pk], kinds_for(user))
