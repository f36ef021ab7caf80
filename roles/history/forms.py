"""The form that freezes a version."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from aispec.web.fields import OneLine


class FreezeForm(forms.Form):
    """A name, a note and, for an owner whose matrix has no error, the approval."""

    name = OneLine(label=gettext_lazy("Name of the frozen version"), max_length=120)
    note = forms.CharField(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    approved = forms.BooleanField(label=gettext_lazy("Approve this version"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, approves: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not approves:
            del self.fields["approved"]
