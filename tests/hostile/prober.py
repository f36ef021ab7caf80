"""Sends what it is told as browsers do, takes back what it did, and remembers what broke."""

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.middleware.csrf import _get_new_csrf_string
from django.test import Client

from roles.people.domain.permissions import hr_group
from tests.hostile.world import World

HEADERS = ("Content-Security-Policy", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy")


class Prober:
    """A reader with a token for forms, which are checked; whoever has every right gets furthest in."""

    def __init__(self, world: World, reader: str = "owner") -> None:
        self.broken: list[str] = []
        self.client = Client(enforce_csrf_checks=True)
        self.token = self.client.cookies[settings.CSRF_COOKIE_NAME] = _get_new_csrf_string()
        if user := world.team.users.get(reader):
            if reader == "owner":
                user.groups.add(hr_group())
                type(user).objects.filter(pk=user.pk).update(is_superuser=True, is_staff=True)
            self.client.force_login(user)

    def send(self, method: str, path: str, data: Any = None, **headers: str) -> HttpResponse | None:
        """The answer, which is noted when it is a failure or lacks a header; None when the view raised."""
        if method == "post" and not headers.get("HX-Request"):
            data = {**(data or {}), "csrfmiddlewaretoken": self.token}
        headers.setdefault("X-CSRFToken", self.token)
        said = f"{method} {path[:160]} {str(data)[:300]} {str(headers)[:100]}"
        try:
            with transaction.atomic():
                sender = getattr(self.client, method)
                response: HttpResponse = sender(path, *([data] if data else []), headers=headers)
                transaction.set_rollback(True)
        except Exception as error:
            self.broken.append(f"{said}: {type(error).__name__}: {str(error)[:200]}")
            return None
        if response.status_code >= 500:
            self.broken.append(f"{said}: {response.status_code}")
        if missing := [name for name in HEADERS if not response.has_header(name)]:
            self.broken.append(f"{said}: without {' '.join(missing)}")
        return response

    def check(self) -> None:
        """Fail with all that broke."""
        assert not self.broken, "\n".join(self.broken)
