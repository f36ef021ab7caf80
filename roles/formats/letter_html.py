"""How a letter looks in HTML: one function for pages, cells and legends."""

import re
from functools import cache

from django.utils.safestring import SafeString, mark_safe

_BODY = {"AR": '<i>A</i><span class="vh">/</span><i>R</i>'}


@cache
def letter_html(letter: str, *, small: bool = False) -> SafeString:
    """The badge of a stored letter, "" for an empty cell; A/R keeps a hidden slash so that it reads "A/R".

    Its class says the letter to scripts: its text is for readers, and a page that is translated may show another.
    """
    if not letter:
        return SafeString()
    size = " s" if small else ""
    return mark_safe(f'<b class="l l-{letter.lower()}{size}" translate="no">{_BODY.get(letter, letter)}</b>')  # noqa: S308


_ONSET = re.compile(
    r"(?<=\w{3})(?=\w{4})"
    r"(?!(?<=[bcdfgptv])r|(?<=[bcfgp])l|(?<=[cpt])h|(?<=g)n|(?<=q)u)"  # two letters that stay together
    r"(?=(?:[bcdfgptv]r|[bcfgp]l|[cpt]h|gn|qu|[b-df-hj-np-tv-xz])[aeiouyàâéèêëîïôûùœ])",
    re.IGNORECASE,
)
_LONG_WORD = re.compile(r"\w{10,}")


def soft_hyphens(text: str) -> str:
    """The text with places where a narrow column may break a long word: before a consonant and its vowel.

    Plain and close enough for both languages; browsers do not ship hyphenation for French everywhere.
    """
    return _LONG_WORD.sub(lambda word: _ONSET.sub("\u00ad", word[0]), text)
