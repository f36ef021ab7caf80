"""Which letters a project offers, and what it calls them: RACI, or RASCI with S, both in its rules.

Everything that shows or takes letters asks here. `rules` are those of the matrix in hand, so a matrix of the past
and a frozen one show the letters and the names of their time.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from aispec.web.words.folding import fold
from roles.enums import APPROVING, Letter
from roles.formats.marks import shown_mark
from roles.matrix.matrix import CellChange, Matrix

SUPPORT = "support"  # the rule that adds S
WITHOUT_APPROVAL = {Letter.A.value: "", Letter.AR.value: Letter.R.value}  # what is left to whoever gives up the A
RACI = (Letter.R, Letter.A, Letter.AR, Letter.C, Letter.I)
LANGUAGES = ("fr", "en")
LONGEST = 100  # of a text that may say a letter: the names of two, joined


class NamedLetter(NamedTuple):
    """A letter with the name that a project gives it."""

    letter: Letter
    label: str

    @property
    def code(self) -> str:
        """The letter as it is stored."""
        return self.letter.value

    @property
    def shown(self) -> str:
        """The letter as people write it."""
        return self.letter.shown


def offers(rules: Mapping[str, Any], letter: str) -> bool:
    """Whether a cell may be given this stored letter; "" clears it."""
    return letter != Letter.S or bool(rules.get(SUPPORT))


def offered_letters(rules: Mapping[str, Any]) -> tuple[Letter, ...]:
    """The letters that a cell may be given, in the order of pickers and legends."""
    return (*RACI, Letter.S) if offers(rules, Letter.S) else RACI


def given_up(matrix: Matrix, changes: Iterable[CellChange]) -> Iterator[CellChange]:
    """What becomes of the approvals that these changes take over from other positions."""
    for taking in changes:
        approvers = matrix.approvers(taking.duty_id) if taking.letter in APPROVING else {}
        for position_id, letter in approvers.items():
            if position_id != taking.position_id:
                yield CellChange(taking.duty_id, position_id, WITHOUT_APPROVAL[letter])


def shown_letters(matrix: Matrix) -> tuple[Letter, ...]:
    """The letters that a legend explains and a filter names: those offered, and an S that a cell still holds."""
    support = Letter.S.value
    if (
        offers(matrix.rules, support)
        or any(count.get(support) for count in matrix.counts)
        or any(support in duty.letters for duty in matrix.duties if not duty.applicable)
    ):
        return (*RACI, Letter.S)
    return RACI


def acronym(letters: Iterable[Letter | str]) -> str:
    """RACI, or RASCI."""
    return "RASCI" if Letter.S in letters else "RACI"


def name_rule(letter: Letter, language: str) -> str:
    """The rule that holds a project's own name of a letter; A/R is named after both."""
    return f"name_{letter.lower()}_{language}"


NAMED = tuple(letter for letter in (*RACI, Letter.S) if letter is not Letter.AR)
NAME_RULES = {name_rule(letter, language): (letter, language) for letter in NAMED for language in LANGUAGES}


def default_name(letter: Letter, language: str) -> str:
    """What a letter is called where a project says nothing."""
    with override(language):
        return str(letter.label)


def letter_name(rules: Mapping[str, Any], letter: Letter) -> str:
    """What the project calls a letter, in the active language."""
    language = (get_language() or LANGUAGES[0])[:2]
    if letter is Letter.AR:
        own = [rules.get(name_rule(part, language)) for part in (Letter.A, Letter.R)]
        if not any(own):
            return str(letter.label)
        approves, does = (letter_name(rules, part) for part in (Letter.A, Letter.R))
        return _("%(a)s and %(r)s") % {"a": approves, "r": does[:1].lower() + does[1:]}
    return rules.get(name_rule(letter, language)) or str(letter.label)


def readable_names(rules: Mapping[str, Any]) -> dict[str, str]:
    """The stored letter of each name by its folded words: a project's own names, then ours, in both languages."""
    names: dict[str, str] = {}
    for project in (rules, {}):
        for language in LANGUAGES:
            with override(language):
                for letter in (*RACI, Letter.S):
                    names.setdefault(fold(letter_name(project, letter)), letter.value)
    return names


def own_meanings(rules: Mapping[str, Any]) -> dict[str, str]:
    """What a project's own names say of a sheet from elsewhere, as its legend would: the mark, and our name of it."""
    own = ((rules.get(rule), letter) for rule, (letter, _language) in NAME_RULES.items())
    return {shown_mark(name): default_name(letter, "en") for name, letter in own if name}


def with_names(rules: Mapping[str, Any], letters: Iterable[Letter]) -> list[NamedLetter]:
    """Letters with the names of a project."""
    return [NamedLetter(letter, letter_name(rules, letter)) for letter in letters]


def rule_words(rule: str) -> str:
    """A rule of this module in words; "" for another."""
    if rule == SUPPORT:
        return _("letter S, support (RASCI)")
    letter, language = NAME_RULES.get(rule, (None, ""))
    if letter is None:
        return ""
    words = _("name of %(letter)s in French") if language == "fr" else _("name of %(letter)s in English")
    return words % {"letter": letter}
