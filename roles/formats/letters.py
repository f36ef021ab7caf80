"""Words that only documents use."""

from django.utils.translation import gettext as _

from roles.enums import Letter


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
