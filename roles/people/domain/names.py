"""One rule for names, wherever they come from: whether two of them may be the same person's."""

from aispec.web.words.folding import name_key


def tidy(name: str) -> str:
    """A name without stray spaces."""
    return " ".join(name.split())


def same_name(one: str, other: str) -> bool:
    """Whether two names may be one person's."""
    return name_key(one) == name_key(other)
