"""A file or pasted cells with people, and the confirmation of what they would change."""

from collections.abc import Sequence
from dataclasses import astuple
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from roles.formats.sealed_form import seal, unseal
from roles.people.domain.directory_import import PersonRow

_SALT = "people-file"
MOST_PASTED = 300_000  # characters


class PeopleForm(forms.Form):
    """One of both; the file, if there are two."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("Excel (.xlsx) or CSV; 5 MB at most."),
        required=False,
        error_messages={"empty": gettext_lazy("This file is empty. Choose another one.")},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt,.tsv"}),
    )
    pasted = forms.CharField(
        label=gettext_lazy("Or rows copied from a spreadsheet"),
        required=False,
        max_length=MOST_PASTED,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false"}),
    )

    def clean(self) -> dict[str, Any]:
        """Something to read."""
        data = self.cleaned_data
        if not self.errors and not data.get("file") and not data.get("pasted"):
            self.add_error("file", _("Choose a file, or paste rows below."))
        return data


def sealed(rows: Sequence[PersonRow]) -> str:
    """The rows for a hidden field."""
    return seal([astuple(row) for row in rows], _SALT)


def unsealed(text: str) -> list[PersonRow]:
    """What `sealed` sealed. Raises BadSignature for anything else, and for what is older than an hour."""
    return [PersonRow(*row) for row in unseal(text, _SALT)]
