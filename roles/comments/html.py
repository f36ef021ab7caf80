"""What the matrix shows of its comments; a cell itself carries only its letter, so the script marks it."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from aispec.web.links import linked
from aispec.web.templatetags.web import icon
from roles.comments.domain import OpenComments
from roles.comments.mentions import mentions


def counts_html(counted: OpenComments, version: int) -> str:
    """The counts for the script: the version they belong to, then duty:position:count, 0 for the duty itself."""
    places = (f"{duty}:{position or 0}:{count}" for (duty, position), count in counted.of_place.items())
    return " ".join((str(version), *places))


def link_html(duty_id: int, code: str, count: int, *, described: bool) -> SafeString:
    """The way from a row to its description and comments, with the number of open ones, those on its cells included."""
    words = _("Description and comments on %(duty)s") if described else _("Comments on %(duty)s")
    words, sign = escape(words % {"duty": code}), icon("hint" if described else "talk")
    kind = f"talk{' described' if described else ''}{' some' if count else ''}"
    return mark_safe(  # noqa: S308
        f'<a class="{kind}" href="duties/{duty_id}/comments/" title="{words}">{sign}<b>{count or ""}</b>'
        f'<span class="vh"> {words}</span></a>'
    )


def said_html(text: str, members: Iterable[User]) -> SafeString:
    """What somebody has said: its addresses as links, and those it mentions marked."""
    parts, last = [], 0
    for _user, (start, end) in mentions(text, members):
        parts += [linked(text[last:start]), format_html('<b class="mention">{}</b>', text[start:end])]
        last = end
    return mark_safe("".join([*parts, linked(text[last:])]))  # noqa: S308
