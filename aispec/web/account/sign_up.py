"""Who may make an account: anybody, whoever is invited, whoever has an address of certain domains, or nobody."""

from collections.abc import Sequence

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.module_loading import import_string

POLICIES = ("open", "invited", "closed")


def sign_up_policy(words: Sequence[str], verification: str) -> list[str]:
    """What SIGNUP says: one of the policies, or domains. Raises ImproperlyConfigured."""
    policy = [word.strip().lower().removeprefix("@") for word in words]
    if len(policy) == 1 and policy[0] in POLICIES:
        return policy
    if not policy or not all("." in word.strip(".") and "@" not in word for word in policy):
        raise ImproperlyConfigured(f"SIGNUP is {', '.join(POLICIES)}, or domains separated by commas.")
    if verification != "mandatory":
        raise ImproperlyConfigured("SIGNUP names domains: EMAIL_VERIFICATION must be mandatory, or anybody claims one.")
    return policy


def is_open(request: HttpRequest) -> bool:
    """Whether this reader may make an account at all."""
    return settings.SIGNUP[0] not in ("invited", "closed") or (
        settings.SIGNUP == ["invited"] and bool(invited_email(request))
    )


def domains() -> list[str]:
    """Those whose addresses may have an account, none where the policy is another."""
    return [] if settings.SIGNUP[0] in POLICIES else settings.SIGNUP


def admits(request: HttpRequest, email: str) -> bool:
    """Whether an account may be made for this address."""
    if settings.SIGNUP == ["open"]:
        return True
    email = email.lower()
    of_domain = email.rpartition("@")[2] in domains()
    return of_domain or (settings.SIGNUP != ["closed"] and email == invited_email(request))


def invited_email(request: HttpRequest) -> str:
    """The address whose invitation this reader has just accepted, "" without one that still works."""
    return str(import_string(settings.INVITED_ADDRESS)(request.session))
