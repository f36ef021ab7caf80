"""Sign-in by an OpenID Connect provider, as the environment names it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

NEEDED = ("OIDC_ISSUER", "OIDC_CLIENT_ID", "OIDC_CLIENT_SECRET")
PROVIDER_ID = "oidc"  # in the address that the provider leads back to


def oidc_providers(environment: Mapping[str, str]) -> dict[str, Any]:
    """What allauth is told of the provider, {} without one. Raises ImproperlyConfigured."""
    given = [name for name in (*NEEDED, "OIDC_NAME") if name in environment]
    missing = [name for name in NEEDED if not environment.get(name)]
    if not given:
        return {}
    if missing:
        raise ImproperlyConfigured(f"{' and '.join(given)} set without {' and '.join(missing)}.")
    issuer, client_id, secret = (environment[name] for name in NEEDED)
    if urlsplit(issuer).scheme != "https" or not urlsplit(issuer).netloc:
        raise ImproperlyConfigured("OIDC_ISSUER begins with https:// and names a host.")
    return provider_of(issuer, client_id, secret, environment.get("OIDC_NAME") or urlsplit(issuer).netloc)


def provider_of(issuer: str, client_id: str, secret: str, name: str) -> dict[str, Any]:
    """One provider, in the words of allauth."""
    app = {
        "provider_id": PROVIDER_ID,
        "name": name,
        "client_id": client_id,
        "secret": secret,
        "settings": {"server_url": issuer.rstrip("/")},
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}


def origins(providers: Mapping[str, Any]) -> list[str]:
    """Where a form for signing in may lead: the hosts of the providers."""
    urls = [app["settings"]["server_url"] for provider in providers.values() for app in provider["APPS"]]
    return ["{0.scheme}://{0.netloc}".format(urlsplit(url)) for url in urls]
