"""Forms about access to a project."""

from datetime import datetime, time, timedelta

from django import forms
from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields import OneLine
from phases.domain.members import account_with
from phases.enums import Role

MISSES_AN_HOUR = 20
HOUR = 3600


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"), choices=Role.choices, coerce=lambda value: Role(int(value))
    )


class MemberForm(RoleForm):
    """An account that shall see the project, by its e-mail.

    Anybody who owns a project can ask here whether an e-mail has an account. That is needed to give access
    without a confirmation by mail, so guesses are counted: a few typing errors, not a search.
    """

    email = forms.EmailField(label=gettext_lazy("E-mail of their account"), max_length=254)
    field_order = ("email", "role")

    def __init__(self, asker: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.asker = asker

    def clean_email(self) -> User:
        """The account behind the e-mail."""
        key = f"member-misses:{self.asker.pk}"
        misses: int = cache.get(key, 0)
        if misses >= MISSES_AN_HOUR:
            raise forms.ValidationError(_("Too many unknown e-mails. Try again in an hour."))
        user = account_with(self.cleaned_data["email"])
        if user is None:
            cache.set(key, misses + 1, HOUR)
            raise forms.ValidationError(
                _("No account uses this e-mail. Ask this person to sign up first, then give access.")
            )
        return user


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
