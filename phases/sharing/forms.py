"""The form of a share link."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.days import DayField, end_of
from aispec.web.fields.text import OneLine

LONGEST = 365  # days
ON_A_DAY = "date"
USUAL = "30"  # what stands chosen: a day that is typed beside it is an answer, not a contradiction


class ShareLinkForm(forms.Form):
    """A new share link: whom it is for, whether it names people, and until when it works."""

    label = OneLine(
        label=gettext_lazy("Who it is for"),
        max_length=120,
        help_text=gettext_lazy("Shown to the members of the project only, so that you know which link to revoke."),
    )
    names = forms.ChoiceField(
        label=gettext_lazy("What it shows"),
        choices=[
            ("", gettext_lazy("Positions only")),
            ("1", gettext_lazy("Positions with the names of their holders")),
        ],
        required=False,
    )
    works_for = forms.ChoiceField(
        label=gettext_lazy("It works for"),
        choices=[
            ("1", gettext_lazy("1 day")),
            ("7", gettext_lazy("7 days")),
            ("30", gettext_lazy("30 days")),
            ("90", gettext_lazy("90 days")),
            (ON_A_DAY, gettext_lazy("until a date")),
        ],
        initial=USUAL,
    )
    until = DayField(
        label=gettext_lazy("Last day"),
        required=False,
        ahead=LONGEST,
        help_text=gettext_lazy("If you choose one, the link works until the end of that day, within a year."),
    )

    def clean(self) -> dict[str, Any]:
        """One answer to how long: a day, or a number of days."""
        works_for, until = self.cleaned_data.get("works_for"), self.cleaned_data.get("until")
        if works_for == ON_A_DAY and until is None and "until" not in self.errors:
            self.add_error("until", _("Choose the last day on which the link works."))
        if until is not None and works_for not in (None, ON_A_DAY, USUAL):
            days = dict(self.fields["works_for"].choices)[works_for]  # type: ignore[attr-defined]
            words = _("“%(days)s” is chosen, and a last day is typed. Choose “until a date”, or empty the day.")
            self.add_error("until", words % {"days": days})
        return self.cleaned_data

    def expires_at(self) -> datetime:
        """When the link of this valid form ends."""
        until = self.cleaned_data["until"]
        return end_of(until) if until else timezone.now() + timedelta(days=int(self.cleaned_data["works_for"]))
