"""Where this site departs from the defaults of allauth."""

import logging
from smtplib import SMTPException
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal import ratelimit
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_login_failed
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import override

from aispec.web.account.domain import language_of
from aispec.web.account.landing import landing
from aispec.web.account.sign_up import admits, invited_email, is_open
from aispec.web.account.unsent_mail import MailUnsent

logger = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """Decide where a reader may be led, and in which language they are written to."""

    def is_safe_url(self, url: str | None) -> bool:
        """Refuse an address that cannot be parsed, such as `http://[`, on which allauth would raise ValueError."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def is_email_verified(self, request: HttpRequest, email: str) -> bool:
        """Whether a new account need not confirm this address: an invitation came to it, or it is the demonstration's.

        The demonstration sends no mail, and nobody but its own machine reaches it.
        """
        return settings.DEMO or email.lower() == invited_email(request)

    def unstash_verified_email(self, request: HttpRequest) -> str | None:
        """The address of a new account that an invitation came to, unless it was revoked since."""
        super().unstash_verified_email(request)
        return invited_email(request) or None

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """As the site's policy says."""
        return is_open(request)

    def save_user(self, request: HttpRequest, user: User, form: Any, commit: bool = True) -> User:
        """Make the account, and remember it while the message is sent that confirms its address."""
        made: User = super().save_user(request, user, form, commit)
        request.made = made  # type: ignore[attr-defined]  # for UnsentMailMiddleware
        return made

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failed attempts by account and by where they come from: nobody locks out who signs in elsewhere.

        Of IPv6 a network counts as one, for each machine has addresses without end.
        """
        return f"{super()._get_login_attempts_cache_key(request, **credentials)}:{ratelimit.get_ip(request)}"

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Tell of an attempt that is refused because there were too many, as Django tells of a wrong password."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            said = {name: value for name, value in credentials.items() if name != "password"}
            user_login_failed.send(__name__, credentials=said, request=request)
            raise

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """Lead to where a reader of this account begins."""
        response: HttpResponse = super().post_login(request, user, **login)
        response["Location"] = landing(user, response["Location"])
        return response

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the page that led here."""
        return reverse("account")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the language of the account that has the address, if one has. Raises MailUnsent."""
        try:
            with override(language_of(email)):
                super().send_mail(template_prefix, email, context)
        except (SMTPException, OSError) as error:
            logger.warning("A message of an account could not be sent: %s", error)
            raise MailUnsent from error


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth carries no types
    """What the provider says, and whom it may bring."""

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: dict[str, Any]) -> User:
        """Take an address for confirmed only where the provider says exactly that: some write "false"."""
        for address in sociallogin.email_addresses:
            address.verified = address.verified is True
        user: User = super().populate_user(request, sociallogin, data)
        return user

    def save_user(self, request: HttpRequest, sociallogin: SocialLogin, form: Any = None) -> User:
        """As with a password."""
        user: User = super().save_user(request, sociallogin, form)
        request.made = user  # type: ignore[attr-defined]
        return user

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """As for accounts with a password."""
        return admits(request, sociallogin.user.email or "")
