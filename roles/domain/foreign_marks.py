"""What stands in the cells of a foreign matrix: letters in many spellings, marks for nothing, marks to ask about."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from roles.enums import Letter

# Letters of other alphabets that look like ours; full-width ones are folded by Unicode itself (NFKC).
_TWINS = str.maketrans("АСІЅаіѕсΑΙϹαιϲ", "ACISaiscAICaic")
_SEPARATORS = re.compile(r"[\s/\\,;+&.|·•\-–—]+|\b(?:et|and|ou|or)\b", re.IGNORECASE)
_NUMBER = re.compile(r"[\s.,%$€+-]*\d[\s\d.,%$€+-]*")
_LETTERS = "RACI"
_NOTHING = frozenset(
    ("-", "--", "–", "—", "−", ".", "…", "/", "na", "n/a", "n.a", "n.a.", "s/o", "s.o", "s.o.", "none", "aucun", "nil")
)
_STRONGEST = (Letter.A, Letter.R, Letter.S, Letter.C, Letter.I)
_SHORT = 6  # characters of a mark; longer texts are words

# Beginnings of words that say what a letter means, in French and English, without accents.
_STEMS = (
    (Letter.A, ("accountab", "approb", "approuv", "approv", "imputab", "redevab", "autorite", "authority")),
    (Letter.R, ("responsib", "responsab", "realis", "execut", "effectu", "acteur", "performs", "does", "fait")),
    (Letter.C, ("consult",)),
    (Letter.I, ("inform",)),
    (Letter.S, ("support", "soutien", "soutient", "assist", "appui", "contribu")),
)
# Whole words that stand in cells instead of letters.
_WORDS = {
    word: letter
    for letter, words in (
        (Letter.R, "responsible responsable realise realisation realisateur realisatrice"),
        (Letter.A, "accountable approbateur approbatrice approuve approbation imputable"),
        (Letter.C, "consulted consulte consultee consultation"),
        (Letter.I, "informed informe informee information"),
        (Letter.S, "support soutien"),
    )
    for word in words.split()
}
_BOTH_PARTS = (Letter.A, Letter.R)
_EXPLAINED = re.compile(r"\([^()]*\)|[=:–—-].*")


class Seen(NamedTuple):
    """A cell's text as a mark. `letters` are those it names; `nothing` says that it means no part.

    `twins` says that a letter of another alphabet was taken for ours.
    """

    letters: frozenset[Letter] = frozenset()
    nothing: bool = False
    twins: bool = False

    @property
    def stored(self) -> str:
        """The one letter that a cell can hold of these: A/R for both, otherwise the strongest; "" without letters."""
        if {Letter.A, Letter.R} <= self.letters:
            return Letter.AR.value
        return next((letter.value for letter in _STRONGEST if letter in self.letters), "")

    @property
    def plain(self) -> bool:
        """Whether a cell holds just these letters, and nobody need be asked."""
        one = len(self.letters) == 1 and Letter.S not in self.letters
        return one or self.letters == {Letter.A, Letter.R}


@lru_cache(maxsize=4096)
def bare(text: str) -> str:
    """A text for comparing: no accents, no case, single spaces."""
    folded = unicodedata.normalize("NFKD", text.replace("’", "'"))
    return " ".join("".join(c for c in folded if not unicodedata.combining(c)).casefold().split())


@lru_cache(maxsize=4096)
def written(text: str) -> str:
    """A mark as people are shown it: one space, capitals, our alphabet."""
    return " ".join(unicodedata.normalize("NFKC", text).translate(_TWINS).upper().split())


@lru_cache(maxsize=8192)
def seen(text: str) -> Seen:
    """What a cell's text is as a mark; neither letters nor nothing when it is anything else."""
    text = text.strip()
    if not text or bare(text) in _NOTHING:
        return Seen(nothing=True)
    folded = unicodedata.normalize("NFKC", text)
    ours = folded.translate(_TWINS)
    parts = [part for part in _SEPARATORS.split(ours.upper().strip(" *.()[]")) if part]
    letters = "".join(parts)
    allowed = {*_LETTERS, "S"}
    if letters and len(letters) <= len(allowed) and set(letters) <= allowed and _spelled(parts, letters):
        return Seen(frozenset(map(Letter, letters)), twins=ours != folded)
    word = _WORDS.get(bare(text))
    return Seen(frozenset({word})) if word else Seen()


def joined(letters: Iterable[Letter]) -> Seen:
    """The mark of somebody who has all of these."""
    return Seen(frozenset(part for letter in letters for part in (_BOTH_PARTS if letter is Letter.AR else (letter,))))


def _spelled(parts: list[str], letters: str) -> bool:
    """Whether letters stand by themselves, or together as RA and RACI do; each once."""
    return len(set(letters)) == len(letters) and (len(parts) == 1 or all(len(part) <= 2 for part in parts))


def is_mark(text: str) -> bool:
    """Whether a text is short enough to be a mark, and no number."""
    return 0 < len(text.strip()) <= _SHORT and not is_number(text)


@lru_cache(maxsize=8192)
def is_number(text: str) -> bool:
    """Whether a text is a number, an amount or a percentage."""
    return bool(_NUMBER.fullmatch(text))


@lru_cache(maxsize=1024)
def meaning(words: str) -> Letter | None:
    """The letter whose name these words give; None when they give none, or two."""
    found = {letter for token in re.findall(r"\w+", bare(words)) if (letter := _stem(token))}
    return found.pop() if len(found) == 1 else None


def _stem(token: str) -> Letter | None:
    return next((letter for letter, stems in _STEMS if token.startswith(stems)), None)


@lru_cache(maxsize=1024)
def heading_letter(text: str) -> Letter | None:
    """The letter that a column's heading names: `R`, `A/R`, `Responsible (R)`, `R – Réalise`, `Qui approuve ?`."""
    if (whole := seen(text)).letters and len(text) <= _SHORT:
        return Letter(whole.stored) if whole.plain or whole.letters == {Letter.S} else None
    if len(text.split()) > 5:
        return None
    if (short := seen(_EXPLAINED.sub("", text))).letters and len(short.letters) == 1:
        return Letter(short.stored)
    return meaning(text)
