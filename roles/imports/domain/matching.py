"""Which text of an imported table means which text that is here: the same words first, then similar ones.

Only texts that share a word are compared letter by letter, so that 500 duties against 500 take no time to speak of.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from heapq import nlargest

from aispec.web.words.folding import fold

ALIKE = 0.6  # from here on two texts may mean the same, and a person looks
HOLDS = 0.75  # what a text with all the words of another comes to, and more beside
SLIP = 0.85  # what two texts without a common word come to at least
NEAR = 5  # candidates that are offered, and compared letter by letter


@dataclass(frozen=True, slots=True)
class Match:
    """What a text was matched with, None for nothing; `others` are the next best, best first."""

    found: int | None
    exact: bool = False
    others: tuple[int, ...] = ()


@lru_cache(maxsize=8192)
def words_of(text: str) -> str:
    """The words of a text for comparing: without accents, case, signs and spaces that say nothing."""
    return " ".join(re.findall(r"\w+", fold(text)))


def likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same words; a text that holds all the words of the other is much like it.

    Texts without a common word are alike only as far as a slip of the pen goes: not "Réalisation" and "Modélisation".
    """
    one, other = words_of(one), words_of(other)
    words, others = set(one.split()), set(other.split())
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    if not words & others:
        return ratio if ratio >= SLIP else 0
    return max(ratio, HOLDS) if words <= others or others <= words else ratio


def best(text: str, texts: Mapping[int, str]) -> int | None:
    """The key of the text that is most like this one, None where none is enough."""
    found = max(texts, key=lambda key: likeness(text, texts[key]), default=None)
    return found if found is not None and likeness(text, texts[found]) >= ALIKE else None


def match_texts(texts: Sequence[str], known: Mapping[int, Iterable[str]]) -> list[Match]:
    """One match a text; what is known has one wording or several, and answers to one text only.

    A text that stands twice is matched with what is known twice, in order.
    """
    near = _KnownTexts(known)
    exact = [near.take(text) for text in texts]
    found = [() if key is not None else near.like(text) for text, key in zip(texts, exact, strict=True)]
    pairs = sorted(((score, -at, key) for at, close in enumerate(found) for key, score in close), reverse=True)
    chosen: dict[int, int] = {}
    for score, at, key in pairs:
        if score >= ALIKE and -at not in chosen and near.free(key):
            chosen[-at] = key
            near.used.add(key)
    return [
        Match(key, exact=True) if key is not None else Match(chosen.get(at), others=_others(found[at], chosen.get(at)))
        for at, key in enumerate(exact)
    ]


def _others(close: Iterable[tuple[int, float]], chosen: int | None) -> tuple[int, ...]:
    return tuple(key for key, _score in close if key != chosen)


class _KnownTexts:
    """What is known, by its whole wording and by its words."""

    def __init__(self, known: Mapping[int, Iterable[str]]) -> None:
        self.wordings = {key: [words_of(text) for text in texts if text] for key, texts in known.items()}
        self.used: set[int] = set()
        self.whole: dict[str, list[int]] = {}
        self.by_word: dict[str, set[int]] = {}
        for key, wordings in self.wordings.items():
            for wording in wordings:
                self.whole.setdefault(wording, []).append(key)
                for word in wording.split():
                    self.by_word.setdefault(word, set()).add(key)

    def free(self, key: int) -> bool:
        """Whether no other text has it."""
        return key not in self.used

    def take(self, text: str) -> int | None:
        """What has the very words, once."""
        key = next((key for key in self.whole.get(words_of(text), ()) if self.free(key)), None)
        if key is not None:
            self.used.add(key)
        return key

    def like(self, text: str) -> tuple[tuple[int, float], ...]:
        """What resembles the text most, best first: rare words weigh more than frequent ones."""
        weights: dict[int, float] = {}
        for word in set(words_of(text).split()):
            keys = self.by_word.get(word, set())
            for key in keys:
                if self.free(key):
                    weights[key] = weights.get(key, 0) + 1 / len(keys)
        close = nlargest(NEAR, weights, key=lambda key: (weights[key], -key))
        scores = ((key, max(likeness(text, wording) for wording in self.wordings[key])) for key in close)
        return tuple(sorted(scores, key=lambda pair: (-pair[1], pair[0])))
