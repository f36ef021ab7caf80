"""Which days of the journal, and the form that freezes a version."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from aispec.web.fields.days import DayField
from aispec.web.fields.text import MultiLine, OneLine


class DaysForm(forms.Form):
    """From which day to which the history is read; what is no day is left out, with a sentence."""

    since = DayField(label=pgettext_lazy("day", "From"), past=True, required=False)
    until = DayField(label=pgettext_lazy("day", "To"), past=True, required=False)

    def clean(self) -> dict[str, Any]:
        """The first day is not after the last."""
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day is before the first one."))
        return self.cleaned_data

    @property
    def days(self) -> tuple[date | None, date | None]:
        """The days that could be read."""
        self.full_clean()
        return self.cleaned_data.get("since"), self.cleaned_data.get("until")


class FreezeForm(forms.Form):
    """A name, a note and, for an owner whose matrix has no error, the approval."""

    name = OneLine(label=gettext_lazy("Name of the frozen version"), max_length=120)
    note = MultiLine(
        label=gettext_lazy("Note"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    approved = forms.BooleanField(label=gettext_lazy("Approve this version"), required=False)
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, approves: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not approves:
            del self.fields["approved"]
