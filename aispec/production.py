"""What the environment of a production must say, and not only somehow: a slip starts nothing."""

import re
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

_HOST = re.compile(r"\.?[a-z0-9]([a-z0-9.-]*[a-z0-9])?|\[[0-9a-f:.]+\]", re.IGNORECASE)
VERIFICATIONS = ("mandatory", "optional", "none")


def strong(name: str, key: str) -> str:
    """A key that nobody guesses. Raises ImproperlyConfigured."""
    if len(key) < 50 or len(set(key)) < 5:
        raise ImproperlyConfigured(f"In production, {name} needs 50 random characters or more.")
    return key


def hosts_of(words: Sequence[str]) -> list[str]:
    """The hosts that are served, by name or with a dot before those of a domain. Raises ImproperlyConfigured."""
    hosts = [word.strip() for word in words]
    if "*" in hosts:
        raise ImproperlyConfigured("In production, ALLOWED_HOSTS names the hosts: * would serve under any name.")
    if wrong := [host for host in hosts if not _HOST.fullmatch(host)]:
        raise ImproperlyConfigured(f"ALLOWED_HOSTS names hosts such as raci.example.org or .example.org, not {wrong}.")
    return hosts


def verification_of(word: str) -> str:
    """Whether a new address is confirmed. Raises ImproperlyConfigured."""
    if word not in VERIFICATIONS:
        raise ImproperlyConfigured(f"EMAIL_VERIFICATION is one of {', '.join(VERIFICATIONS)}.")
    return word


def site_of(url: str) -> str:
    """Where the site is. Raises ImproperlyConfigured."""
    if urlsplit(url).scheme not in ("https", "http") or not urlsplit(url).netloc:
        raise ImproperlyConfigured("SITE_URL begins with https:// and names a host.")
    return url
