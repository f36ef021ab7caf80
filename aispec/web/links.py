"""Addresses in what people wrote, as links."""

import re

from django.utils.html import Urlizer
from django.utils.safestring import SafeString, mark_safe

LONGEST = 60  # characters of an address that are shown


class _Links(Urlizer):
    """Django's own, for addresses that say http or https and for e-mails; a link vouches for nothing it leads to."""

    url_template = '<a href="{href}" rel="noopener nofollow ugc">{url}</a>'
    wrapping_punctuation = [*Urlizer.wrapping_punctuation, ("«", "»"), ("“", "”")]  # as in Django
    trailing_punctuation_chars = f"{Urlizer.trailing_punctuation_chars}?…"
    simple_url_2_re = re.compile(r"(?!)")  # names of files end like bare domains


_links = _Links()


def linked(text: str) -> SafeString:
    """The text, escaped, with its addresses as links; a long one is shown shortened."""
    return mark_safe(_links(str(text), trim_url_limit=LONGEST, autoescape=True))  # noqa: S308
