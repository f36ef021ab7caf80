"""Forms about access to a project."""

from django import forms
from django.contrib.auth.models import User
from django.core.cache import cache
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.fields.text import Email
from phases.access.members import account_with
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

    email = Email(label=gettext_lazy("Email of their account"), max_length=254)
    field_order = ("email", "role")

    def __init__(self, asker: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.asker = asker

    def clean_email(self) -> User:
        """The account behind the e-mail."""
        key = f"member-misses:{self.asker.pk}"
        misses: int = cache.get(key, 0)
        if misses >= MISSES_AN_HOUR:
            raise forms.ValidationError(_("Too many unknown emails. Try again in an hour."))
        user = account_with(self.cleaned_data["email"])
        if user is None:
            cache.set(key, misses + 1, HOUR)
            raise forms.ValidationError(
                _("No account uses this email. Ask this person to sign up first, then give access.")
            )
        return user
