"""The commitments of a person or of a position in plain sentences: by phase, what they do before what they are told.

Each sentence introduces a list, so that it is right for every duty, however its words are made; « on vous
consulte » and "the position" agree with everybody.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from aispec.web.fields.days import day_words
from roles.acceptance.domain.commitments import Commitment
from roles.enums import Letter
from roles.matrix.letters import letter_name

_ORDER = (Letter.R, Letter.A, Letter.AR, Letter.S, Letter.C, Letter.I)


class Voice(Enum):
    """Whom the sentences are about: the reader, or a position."""

    YOU = "you"
    POSITION = "position"


@dataclass(frozen=True, slots=True)
class Sentence:
    """The sentence about one letter beneath the name of its phase, and the duties that it introduces."""

    letter: str
    words: str
    cells: Sequence[Commitment]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A phase with its sentences."""

    number: int
    name: str
    sentences: Sequence[Sentence]


def paragraphs_of(cells: Iterable[Commitment], voice: Voice = Voice.YOU) -> list[Paragraph]:
    """The sentences of these cells, which stand in the order of the matrix; in the active language."""
    return [
        Paragraph(number, name, _sentences(list(group), voice))
        for (number, name), group in groupby(cells, key=lambda commitment: commitment.phase)
    ]


def since_answer(commitment: Commitment, rules: Mapping[str, Any]) -> str:
    """What it was when they answered and what it is now, in one sentence; "" where nothing has changed since."""
    was = commitment.was
    if was is None:
        return ""
    day = day_words(timezone.localdate(was.at))
    letter, words = commitment.letter_differs, commitment.text_differs
    if not letter and not words:
        return _("Since your answer on %(day)s, its words have changed in the other language.") % {"day": day}
    old, new = (_said(one.letter if letter else "", one.text if words else "", rules) for one in (was, commitment))
    return _("When you answered on %(day)s, it was %(old)s; it is now %(new)s.") % {"day": day, "old": old, "new": new}


def _said(letter: str, text: str, rules: Mapping[str, Any]) -> str:
    """A letter with its name, words between quotation marks, or both."""
    named = f"{Letter(letter).shown} ({letter_name(rules, Letter(letter))})" if letter else ""
    quoted = _("“%(text)s”") % {"text": text} if text else ""
    return ", ".join(filter(None, (named, quoted)))


def _sentences(cells: Sequence[Commitment], voice: Voice) -> list[Sentence]:
    found = []
    for letter in _ORDER:
        of_letter = [commitment for commitment in cells if commitment.letter == letter.value]
        if of_letter:
            found.append(Sentence(letter.value, _WORDS[voice][letter](len(of_letter)), of_letter))
    return found


_WORDS: Mapping[Voice, Mapping[Letter, Callable[[int], str]]] = {
    Voice.YOU: {
        Letter.R: lambda n: ngettext(
            "You carry out the following duty:",
            "You carry out the following duties:",
            n,
        ),
        Letter.A: lambda n: ngettext(
            "You approve the following duty and answer for it:",
            "You approve the following duties and answer for them:",
            n,
        ),
        Letter.AR: lambda n: ngettext(
            "You both carry out and approve the following duty:",
            "You both carry out and approve the following duties:",
            n,
        ),
        Letter.C: lambda n: ngettext(
            "You are consulted on the following duty:",
            "You are consulted on the following duties:",
            n,
        ),
        Letter.I: lambda n: ngettext(
            "You are informed of the result of the following duty:",
            "You are informed of the result of the following duties:",
            n,
        ),
        Letter.S: lambda n: ngettext(
            "You support those who carry out the following duty:",
            "You support those who carry out the following duties:",
            n,
        ),
    },
    Voice.POSITION: {
        Letter.R: lambda n: ngettext(
            "The position carries out the following duty:",
            "The position carries out the following duties:",
            n,
        ),
        Letter.A: lambda n: ngettext(
            "The position approves the following duty and answers for it:",
            "The position approves the following duties and answers for them:",
            n,
        ),
        Letter.AR: lambda n: ngettext(
            "The position both carries out and approves the following duty:",
            "The position both carries out and approves the following duties:",
            n,
        ),
        Letter.C: lambda n: ngettext(
            "The position is consulted on the following duty:",
            "The position is consulted on the following duties:",
            n,
        ),
        Letter.I: lambda n: ngettext(
            "The position is informed of the result of the following duty:",
            "The position is informed of the result of the following duties:",
            n,
        ),
        Letter.S: lambda n: ngettext(
            "The position supports those who carry out the following duty:",
            "The position supports those who carry out the following duties:",
            n,
        ),
    },
}
