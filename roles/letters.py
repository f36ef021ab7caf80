"""How a letter looks in HTML: one function for pages, cells and legends."""

from functools import cache

from django.utils.safestring import SafeString, mark_safe

_BODY = {"AR": '<i>A</i><span class="vh">/</span><i>R</i>'}


@cache
def letter_html(letter: str, *, small: bool = False) -> SafeString:
    """The badge of a stored letter, "" for an empty cell; A/R keeps a hidden slash so that it reads "A/R"."""
    if not letter:
        return SafeString()
    size = " s" if small else ""
    return mark_safe(f'<b class="l l-{letter.lower()}{size}">{_BODY.get(letter, letter)}</b>')  # noqa: S308
