"""Somebody who asks a web server over HTTP, as a browser does."""

from collections.abc import Mapping
from typing import Any

import requests
from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client, override_settings
from django.utils.crypto import get_random_string

PATIENCE = 60  # seconds that an answer may take


class Visitor:
    """Asks with a session of their own, which every web server knows, and the token that a form needs.

    `base` may be set to the address of another web server at any time.
    """

    def __init__(self, base: str, user: User | None, secret_key: str) -> None:
        self.base = base
        token = get_random_string(32)
        self.headers = {"Cookie": f"{settings.CSRF_COOKIE_NAME}={token}", "X-CSRFToken": token}
        if user is not None:
            self.headers["Cookie"] += f"; {settings.SESSION_COOKIE_NAME}={_session(user, secret_key)}"

    def get(self, path: str, **more: Any) -> requests.Response:
        """What is answered; raises ConnectionError when nobody answers."""
        return self.ask("GET", path, **more)

    def post(self, path: str, data: Mapping[str, Any] | None = None, **more: Any) -> requests.Response:
        """What is answered to a form; raises ConnectionError when nobody answers."""
        return self.ask("POST", path, data=data, **more)

    def ask(self, method: str, path: str, *, htmx: bool = False, **more: Any) -> requests.Response:
        """What is answered, on a connection of its own: one that was kept would not survive its server."""
        headers = self.headers | ({"HX-Request": "true"} if htmx else {}) | more.pop("headers", {})
        more.setdefault("allow_redirects", False)
        timeout = more.pop("timeout", PATIENCE)
        return requests.request(method, self.base + path, headers=headers, timeout=timeout, **more)


def _session(user: User, secret_key: str) -> str:
    """The key of a session that the web servers of this secret key accept."""
    with override_settings(SECRET_KEY=secret_key):
        client = Client()
        client.force_login(user)
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)
