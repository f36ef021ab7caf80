"""Two-factor authentication where a role asks for it."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from roles.people.domain.account_roles import AccountRole, has_role

OPEN = ("account_", "mfa_")  # names of addresses: without these nobody could set it up, confirm an address or leave
BESIDE = ("healthz", "readyz", "theme")


class SecondFactorMiddleware:
    """Lead whoever has such a role, and no second factor yet, to set one up before anything else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; the work is in process_view, which knows the name of the address."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any) -> HttpResponse | None:
        """Lead to the page of the two factors, or let pass."""
        match = request.resolver_match
        if not settings.MFA_REQUIRED_ROLES or match is None:
            return None
        own = not match.namespaces and (match.url_name or "")
        if own and (own.startswith(OPEN) or own in BESIDE):
            return None
        if not isinstance(request.user, User) or not lacks_factor(request.user):
            return None
        messages.warning(request, _("Your role asks for two-factor authentication: set it up to go on."))
        return redirect("mfa_index")


def lacks_factor(user: User) -> bool:
    """Whether a role of the account asks for a second factor that it has not."""
    if not any(has_role(user, AccountRole(role)) for role in settings.MFA_REQUIRED_ROLES):
        return False
    return not is_mfa_enabled(user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
