"""Looking for words in what people typed, without a false alarm where the same sentence says that it is not asked."""

import re
from collections.abc import Iterator

# A line of a list, or a sentence; `;` parts them too.
_PART = re.compile(r"[^\n;.!?•]+(?:\.(?=\S)[^\n;.!?•]+)*")
_TYPOGRAPHY = str.maketrans({"’": "'", "\u00a0": " ", "\u202f": " "})
_NOT_ASKED = re.compile(
    r"\b(?:aucune?s?|non|pas|sans|jamais|facultati\w+|optionnel\w*|no|not|without|never|optional)\b|n't\b",
    re.IGNORECASE,
)
_WELCOME = re.compile(
    r"\b(?:atouts?|souhait\w*|appréci\w*|un plus|de préférence|privilégi\w*|assets?|an? plus|nice to have|preferred|"
    r"preferably|desirable|welcome)\b",
    re.IGNORECASE,
)


def plain_spaces(text: str) -> str:
    """The text as typed without typography: straight apostrophes, and spaces that may break."""
    return text.translate(_TYPOGRAPHY)


def parts(text: str) -> Iterator[str]:
    """The sentences of a text, and the lines of a list."""
    for found in _PART.finditer(plain_spaces(text)):
        yield found[0].strip()


def asked(pattern: re.Pattern[str], text: str) -> str:
    """What the pattern finds where it is asked for; "" where it is not, or where a sentence says the contrary."""
    for part in parts(text):
        found = pattern.search(part)
        if found and not _NOT_ASKED.search(part):
            return found[0]
    return ""


def required(pattern: re.Pattern[str], text: str) -> str:
    """As `asked`, for what would be welcome only is not required either."""
    wanted = "\n".join(part for part in parts(text) if not _WELCOME.search(part))
    return asked(pattern, wanted)
