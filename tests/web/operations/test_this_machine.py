"""The demonstration answers only the machine it runs on."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "127.0.0.1"},
        {"REMOTE_ADDR": "::1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, ::1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": 'for="[::1]";proto=http'},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "localhost:8000"},
    ],
)
def test_demonstration_answers_this_machine(client: Client, headers: dict[str, Any]) -> None:
    assert client.get("/fr/", **headers).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1, 192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ""},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "2001:db8::1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": 'for="[2001:db8::1]:4711"'},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=unknown"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "by=127.0.0.1"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_CF_CONNECTING_IP": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "demo.example.org"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_HOST": "localhost:8000, demo.example.org"},
    ],
)
def test_demonstration_refuses_other_machines(client: Client, headers: dict[str, Any]) -> None:
    response = client.get("/fr/accounts/login/", **headers)
    assert response.status_code == 403
    assert "Content-Security-Policy" in response
    assert client.post("/fr/accounts/demo/", {"reader": "lead"}, **headers).status_code == 403


def test_production_answers_everybody(client: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert client.get("/fr/", REMOTE_ADDR="192.0.2.7").status_code == 200
