"""The letters in documents: what they ask, and how they look."""

from typing import Literal

from django.utils.translation import gettext as _

from roles.enums import Letter

INK, GREY, SPRUCE, AMBER, RULE = "1C2624", "4C5855", "1F5247", "8A5200", "CFCCC2"
# As on paper: solid, tinted, outlined, dotted. Text, ground, rule.
LETTER_LOOKS: dict[str, tuple[str, str | None, tuple[Literal["thin", "dotted", "dashed"], str] | None]] = {
    "A": ("FFFFFF", SPRUCE, None),
    "A/R": ("06231C", "5E9C88", None),
    "R": ("123D33", "CDE5DA", None),
    "C": ("1E4F80", None, ("thin", "4E82B4")),
    "I": (GREY, None, ("dotted", "838B86")),
    "S": ("5F4A7D", None, ("dashed", "8A76A6")),
}


def letter_meaning(letter: Letter) -> str:
    """What a letter asks of its position, in a sentence."""
    return {
        Letter.R: _("Carries out the duty."),
        Letter.A: _("Approves the result and answers for it; one position only."),
        Letter.AR: _("Carries out the duty, approves the result and answers for it."),
        Letter.C: _("Gives an opinion before the work is done."),
        Letter.I: _("Is told once the work is done."),
        Letter.S: _("Helps those who carry out the duty."),
    }[letter]
