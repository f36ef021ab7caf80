"""The form that takes a framework's file, and the seal of what it says."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.formats.reading.file_types import ACCEPTED_FRAMEWORK, FRAMEWORK_WORDS
from roles.formats.sealed_form import SealedPlan

SHOWN = 100  # problems of one file


class FrameworkForm(forms.Form):
    """One file, not read yet."""

    file = forms.FileField(
        label=gettext_lazy("File of a framework"),
        help_text=FRAMEWORK_WORDS,
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED_FRAMEWORK}),
    )


def shown(problems: list[str]) -> list[str]:
    """As many problems as anybody reads, and how many more there are."""
    more = len(problems) - SHOWN
    return [*problems[:SHOWN], _("… and %(n)d more.") % {"n": more}] if more > 0 else problems


def sealed_framework(user_id: int) -> SealedPlan:
    """Return the seal of what a framework's file says."""
    words = _("The file is too large to be confirmed on a page. An administrator can load it.")
    return SealedPlan("framework-file", (user_id, 0), words)
