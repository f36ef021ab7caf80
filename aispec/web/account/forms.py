"""What somebody says of themselves."""

from typing import Any

from allauth.account import forms as allauth
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from aispec.web.account.sign_up import admits, domains
from aispec.web.fields.text import OneLine

LONGEST_NAME = 120  # as in the directory


class NameForm(forms.Form):
    """The name that others see."""

    name = OneLine(
        label=gettext_lazy("Name"),
        max_length=LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text=gettext_lazy("As colleagues know you. It appears with your comments and changes."),
    )


class AccountForm(NameForm):
    """The name and the language of an account."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("Of the mail you receive, and of the first page after you sign in."),
    )


class SignUpForm(allauth.SignupForm):  # type: ignore[misc]  # allauth carries no types
    """An account of one's own, where the site lets this address have one."""

    def clean_email(self) -> str:
        """Raises ValidationError."""
        refuse_stranger(self.cleaned_data["email"])
        return str(super().clean_email())

    def domains(self) -> list[str]:
        """Those whose addresses are admitted, for the page."""
        return domains()

    def try_save(self, request: HttpRequest) -> tuple[User | None, HttpResponse | None]:
        """Take as long for an address that has an account as for a new one: hashing the password is what takes time."""
        if self.account_already_exists:
            make_password(self.cleaned_data["password1"])
        user, response = super().try_save(request)
        return user, response


class ResetPasswordForm(allauth.ResetPasswordForm):  # type: ignore[misc]
    """A link to choose another password: five a minute to one address, whoever asks for it.

    Who asks once more is answered alike, for the last links are good: so nobody keeps another from theirs.
    """

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the link, to the address as the account has it: a letter may only look like one of it."""
        self.cleaned_data["email"] = email = self.cleaned_data["email"].lower()
        few = {"config": {"link": "5/m/key"}, "app": "aispec", "action": "link", "key": email}
        return str(super().save(request, **kwargs) if ratelimit.consume(request, **few) else email)


def refuse_stranger(email: str) -> None:
    """Raises ValidationError for an address that is not admitted, whether it has an account or not."""
    if not admits(context.request, email):
        raise forms.ValidationError(_("No account can be made for this address here."))
