"""What is asked of somebody whom a provider brings, when it has not said all."""

from allauth.socialaccount.forms import SignupForm

from aispec.web.account.forms import refuse_stranger


class SocialSignUpForm(SignupForm):  # type: ignore[misc]  # allauth carries no types
    """The address of a new account, where the site lets it have one."""

    def clean_email(self) -> str:
        """Raises ValidationError."""
        refuse_stranger(self.cleaned_data["email"])
        return str(super().clean_email())
