"""Forms about access to a project."""

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from aispec.web.fields.text import Email
from phases.access.invitations import may_invite
from phases.access.members import account_with
from phases.enums import Role


class RoleForm(forms.Form):
    """A member's role."""

    role = forms.TypedChoiceField(
        label=gettext_lazy("Role"), choices=Role.choices, coerce=lambda value: Role(int(value))
    )


class MemberForm(RoleForm):
    """Somebody who shall see the project, by e-mail: `account` is theirs, None when they are to be invited."""

    email = Email(
        label=gettext_lazy("Email"),
        max_length=254,
        help_text=gettext_lazy("An account with it gets access at once; anybody else receives an invitation."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the invitation"), choices=settings.LANGUAGES, required=False
    )
    field_order = ("email", "role", "language")
    account: User | None = None

    def __init__(self, asker: User, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.asker = asker
        self.fields["language"].initial = get_language()

    def clean_email(self) -> str:
        """The address, once the account behind it is known."""
        email: str = self.cleaned_data["email"]
        if not may_invite(self.asker):
            raise forms.ValidationError(_("Too many invitations. Try again in an hour."))
        self.account = account_with(email)
        return email

    def clean_language(self) -> str:
        """The language that was chosen, that of the page when none was."""
        return self.cleaned_data["language"] or get_language() or settings.LANGUAGE_CODE
