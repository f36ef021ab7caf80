"""The form about an absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from aispec.web.fields.days import DayField


class AbsenceDaysForm(forms.Form):
    """From which day to which somebody is away; both may be left out."""

    start = DayField(label=pgettext_lazy("date", "From"), past=True, required=False)
    end = DayField(label=pgettext_lazy("date", "Until"), past=True, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs | {"auto_id": "away-%s"})

    def clean(self) -> dict[str, Any]:
        """An absence ends after it starts."""
        start, end = self.cleaned_data.get("start"), self.cleaned_data.get("end")
        if start and end and end < start:
            self.add_error("end", _("The absence ends before it starts."))
        return self.cleaned_data
