"""The form of a share link."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields import OneLine

LONGEST = 365  # days


ON_A_DAY = "date"


class ShareLinkForm(forms.Form):
    """A new share link: whom it is for, whether it names people, and until when it works."""

    label = OneLine(
        label=gettext_lazy("Whom it is for"),
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
        initial="30",
    )
    until = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("For “until a date”: the link works until the end of that day, within a year."),
    )

    def clean_until(self) -> datetime | None:
        """The moment after the chosen day, None for a number of days."""
        day = self.cleaned_data["until"]
        if self.cleaned_data.get("works_for") != ON_A_DAY:
            return None
        today = timezone.localdate()
        if day is None:
            raise forms.ValidationError(_("Choose the last day on which the link works."))
        if not today <= day <= today + timedelta(days=LONGEST):
            raise forms.ValidationError(_("Choose a day from today to one year from now."))
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))

    def expires_at(self) -> datetime:
        """When the link of this valid form ends."""
        until: datetime | None = self.cleaned_data["until"]
        return until or timezone.now() + timedelta(days=int(self.cleaned_data["works_for"]))
