"""Letters as people and files write them: in many spellings, marks for nothing, marks to ask about.

The one reader of letters: what is pasted, imported, sent by a form or returned in a workbook goes through it.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

from aispec.web.words.folding import fold
from aispec.web.words.typography import visible
from roles.enums import Letter

# Letters of other alphabets that look like ours; full-width ones are folded by Unicode itself (NFKC).
_LOOKALIKES = str.maketrans("АСІЅаіѕсΑΙϹαιϲ", "ACISaiscAICaic")
_SEPARATORS = re.compile(r"[\s/\\,;+&.|·•\-–—]+|\b(?:et|and|ou|or)\b", re.IGNORECASE)
# An amount, a day, a time or how long something takes.
_NUMBER = re.compile(
    r"[\s.,%$€+-]*\d[\s\d.,:/%$€+-]*(?:(?:h|min|mn|j|d|jrs?|jours?|days?|heures?|hours?|sem|semaines?|weeks?)\.?\d*)?",
    re.IGNORECASE,
)
_LETTERS = "RACI"
_ALL = frozenset("RACIS")
# Without spaces: `s. o.` too.
_NOTHING = frozenset(
    ("-", "--", "–", "—", "−", ".", "…", "/", "na", "n/a", "n.a", "n.a.", "s/o", "s.o", "s.o.", "none", "aucun", "nil")
)
_TICKS = frozenset(
    ("x", "✓", "✔", "☑", "✗", "✘", "☒", "✅", "●", "•", "○", "◉", "■", "1", "oui", "yes", "ok", "o", "y", "v", "*")
)
_STRONGEST = (Letter.A, Letter.R, Letter.S, Letter.C, Letter.I)
_SHORT = 6  # characters of a mark; longer texts are words
_NAMED = 2  # words of a letter's name; more are a text

# Beginnings of words that say what a letter means, in French and English, without accents.
_STEMS = (
    (Letter.A, ("accountab", "approb", "approuv", "approv", "imputab", "redevab", "autorite", "authority")),
    (Letter.R, ("responsib", "responsab", "realis", "execut", "effectu", "acteur", "performs", "does")),
    (Letter.C, ("consult",)),
    (Letter.I, ("inform", "notifi")),
    (Letter.S, ("support", "soutien", "soutient", "assist", "appui", "contribu")),
)
# Words too loose to name a letter by themselves, which do explain the letter before them.
_LOOSE: dict[Letter, tuple[str, ...]] = {
    Letter.A: ("decid", "decis", "valid", "compte", "garant", "own", "propriet", "final", "answer"),
    Letter.R: ("fait", "porte", "pilot", "charge", "produi", "produc", "work", "travail", "action", "perform", "agit"),
    Letter.C: ("contribu", "conseil", "input", "opinion", "expert", "avis", "advice"),
    Letter.I: ("courant", "kept", "updat", "recoit", "receiv", "tenu"),
    Letter.S: ("aide", "help", "collabor"),
}
# Whole words that stand in cells instead of letters.
_WORDS = {
    word: letter
    for letter, words in (
        (Letter.R, "responsible responsable realise realisation realisateur realisatrice resp real"),
        (Letter.A, "accountable approbateur approbatrice approuve approbation imputable acc appr"),
        (Letter.C, "consulted consulte consultee consultation cons"),
        (Letter.I, "informed informe informee information inf info"),
        (Letter.S, "support soutien"),
    )
    for word in words.split()
}
_BOTH_PARTS = (Letter.A, Letter.R)
_EXPLAINED = re.compile(r"\([^()]*\)|[=:–—-].*")
_LETTER = r"[RACIS](?:\s?/\s?[RACIS])?"
_REMARK = re.compile(rf"({_LETTER})\s*(?:\(([^()]*)\)|[=:–—-]\s*(.*))\s*", re.IGNORECASE | re.DOTALL)
_BESIDE_NAME = re.compile(r"(\S{1,3}?)\s*[,(=:–—-]\s*(\S.*?)\)?", re.DOTALL)
_HINT = re.compile(rf"({_LETTER})(?:\s?\d{{1,2}}|\W.*)", re.IGNORECASE | re.DOTALL)


class ReadMark(NamedTuple):
    """A cell's text as a mark. `letters` are those it names; `nothing` says that it means no part.

    `lookalike` says that a letter of another alphabet was taken for ours, `remark` that more stands beside the letter.
    """

    letters: frozenset[Letter] = frozenset()
    nothing: bool = False
    lookalike: bool = False
    remark: bool = False

    @property
    def stored(self) -> str:
        """The one letter that a cell can hold of these: A/R for both, otherwise the strongest; "" without letters."""
        return _stored(self.letters)

    @property
    def plain(self) -> bool:
        """Whether a cell holds just these letters, and nobody need be asked."""
        one = len(self.letters) == 1 and Letter.S not in self.letters
        return not self.remark and (one or self.letters == {Letter.A, Letter.R})


@lru_cache(maxsize=64)
def _stored(letters: frozenset[Letter]) -> str:
    if {Letter.A, Letter.R} <= letters:
        return Letter.AR.value
    return next((letter.value for letter in _STRONGEST if letter in letters), "")


@lru_cache(maxsize=4096)
def shown_mark(text: str) -> str:
    """A mark as people are shown it: one space, capitals, our alphabet."""
    return " ".join(unicodedata.normalize("NFKC", visible(text)).translate(_LOOKALIKES).upper().split())


def read_letter(text: str, names: Mapping[str, str]) -> str | None:
    """The stored form of the letter that a text says a cell holds, "" for no part; None when that is not sure.

    `names` are what the letters are called, by their folded words; they are read before any other word.
    """
    if (named := _named(text, names)) is not None:
        return named
    mark = read_mark(text)
    sure = mark.nothing or (not mark.remark and (len(mark.letters) == 1 or mark.plain))
    return mark.stored if sure else None


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """The letter that has this name, alone or beside it (`A, Autorité`); None when none has."""
    if whole := names.get(fold(text)):
        return whole
    found = _BESIDE_NAME.fullmatch(text.strip())
    letter = names.get(fold(found[2])) if found else None
    return letter if found and letter and letter == read_mark(found[1]).stored else None


@lru_cache(maxsize=8192)
def read_mark(text: str) -> ReadMark:
    """What a cell's text is as a mark; neither letters nor nothing when it is anything else."""
    text = visible(text).strip()
    if not text or fold(text).replace(" ", "") in _NOTHING:
        return ReadMark(nothing=True)
    folded = unicodedata.normalize("NFKC", text)
    ours = folded.translate(_LOOKALIKES)
    parts = [part for part in _SEPARATORS.split(ours.upper().strip(" *.()[]")) if part]
    letters = "".join(parts)
    allowed = {*_LETTERS, "S"}
    if letters and len(letters) <= len(allowed) and set(letters) <= allowed and _spelled(parts, letters):
        return ReadMark(frozenset(map(Letter, letters)), lookalike=ours != folded)
    word = _WORDS.get(fold(text).rstrip("."))
    return ReadMark(frozenset({word})) if word else _remarked(ours)


def _remarked(text: str) -> ReadMark:
    """A letter with its own name, `A – Approbation`, or with anything in brackets, `R (draft)`."""
    if not (found := _REMARK.fullmatch(text)):
        return ReadMark()
    mark, said = read_mark(found[1]), found[2] or found[3] or ""
    named = len(said.split()) <= _NAMED and confirms(said, *mark.letters)
    return mark._replace(remark=not named) if named or found[2] is not None else ReadMark()


def begun_letter(text: str) -> str:
    """The stored letter that a mark begins with, to be asked about: `R1`, `I – on request`; "" when there is none."""
    found = _HINT.fullmatch(text)
    return read_mark(found[1]).stored if found and "?" not in text else ""


@lru_cache(maxsize=4096)
def mixed_letters(text: str) -> frozenset[Letter]:
    """Our letters among single letters of which some are not ours: `R,A,C,Q`; none for any other text."""
    parts = [part for part in _SEPARATORS.split(shown_mark(text).strip(" *.()[]")) if part]
    single = 1 < len(parts) <= _SHORT and all(len(part) == 1 and part.isalpha() for part in parts)
    ours = frozenset(Letter(part) for part in parts if part in _ALL)
    return ours if single and len(ours) < len(parts) == len(set(parts)) else frozenset()


def combined(letters: Iterable[Letter]) -> ReadMark:
    """The mark of somebody who has all of these."""
    return ReadMark(
        frozenset(part for letter in letters for part in (_BOTH_PARTS if letter is Letter.AR else (letter,)))
    )


def _spelled(parts: list[str], letters: str) -> bool:
    """Whether letters stand by themselves, or together as RA and RACI do; each once."""
    return len(set(letters)) == len(letters) and (len(parts) == 1 or all(len(part) <= 2 for part in parts))


def is_tick(text: str) -> bool:
    """Whether a text only says that something holds: a tick, a cross, a dot."""
    return fold(text).strip(" ()[]") in _TICKS


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
    found = _meanings(words)
    return next(iter(found)) if len(found) == 1 else None


def confirms(words: str, *letters: Letter) -> bool:
    """Whether words explain one of these letters: with its name, or loosely and with no other's name."""
    found = _meanings(words)
    return any(letter in found or (found <= {Letter.S} and _loosely(words, letter)) for letter in letters)


def _loosely(words: str, letter: Letter) -> bool:
    return any(token.startswith(_LOOSE.get(letter, ())) for token in re.findall(r"\w+", fold(words)))


@lru_cache(maxsize=1024)
def _meanings(words: str) -> frozenset[Letter]:
    return frozenset(letter for token in re.findall(r"\w+", fold(words)) if (letter := _stem(token)))


def _stem(token: str) -> Letter | None:
    return next((letter for letter, stems in _STEMS if token.startswith(stems)), None)


@lru_cache(maxsize=1024)
def heading_letter(text: str) -> Letter | None:
    """The letter that a column's heading names: `R`, `A/R`, `Responsible (R)`, `R – Réalise`, `Qui approuve ?`."""
    if (whole := read_mark(text)).letters and len(text) <= _SHORT:
        return Letter(whole.stored) if whole.plain or whole.letters == {Letter.S} else None
    if len(text.split()) > 5:
        return None
    if (short := read_mark(_EXPLAINED.sub("", text))).letters and len(short.letters) == 1:
        return Letter(short.stored)
    return meaning(text)
