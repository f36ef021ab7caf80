"""The form that takes a framework's file, and the confirmation of what it would change."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.formats.sealed_form import TooLarge, seal, unseal

_SALT = "framework-file"
SHOWN = 100  # problems of one file


class FrameworkForm(forms.Form):
    """One file, not read yet."""

    file = forms.FileField(
        label=gettext_lazy("File of a framework"),
        help_text=gettext_lazy("Excel (.xlsx) or JSON; 5 MB at most."),
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.json,application/json"}),
    )


def shown(problems: list[str]) -> list[str]:
    """As many problems as anybody reads, and how many more there are."""
    more = len(problems) - SHOWN
    return [*problems[:SHOWN], _("… and %(n)d more.") % {"n": more}] if more > 0 else problems


def sealed(data: dict[str, Any]) -> str:
    """The data for a hidden field. Raises ValidationError for more than a form can carry."""
    try:
        return seal(data, _SALT)
    except TooLarge as large:
        words = _("The file is too large to be confirmed on a page. An administrator can load it: %(command)s")
        raise forms.ValidationError(words % {"command": "manage.py load_catalogue"}) from large


def unsealed(text: str) -> Any:
    """What `sealed` sealed. Raises BadSignature for anything else, and for what is older than an hour."""
    return unseal(text, _SALT)
