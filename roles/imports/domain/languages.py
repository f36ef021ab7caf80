"""Which language a text from elsewhere is written in, as far as its small words tell."""

from collections.abc import Iterable

from roles.imports.domain.matching import words_of

# Small words of one language only.
_OF_FRENCH = frozenset(("le", "la", "les", "l", "de", "des", "du", "d", "et", "un", "une", "pour", "aux", "dans"))
_OF_ENGLISH = frozenset(("the", "of", "and", "to", "a", "an", "for", "in", "with", "by", "is", "are", "from"))


def language_told(texts: Iterable[str]) -> str:
    """Return fr or en, "" when the words do not tell."""
    texts = list(texts)
    words = [word for text in texts for word in words_of(text).split()]
    french, english = (sum(word in known for word in words) for known in (_OF_FRENCH, _OF_ENGLISH))
    french += sum(not text.isascii() for text in texts)  # accents
    if french == english:
        return ""
    return "en" if english > french else "fr"
